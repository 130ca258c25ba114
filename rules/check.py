"""What is known before rules run: dead rules, tables with overlaps or gaps, conflicts.

Every rule is a box: for each fact, the set of values under which it applies. Boxes can be compared
exactly (decision tables as geometry: Calvanese, Dumas et al., "Semantics and Analysis of DMN
Decision Tables", 2016). A fact that is not known is one more value, `ABSENT`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from rules.document import Document
from rules.model import Line, Reason, Rule
from rules.problems import Notebook
from rules.schema import Combine, Fact, FactType, Vocabulary
from rules.show import show_spans
from rules.spans import Among, Spans, Words
from rules.values import domain

ABSENT = -1  # no fact has negative values

Box = Mapping[str, Spans]


def check(
    rules: Sequence[Rule], document: Document, vocabulary: Vocabulary, notebook: Notebook
) -> None:
    """Note everything wrong with the meaning of well-written rules."""
    space = _Space.of(rules, vocabulary)
    boxes = {rule.name: space.box(rule) for rule in rules}
    for rule in rules:
        _check_alive(rule, boxes[rule.name], notebook)
    for name in dict.fromkeys(rule.table for rule in rules if rule.table):
        rows = [rule for rule in rules if rule.table == name]
        _check_table(name, rows, boxes, space, document, notebook)
    _check_conflicts(rules, boxes, vocabulary, notebook)


@dataclass(frozen=True, slots=True)
class _Space:
    """The values that each fact can take, as numbers; words are numbered."""

    vocabulary: Vocabulary
    words: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(rules: Sequence[Rule], vocabulary: Vocabulary) -> _Space:
        """The space of the facts that the rules ask about."""
        seen: dict[str, set[str]] = {}
        for rule in rules:
            for line in rule.lines:
                if isinstance(line.test, Words | Among):
                    seen.setdefault(line.fact, set()).update(line.test.words)
        words = {
            fact: vocabulary.facts[fact].choices or tuple(sorted(found))
            for fact, found in seen.items()
        }
        return _Space(vocabulary, words)

    def known(self, name: str) -> Spans:
        """All values of the fact; a text has one more than was mentioned: any other word."""
        fact = self.vocabulary.facts[name]
        if fact.type is FactType.TEXT:
            return Spans(((0, len(self.words.get(name, ())) + 1),))
        return Spans(((0, len(fact.choices)),)) if fact.choices else domain(fact)

    def whole(self, name: str) -> Spans:
        """All values of the fact, and its absence."""
        return self.known(name) | Spans(((ABSENT, ABSENT + 1),))

    def accepted(self, line: Line) -> Spans:
        """The values, or the absence, under which the line holds."""
        spans = line.test
        if isinstance(spans, Words | Among):
            places = [self.words[line.fact].index(word) for word in spans.words]
            spans = Spans.of((place, place + 1) for place in places)
        if line.unless:
            return self.whole(line.fact) - spans
        return self.known(line.fact) & spans

    def box(self, rule: Rule) -> Box:
        """Where the rule applies; a fact that it does not ask about is left out."""
        sides: dict[str, Spans] = {}
        for line in rule.lines:
            accepted = self.accepted(line)
            sides[line.fact] = sides[line.fact] & accepted if line.fact in sides else accepted
        return sides

    def show(self, name: str, spans: Spans) -> str:
        """ "energy 3..4", for a message."""
        known = spans & self.known(name)
        return f"{name} {show_spans(self.vocabulary.facts[name], known, self.words.get(name, ()))}"


def _check_alive(rule: Rule, box: Box, notebook: Notebook) -> None:
    """A rule with an empty side can never apply."""
    for line in rule.lines:
        if line.unless and not box[line.fact]:
            notebook.note(line.mark, "never_applies", name=rule.name, fact=line.fact)


def _check_table(
    name: str,
    rows: Sequence[Rule],
    boxes: Mapping[str, Box],
    space: _Space,
    document: Document,
    notebook: Notebook,
) -> None:
    """Exactly one row must fit; gaps are looked for where all facts are bounded."""
    given: list[str] = document.tree["table"][name]["given"]
    overlapping = False
    for number, row in enumerate(rows):
        for earlier in rows[:number]:
            if not _meet(boxes[earlier.name], boxes[row.name]):
                continue
            overlapping = True
            sides = {
                fact: boxes[earlier.name].get(fact, space.known(fact))
                & boxes[row.name].get(fact, space.known(fact))
                for fact in given
            }
            place = ", ".join(space.show(fact, side) for fact, side in sides.items())
            first, second = earlier.mark.line, row.mark.line
            notebook.note(row.mark, "rows_overlap", first=first, second=second, place=place)
            break
    if overlapping or not all(_is_bounded(space.vocabulary.facts[fact]) for fact in given):
        return
    full = [{fact: boxes[row.name].get(fact, space.known(fact)) for fact in given} for row in rows]
    gap = _gap(full, given, space)
    if gap is not None:
        place = ", ".join(space.show(fact, side) for fact, side in gap.items())
        notebook.note(document.value_mark(("table", name, "rows")), "rows_gap", place=place)


def _gap(rows: Sequence[Box], given: Sequence[str], space: _Space) -> dict[str, Spans] | None:
    """A part of the space that no row fits; the rows are disjoint, so sizes tell where to look."""
    if not given:
        return None if rows else {}
    if sum(_size(row, given) for row in rows) == prod(space.known(fact).size for fact in given):
        return None
    first, rest = given[0], given[1:]
    known = space.known(first)
    sides = [known, *(row[first] for row in rows)]
    edges = sorted({edge for side in sides for span in side.spans for edge in span})
    for low, high in pairwise(edges):
        if known.holds(low):
            inside = [row for row in rows if row[first].holds(low)]
            gap = _gap(inside, rest, space)
            if gap is not None:
                return {first: Spans(((low, high),)), **gap}
    return None


def _size(row: Box, given: Sequence[str]) -> int:
    return prod(row[fact].size for fact in given)


def _is_bounded(fact: Fact) -> bool:
    """Can a table be asked to name every value of the fact?"""
    if fact.type is FactType.COUNT:
        return fact.high is not None
    return fact.type not in (FactType.TEXT, FactType.DATE, FactType.DURATION)


def _meet(one: Box, other: Box) -> bool:
    """Is there a situation in which both apply?"""
    return all(one[fact] & other[fact] for fact in one.keys() & other.keys())


def _check_conflicts(
    rules: Sequence[Rule], boxes: Mapping[str, Box], vocabulary: Vocabulary, notebook: Notebook
) -> None:
    """Two rules of one kind that can apply together must not choose differently."""
    choices: list[tuple[Rule, Reason]] = [
        (rule, said)
        for rule in rules
        for said in rule.then
        if vocabulary.effects[said.effect].combine is Combine.ONE
    ]
    for number, (second, said) in enumerate(choices):
        for first, before in choices[:number]:
            same_place = first.table == second.table != ""
            if (
                before.effect == said.effect
                and before.value != said.value
                and first.kind == second.kind
                and not same_place
                and _meet(boxes[first.name], boxes[second.name])
            ):
                notebook.note(
                    second.mark,
                    "conflict",
                    first=first.name,
                    second=second.name,
                    line=first.mark.line,
                    effect=said.effect,
                )
                break
