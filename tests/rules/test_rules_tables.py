"""Tables: exactly one row fits, found exactly where brute force finds it."""

from __future__ import annotations

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import PolicyProblems, decide, load

TONES = ["calm", "annoyed", "hostile"]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def table(rows: list[tuple[str, ...]], given: list[str]) -> str:
    """A table that numbers its rows."""
    listed = "\n".join(
        f"  [{', '.join(repr(cell) for cell in row)}, {n}]," for n, row in enumerate(rows)
    )
    return (
        f'[table.t]\nsay = "T."\ngiven = {given}\nsets = ["answers_at_most"]\nrows = [\n{listed}\n]'
    )


def verdict(text: str) -> str:
    """How the loader judges the table."""
    try:
        load(text, "p.toml")
    except PolicyProblems as problems:
        told = str(problems)
        return "overlap" if "both fit" in told else "gap" if "no row fits" in told else told
    return "good"


def brute(fits: list[list[bool]]) -> str:
    """The judgement over all points; `fits[point][row]`."""
    if any(sum(rows) > 1 for rows in fits):
        return "overlap"
    return "gap" if any(sum(rows) == 0 for rows in fits) else "good"


def expected(columns: list[list[tuple[str, frozenset[int]]]], sizes: list[int]) -> str:
    points = product(*(range(size) for size in sizes))
    return brute([[all(p in c[1] for p, c in zip(point, row, strict=True)) for row in columns]
                  for point in points])  # fmt: skip


def count_cells():
    """A test on energy and the levels that it accepts (0 stands for level 1)."""

    def cell(low: int, high: int) -> tuple[str, frozenset[int]]:
        return (f"{low}..{high}" if low < high else str(low), frozenset(range(low - 1, high)))

    pairs = [(low, high) for low in range(1, 6) for high in range(low, 6)]
    more = [("*", frozenset(range(5))), (">= 3", frozenset({2, 3, 4})), ("< 2", frozenset({0}))]
    return st.sampled_from([*(cell(*pair) for pair in pairs), *more])


def day_cells():
    """A range of weekdays, which may pass Sunday."""

    def cell(start: int, length: int) -> tuple[str, frozenset[int]]:
        days = [(start + n) % 7 for n in range(length)]
        text = DAYS[start] if length == 1 else f"{DAYS[start]}..{DAYS[days[-1]]}"
        return text, frozenset(days)

    # seven days from monday is the whole week; from another day the end meets the start
    pairs = [(start, length) for start in range(7) for length in range(1, 7)]
    return st.sampled_from([*(cell(*pair) for pair in pairs), ("*", frozenset(range(7)))])


tone_cells = st.sampled_from(
    [*((tone, frozenset({n})) for n, tone in enumerate(TONES)), ("*", frozenset(range(3)))]
)


@settings(max_examples=300)
@given(st.lists(count_cells(), min_size=1, max_size=4))
def test_one_column_against_brute_force(cells):
    text = table([(cell[0],) for cell in cells], ["energy"])
    assert verdict(text) == expected([[cell] for cell in cells], [5])


@settings(max_examples=300)
@given(st.lists(st.tuples(count_cells(), tone_cells), min_size=1, max_size=5))
def test_two_columns_against_brute_force(rows):
    text = table([tuple(cell[0] for cell in row) for row in rows], ["energy", "tone"])
    assert verdict(text) == expected([list(row) for row in rows], [5, 3])


@settings(max_examples=300)
@given(st.lists(st.tuples(day_cells(), tone_cells), min_size=1, max_size=4))
def test_weekdays_against_brute_force(rows):
    text = table([tuple(cell[0] for cell in row) for row in rows], ["weekday", "tone"])
    assert verdict(text) == expected([list(row) for row in rows], [7, 3])


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
    assert decision.effects == {"answers_at_most": row}
    assert decision.reasons["answers_at_most"].winner == f"t[{row + 1}]"


def test_no_row_applies_while_the_fact_is_unknown():
    rules = load(table([("1..2",), ("3..5",)], ["energy"]), "p.toml")
    decision = decide(rules, {})
    assert decision.effects == {}
    assert decision.near_misses == ()


def test_words_and_durations_need_not_be_complete_but_must_not_overlap():
    assert verdict(table([("mail",), ("matrix",)], ["via"])) == "good"
    assert verdict(table([("mail",), ("Mail",)], ["via"])) == "overlap"
    assert verdict(table([("mail",), ("*",)], ["via"])) == "overlap"
    assert verdict(table([("< 4h",), (">= 4h",)], ["waiting"])) == "good"
    assert verdict(table([("<= 4h",), (">= 4h",)], ["waiting"])) == "overlap"


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
