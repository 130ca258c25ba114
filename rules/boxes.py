"""Rules as boxes: where each applies, and which can apply together.

For each fact that a rule asks about, its box has the set of values under which the rule applies.
Boxes are compared exactly (decision tables as geometry: Calvanese, Dumas et al., "Semantics and
Analysis of DMN Decision Tables", 2016). A fact that is not known is one more value, `ABSENT`. Words
and phrases are another matter, since several may be there at once: see `Phrases`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import or_

from rules.model import Line, Rule
from rules.schema import FactType, Vocabulary
from rules.show import show_spans
from rules.spans import Among, Spans, Words
from rules.values import domain

ABSENT = -1  # no fact has negative values

Box = Mapping[str, Spans]


@dataclass(frozen=True, slots=True)
class Phrases:
    """One of the words `some` must be there (None: no matter), and none of the words `none`.

    Two rules can meet unless one forbids all that the other may be content with.
    """

    some: frozenset[str] | None = None
    none: frozenset[str] = frozenset()

    @property
    def enough(self) -> frozenset[str] | None:
        """The words of which one must be there; empty when the rule can never apply."""
        return None if self.some is None else self.some - self.none


@dataclass(frozen=True, slots=True)
class Space:
    """The values that each fact can take, as numbers; words are numbered."""

    vocabulary: Vocabulary
    words: Mapping[str, tuple[str, ...]]
    _known: dict[str, Spans] = field(default_factory=dict)
    _accepted: dict[tuple[str, Spans | Words, bool], Spans] = field(default_factory=dict)

    @staticmethod
    def of(rules: Iterable[Rule], vocabulary: Vocabulary) -> Space:
        """The space of the facts that the rules ask about."""
        seen: dict[str, set[str]] = {}
        for rule in rules:
            for line in rule.lines:
                if isinstance(line.test, Words):
                    seen.setdefault(line.fact, set()).update(line.test.words)
        words = {
            fact: vocabulary.facts[fact].choices or tuple(sorted(found))
            for fact, found in seen.items()
        }
        return Space(vocabulary, words)

    def known(self, name: str) -> Spans:
        """All values of the fact; a text has one more than was mentioned: any other word."""
        if name not in self._known:
            fact, words = self.vocabulary.facts[name], self.words.get(name, ())
            is_text = fact.type is FactType.TEXT
            count = len(words) + 1 if is_text else len(fact.choices)
            self._known[name] = Spans(((0, count),)) if count else domain(fact)
        return self._known[name]

    def accepted(self, line: Line, test: Spans | Words) -> Spans:
        """The values, or the absence, under which the line holds; equal lines are asked once."""
        key = line.fact, test, line.unless
        if key not in self._accepted:
            self._accepted[key] = self._fresh(line, test)
        return self._accepted[key]

    def _fresh(self, line: Line, test: Spans | Words) -> Spans:
        known = self.known(line.fact)
        if isinstance(test, Words):
            places = [self.words[line.fact].index(word) for word in test.words]
            test = Spans.of((place, place + 1) for place in places)
        held = known & test  # "<= 2" begins below every value, and so below the absence
        if line.unless:
            return (known | Spans(((ABSENT, ABSENT + 1),))) - held
        return held

    def box(self, rule: Rule) -> Box:
        """Where the rule applies; a fact that it does not ask about is left out, and phrases."""
        sides: dict[str, Spans] = {}
        for line in rule.lines:
            if not isinstance(line.test, Among):
                side = self.accepted(line, line.test)
                sides[line.fact] = sides[line.fact] & side if line.fact in sides else side
        return sides

    def show(self, place: Box) -> str:
        """ "energy 3..4, tone calm", for a message."""
        facts = self.vocabulary.facts
        return ", ".join(
            f"{name} {show_spans(facts[name], side & self.known(name), self.words.get(name, ()))}"
            for name, side in place.items()
        )


def phrases(rule: Rule) -> dict[str, Phrases]:
    """What the rule asks of words, by fact."""
    found: dict[str, Phrases] = {}
    for line in rule.lines:
        if isinstance(line.test, Among):
            before = found.get(line.fact, Phrases())
            found[line.fact] = (
                Phrases(before.some, line.test.words)
                if line.unless
                else Phrases(line.test.words, before.none)
            )
    return found


def meeting(boxes: Sequence[Box], worded: Sequence[Mapping[str, Phrases]]) -> list[int]:
    """For each rule the rules that can apply together with it, as bits of a number."""
    everyone = (1 << len(boxes)) - 1
    meets = [everyone] * len(boxes)
    for fact in dict.fromkeys(fact for box in boxes for fact in box):
        asking = {number: box[fact] for number, box in enumerate(boxes) if fact in box}
        _narrow(meets, everyone, _alike_once(asking))
    for fact in dict.fromkeys(fact for asked in worded for fact in asked):
        wanted = {number: asked[fact] for number, asked in enumerate(worded) if fact in asked}
        _narrow(meets, everyone, _agreeing(wanted))
    return meets


def _narrow(meets: list[int], everyone: int, found: Mapping[int, int]) -> None:
    """Those who ask about a fact meet those found, and all who do not ask."""
    silent = everyone ^ sum(1 << number for number in found)
    for number, bits in found.items():
        meets[number] &= bits | silent


def _alike_once(sides: Mapping[int, Spans]) -> dict[int, int]:
    """The same as `_touching`, with equal sets looked at once: many rules ask for the same days."""
    alike: dict[Spans, int] = {}
    for number, side in sides.items():
        alike[side] = alike.get(side, 0) | 1 << number
    if len(alike) == len(sides):
        return _touching(sides)
    groups = list(alike.values())
    touching = _touching(dict(enumerate(alike)))
    found: dict[int, int] = {}
    for number, members in enumerate(groups):
        bits = 0
        for other, others in enumerate(groups):
            bits |= others if touching[number] >> other & 1 else 0
        while members:
            low = members & -members
            found[low.bit_length() - 1] = bits
            members ^= low
    return found


def _touching(sides: Mapping[int, Spans]) -> dict[int, int]:
    """For each set the sets that share a value with it, as bits; n log n in the number of spans.

    Two spans share a value when one begins inside the other.
    """
    events: list[tuple[int, int, int]] = []
    for number, side in sides.items():
        for low, high in side.spans:
            events += ((low, 1, number), (high, 0, number))
    events.sort()
    found = {number: 1 << number for number in sides}
    active = 0
    for _, begins, number in events:  # those inside which a span of mine begins
        if begins:
            found[number] |= active
        active ^= 1 << number
    starts = [(place, 1 << number) for place, begins, number in events if begins]
    lows, between = [place for place, _ in starts], _together([bit for _, bit in starts])
    for number, side in sides.items():  # those that begin inside a span of mine
        for low, high in side.spans:
            found[number] |= between(bisect_left(lows, low), bisect_left(lows, high))
    return found


def _together(bits: list[int]) -> Callable[[int, int], int]:
    """A way to ask for the union of a stretch of `bits`: unions of 1, 2, 4... are kept."""
    unions = [bits]
    while 2 * (step := 1 << (len(unions) - 1)) <= len(bits):
        unions.append(list(map(or_, unions[-1], unions[-1][step:])))

    def between(start: int, end: int) -> int:
        if start >= end:
            return 0
        power = (end - start).bit_length() - 1
        return unions[power][start] | unions[power][end - (1 << power)]

    return between


def _agreeing(wanted: Mapping[int, Phrases]) -> dict[int, int]:
    """For each rule the rules whose words suit its own; only forbidden words keep two apart."""
    everyone = sum(1 << number for number in wanted)
    found = dict.fromkeys(wanted, everyone)
    needs = [(number, asked.enough) for number, asked in wanted.items()]
    some = [(number, enough) for number, enough in needs if enough is not None]
    for number, asked in wanted.items():
        none = asked.none
        for other in [other for other, enough in some if enough <= none]:
            found[number] &= ~(1 << other)
            found[other] &= ~(1 << number)
    return found
