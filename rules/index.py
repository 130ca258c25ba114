"""What is prepared of a rule set, once, so that a decision costs little however many rules.

The tests about one fact cut its values into a few stretches; everywhere in a stretch the same lines
fail. So a decision looks up one stretch a fact, and counts the failed lines of all rules at once:
rule n is bit n of a whole number. (Bitmap indices; Lakshman and Stiliadis did the same for the
rules of a router, SIGCOMM 1998.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from rules.combine import resolve
from rules.given import reader
from rules.model import Line, Reason, RuleSet
from rules.schema import Combine, Fact
from rules.spans import BIG, Among, Spans, Test, Words

MAX_KEPT = 4096  # stretches or reasons kept of one fact or effect; more are made again


class Stretch(NamedTuple):
    """Values of a fact under which the same lines fail."""

    once: int  # the rules of which a line about the fact fails
    twice: int  # the rules of which two do: a `when` and an `unless`
    failed: tuple[tuple[int, Line], ...]


class Column:
    """All lines about one fact."""

    def __init__(self, fact: Fact, lines: Sequence[tuple[int, Line]]) -> None:
        self.name, self._lines = fact.name, lines
        self.rules = reduce(or_, (bit for bit, _ in lines))
        self.number = reader(fact)
        self.place = _places([line.test for _, line in lines])
        self.stretch = lru_cache(MAX_KEPT)(self._stretch)
        self.absent = self._stretch(None)
        #: Of a text only the words that some rule names are looked at, and kept.
        self.narrows = isinstance(lines[0][1].test, Among)

    def _stretch(self, place: Any) -> Stretch:
        once = twice = 0
        failed = []
        for bit, line in self._lines:
            if (place is not None and line.test.holds(place)) is line.unless:
                twice |= once & bit
                once |= bit
                failed.append((bit, line))
        return Stretch(once, twice, tuple(failed))


class Voices:
    """All rules that may set one effect."""

    def __init__(self, effect: str, combine: Combine, said: Sequence[tuple[int, Reason]]) -> None:
        self.effect = effect
        self.rules = sum(bit for bit, _ in said)
        self.reason = lru_cache(MAX_KEPT)(self._reason)
        self.combine, self._said = combine, said

    def _reason(self, rules: int) -> Reason:
        """The outcome when these rules speak."""
        said = [reason for bit, reason in self._said if bit & rules]
        return said[0] if len(said) == 1 else resolve(self.combine, said)


class Index:
    """The columns and voices of a rule set; `everyone` and `tables` are sets of rules, as bits."""

    def __init__(self, ruleset: RuleSet) -> None:
        bits = [(1 << number, rule) for number, rule in enumerate(ruleset.rules)]
        self.everyone = sum(bit for bit, _ in bits)
        self.tables = sum(bit for bit, rule in bits if rule.table)
        lines: dict[str, list[tuple[int, Line]]] = {}
        said: dict[str, list[tuple[int, Reason]]] = {}
        for bit, rule in bits:
            for line in rule.lines:
                lines.setdefault(line.fact, []).append((bit, line))
            for reason in rule.then:
                said.setdefault(reason.effect, []).append((bit, reason))
        self.columns = [Column(fact, lines[fact.name]) for fact in ruleset.facts]
        self.voices = {
            name: Voices(name, effect.combine, said[name])
            for name, effect in ruleset.vocabulary.effects.items()
            if name in said
        }


def index(ruleset: RuleSet) -> Index:
    """The index of a rule set, made when it is first asked."""
    found: Index | None = ruleset.kept.get("index")
    if found is None:
        found = ruleset.kept["index"] = Index(ruleset)
    return found


def _places(tests: Sequence[Test]) -> Callable[[Any], Any]:
    """What names the stretch of a value: its first number, its word, or the words that matter."""
    if isinstance(tests[0], Spans):
        edges = {
            edge
            for test in tests
            if isinstance(test, Spans)
            for span in test.spans
            for edge in span
        }
        starts = [-2 * BIG, *sorted(edges)]
        return lambda number: starts[bisect_right(starts, number) - 1]
    named = frozenset[str]().union(
        *(test.words for test in tests if isinstance(test, Words | Among))
    )
    if isinstance(tests[0], Among):
        return named.intersection
    return lambda word: word if word in named else ""
