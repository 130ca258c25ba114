"""Decision tables: reading `[table.<name>]`, rows that overlap, rows that are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from rules.blocks import BlockReader, rule_of
from rules.boxes import Box, Space
from rules.model import Rule
from rules.problems import Mark, Notebook
from rules.schema import FactType
from rules.spans import Spans
from rules.text import folded, show_raw

ANY, NOTHING = "*", "-"  # cells: every value fits; the row does not set this effect


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows have become rules; `given` are its facts with their places."""

    name: str
    given: Mapping[str, Mark]
    rows: tuple[Rule, ...]
    mark: Mark


def read_table(reader: BlockReader, name: str, block: dict[str, Any]) -> Table | None:
    """One rule a row, named `name[1]`, `name[2]`...; None when a column or the list is wrong."""
    path, document = ("table", name), reader.document
    kind, say = reader.kind(path, block), reader.say(path, block["say"])
    given = _columns(reader, name, "given", block["given"])
    sets = _columns(reader, name, "sets", block["sets"])
    rows = block["rows"]
    if not given or not sets:
        return None
    columns = [*given.values(), *sets.values()]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        mark = document.value_mark((*path, "rows"))
        reader.notebook.note(mark, "bad_rows", count=len(columns))
        return None
    rules = []
    for number, row in enumerate(rows):
        here, title = (*path, "rows", number), f"{name}[{number + 1}]"
        mark = document.value_mark(here)
        if len(row) != len(columns):
            shown = ", ".join(columns)
            reader.notebook.note(
                mark, "row_length", found=len(row), count=len(columns), columns=shown
            )
            continue
        cells = [((*here, index), column, row[index]) for index, column in enumerate(columns)]
        asked = [cell for cell in cells[: len(given)] if cell[2] != ANY]
        if not reader.has_few_tests(mark, title, [raw for _, _, raw in asked]):
            continue
        lines = [reader.line(at, title, fact, raw, unless=False) for at, fact, raw in asked]
        then = [
            reader.setting(at, title, effect, raw, kind)
            for at, effect, raw in cells[len(given) :]
            if raw != NOTHING
        ]
        rules.append(rule_of(title, name, say, kind, lines, then, mark))
    places = {
        fact: document.value_mark((*path, "given", index)) for index, fact in enumerate(given)
    }
    return Table(name, places, tuple(rules), document.value_mark((*path, "rows")))


def _columns(reader: BlockReader, table: str, key: str, raw: object) -> dict[str, str]:
    """The names over a table with how they are written; nothing when one is wrong."""
    path, is_given = ("table", table, key), key == "given"
    words = [word for word in raw if isinstance(word, str)] if isinstance(raw, list) else []
    known = reader.vocabulary.facts if is_given else reader.vocabulary.effects
    if not words or not isinstance(raw, list) or len(set(map(folded, words))) != len(raw):
        example = str(list(known)[:2]).replace("'", '"')
        mark = reader.document.value_mark(path)
        reader.notebook.note(mark, "bad_columns", key=key, example=example)
        return {}
    columns: dict[str, str] = {}
    for index, word in enumerate(words):
        at = (*path, index)
        fact = reader.fact(at, word) if is_given else None
        item = fact if is_given else reader.effect(at, word)
        if item is None:
            return {}
        mark = reader.document.value_mark(at)
        if fact and fact.type is FactType.WORDS:
            reader.notebook.note(mark, "words_column", name=show_raw(word))
            return {}
        if item.name in columns:
            first = columns[item.name]
            reader.notebook.note(mark, "same_twice", first=show_raw(first), name=show_raw(word))
            return {}
        columns[item.name] = word
    return columns


def check_table(
    table: Table,
    numbers: Mapping[str, int],
    boxes: Sequence[Box],
    meets: Sequence[int],
    space: Space,
    notebook: Notebook,
) -> None:
    """Exactly one row must fit; `numbers` are the places of the rules in `boxes` and `meets`."""
    before: dict[int, Rule] = {}
    overlapping = False
    seen = 0
    for row in table.rows:
        number = numbers[row.name]
        if shared := meets[number] & seen:
            overlapping = True
            other = (shared & -shared).bit_length() - 1
            sides = {fact: _side(boxes[other], fact, space) for fact in table.given}
            place = {fact: side & _side(boxes[number], fact, space) for fact, side in sides.items()}
            notebook.note(
                row.mark,
                "rows_overlap",
                first=before[other].mark.line,
                second=row.mark.line,
                place=space.show(place),
            )
        before[number] = row
        seen |= 1 << number
    if overlapping:
        return
    rows = [
        {fact: _side(boxes[numbers[row.name]], fact, space) for fact in table.given}
        for row in table.rows
    ]
    gap = _gap(rows, list(table.given), {fact: _named(fact, rows, space) for fact in table.given})
    if gap is not None:
        notebook.note(table.mark, "rows_gap", place=space.show(gap))


def _side(box: Box, fact: str, space: Space) -> Spans:
    return box.get(fact) or space.known(fact)


def _named(fact: str, rows: Sequence[Box], space: Space) -> Spans:
    """The values that a table can be asked to name; of words and dates, those that a row names."""
    if space.vocabulary.facts[fact].type not in (FactType.TEXT, FactType.DATE):
        return space.known(fact)
    return Spans.of(span for row in rows for span in row[fact].spans)


def _gap(
    rows: Sequence[Box], given: Sequence[str], named: Mapping[str, Spans]
) -> dict[str, Spans] | None:
    """A part of the space that no row fits.

    The rows are disjoint, so their sizes tell where one is missing: at every value of the first
    fact those that fit must together be as large as all values of the other facts.
    """
    if not given:
        return None if rows else {}
    first, rest = given[0], given[1:]
    whole = prod(named[fact].size for fact in rest)
    events = [(edge, 0) for span in named[first].spans for edge in span]
    for row in rows:
        size = prod(row[fact].size for fact in rest)
        for low, high in row[first].spans:
            events += ((low, size), (high, -size))
    events.sort()
    filled = 0
    for at, (low, size) in enumerate(events[:-1]):
        filled += size
        high = events[at + 1][0]
        if low < high and filled != whole and named[first].holds(low):
            inside = [row for row in rows if row[first].holds(low)]
            return {first: Spans(((low, high),)), **(_gap(inside, rest, named) or {})}
    return None
