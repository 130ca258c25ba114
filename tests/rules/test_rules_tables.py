"""Tables: exactly one row fits, found exactly where brute force finds it."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import PolicyProblems, decide, load

TONES = ["calm", "annoyed", "hostile"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

Cell = tuple[str, frozenset[int]]  # as it is written, and the values that it accepts


def table(rows: list[tuple[str, ...]], given: list[str]) -> str:
    """A table that numbers its rows."""
    listed = "\n".join(
        f"  [{', '.join(repr(cell) for cell in row)}, {n}]," for n, row in enumerate(rows)
    )
    return (
        f'[table.t]\nsay = "T."\ngiven = {given}\nsets = ["extra_answers"]\nrows = [\n{listed}\n]'
    )


def verdict(text: str) -> str:
    """How the loader judges the table."""
    try:
        load(text, "p.toml")
    except PolicyProblems as problems:
        told = str(problems)
        return "overlap" if "both fit" in told else "gap" if "no row fits" in told else told
    return "good"


def expected(columns: list[list[Cell]], values: list[range]) -> str:
    """The judgement over all points."""
    fits = [
        sum(all(p in cell[1] for p, cell in zip(point, row, strict=True)) for row in columns)
        for point in product(*values)
    ]
    return "overlap" if max(fits) > 1 else "gap" if min(fits) == 0 else "good"


def count_cells():
    """A test on energy and the levels that it accepts."""

    def cell(low: int, high: int) -> Cell:
        return (f"{low}..{high}" if low < high else str(low), frozenset(range(low, high + 1)))

    pairs = [(low, high) for low in range(1, 6) for high in range(low, 6)]
    more = [("*", frozenset(range(1, 6))), (">= 3", frozenset({3, 4, 5})), ("< 2", frozenset({1}))]
    return st.sampled_from([*(cell(*pair) for pair in pairs), *more])


def day_cells():
    """A range of weekdays, which may pass Sunday."""

    def cell(start: int, length: int) -> Cell:
        days = [(start + n) % 7 for n in range(length)]
        text = DAYS[start] if length == 1 else f"{DAYS[start]}..{DAYS[days[-1]]}"
        return text, frozenset(days)

    # seven days from monday is the whole week; from another day the end meets the start
    pairs = [(start, length) for start in range(7) for length in range(1, 7)]
    return st.sampled_from([*(cell(*pair) for pair in pairs), ("*", frozenset(range(7)))])


def open_cells():
    """A test on a count or a duration without a bound; values above 6 are alike."""
    at_least = [(f">= {n}", frozenset(range(n, 9))) for n in range(7)]
    below = [(f"< {n}", frozenset(range(n))) for n in range(1, 7)]
    exact = [(str(n), frozenset({n})) for n in range(7)]
    return st.sampled_from([*at_least, *below, *exact, ("*", frozenset(range(9)))])


tone_cells = st.sampled_from(
    [*((tone, frozenset({n})) for n, tone in enumerate(TONES)), ("*", frozenset(range(3)))]
)
CELLS = {
    "energy": (count_cells(), range(1, 6)),
    "weekday": (day_cells(), range(7)),
    "tone": (tone_cells, range(3)),
    "earlier_requests": (open_cells(), range(9)),
}


@settings(max_examples=600)
@given(st.data())
def test_tables_of_up_to_three_columns_against_brute_force(data):
    names = data.draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=3, unique=True))
    rows = st.lists(st.tuples(*(CELLS[name][0] for name in names)), min_size=1, max_size=5)
    drawn = data.draw(rows)
    text = table([tuple(cell[0] for cell in row) for row in drawn], names)
    assert verdict(text) == expected(
        [list(row) for row in drawn], [CELLS[name][1] for name in names]
    )


@settings(max_examples=200)
@given(st.data())
def test_a_split_table_is_good_and_a_row_less_is_a_gap(data):
    """A box is cut in two again and again: the pieces are a table that is good by construction."""
    names = list(CELLS)
    boxes = [tuple(CELLS[name][1] for name in names)]
    for _ in range(data.draw(st.integers(1, 12))):
        box = boxes.pop(data.draw(st.integers(0, len(boxes) - 1)))
        column = data.draw(st.integers(0, 3))
        side = box[column]
        cut = data.draw(st.integers(side.start, side.stop - 1))
        pieces = [range(side.start, cut), range(cut, side.stop)]
        boxes += [(*box[:column], piece, *box[column + 1 :]) for piece in pieces if len(piece)]
    rows = [
        tuple(written(name, side) for name, side in zip(names, box, strict=True)) for box in boxes
    ]
    assert verdict(table(rows, names)) == "good"
    if len(rows) > 1:
        del rows[data.draw(st.integers(0, len(rows) - 1))]
        assert verdict(table(rows, names)) == "gap"


def written(name: str, side: range) -> str | list[str]:
    """A side of a box as a cell."""
    if name == "tone":
        return [TONES[n] for n in side]
    if name == "weekday":
        return [DAYS[n] for n in side]
    if name == "earlier_requests" and side.stop == 9:
        return f">= {side.start}"
    return f"{side.start}..{side.stop - 1}"


@given(st.sets(st.integers(1, 23), min_size=1, max_size=5), st.integers(0, 5), st.booleans())
def test_times_split_into_rows(cuts, dropped, drop):
    edges = [0, *sorted(cuts), 24]
    cells = [(f"{a:02}:00..{b:02}:00",) for a, b in pairwise(edges)]
    assert verdict(table(cells, ["time"])) == "good"
    if drop:
        del cells[dropped % len(cells)]
        assert verdict(table(cells, ["time"])) == "gap"


@given(st.permutations([("1",), ("2",), ("3..4",), ("5",)]), st.integers(1, 5))
def test_exactly_one_row_of_a_good_table_decides(cells, energy):
    rules = load(table(cells, ["energy"]), "p.toml")
    row = next(n for n, (cell,) in enumerate(cells) if str(energy) in (cell, cell[:1], cell[-1:]))
    decision = decide(rules, {"energy": energy})
    assert decision.effects == {"extra_answers": row}
    assert decision.reasons["extra_answers"].winner == f"t[{row + 1}]"


def test_no_row_applies_while_the_fact_is_unknown():
    rules = load(table([("1..2",), ("3..5",)], ["energy"]), "p.toml")
    decision = decide(rules, {})
    assert decision.effects == {}
    assert decision.near_misses == ()


@pytest.mark.parametrize(
    ("rows", "columns", "judgement"),
    [
        ([("mail",), ("matrix",)], ["via"], "good"),  # nobody can name every word
        ([("mail",), ("Mail",)], ["via"], "overlap"),
        ([("mail",), ("*",)], ["via"], "overlap"),
        ([("mail", "1..5"), ("matrix", "1..3")], ["via", "energy"], "gap"),
        ([("mail", "1..5"), ("matrix", "*")], ["via", "energy"], "good"),
        ([("< 4h",), (">= 4h",)], ["waiting"], "good"),
        ([("< 4h",), ("> 4h",)], ["waiting"], "gap"),
        ([("<= 4h",), (">= 4h",)], ["waiting"], "overlap"),
        ([("2026-12-01..2026-12-24",), ("2026-12-24",)], ["date"], "overlap"),
        ([("12-01..12-24",), ("2031-12-24..2032-01-01",)], ["date"], "overlap"),
        ([("12-01..12-23",), ("2031-12-24..2032-01-01",)], ["date"], "good"),
        ([("12-24..01-02",), ("01-03..12-23",)], ["date"], "good"),
        ([("12-25", "*"), ("01-01", "saturday..sunday")], ["date", "weekday"], "gap"),
        ([("02-29",), ("03-01",), ("02-28",)], ["date"], "good"),
        ([("02-29..03-01",), ("03-01..03-02",)], ["date"], "overlap"),
    ],
)
def test_what_can_be_asked_of_words_dates_and_durations(rows, columns, judgement):
    assert verdict(table(rows, columns)) == judgement


def test_the_place_of_a_problem_is_shown():
    try:
        load(table([("20:00..08:00", "calm"), ("08:00..20:00", "*")], ["time", "tone"]), "p.toml")
    except PolicyProblems as problems:
        told = str(problems)
    assert told == "p.toml:5:8: no row fits time 00:00..08:00, tone annoyed..hostile"


def test_a_dash_sets_nothing():
    rules = load(
        '[table.t]\nsay = "T."\ngiven = ["urgent"]\nsets = ["extra_answers", "shield"]\n'
        'rows = [[true, 2, "-"], [false, "-", true]]',
        "p.toml",
    )
    assert decide(rules, {"urgent": True}).effects == {"extra_answers": 2}
    assert decide(rules, {"urgent": False}).effects == {"shield": True}
