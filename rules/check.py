"""What is known before rules run: rules that never apply, exceptions to nothing, conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rules.blocks import SEASON
from rules.boxes import ABSENT, Box, Phrases, Space, meeting, phrases
from rules.model import Kind, Reason, Rule, Season
from rules.problems import Mark, Notebook
from rules.schema import Combine, Effect, Fact, Scope, Vocabulary
from rules.seasons import season_days
from rules.spans import Spans, Words
from rules.tables import Table, check_table


@dataclass(frozen=True, slots=True)
class Checked:
    """Rules to be checked: those of the file, in its order, and the ones beside it."""

    rules: Sequence[Rule]
    beside: Sequence[Rule]
    tables: Sequence[Table]
    seasons: Mapping[str, Season]
    vocabulary: Vocabulary


def check(policy: Checked, notebook: Notebook, *, exceptions: bool = True) -> None:
    """Note everything wrong with the meaning of well-written rules.

    `exceptions`: must each exception find a rule to lift? Rules of the house lift the owner's.
    """
    everything = [*policy.rules, *policy.beside]
    space = Space.of(everything, policy.vocabulary)
    boxes = [space.box(rule) for rule in everything]
    worded = [phrases(rule) for rule in everything]
    meets = meeting(boxes, worded)
    usual = {said.effect for rule in everything if rule.kind is Kind.DEFAULT for said in rule.then}
    for rule, box, asked in zip(policy.rules, boxes, worded, strict=False):
        _check_alive(rule, box, asked, policy.seasons, notebook)
        _check_false(rule, policy.vocabulary, usual, notebook)
        if not rule.table:
            asks = {line.fact: line.mark for line in rule.lines}
            _check_scope(asks, rule.then, policy.vocabulary, notebook)
    numbers = {rule.name: number for number, rule in enumerate(policy.rules)}
    for table in policy.tables:
        said = [reason for row in table.rows for reason in row.then]
        _check_scope(table.given, said, policy.vocabulary, notebook)
        check_table(table, numbers, boxes, meets, space, notebook)
    setters = _Setters(everything, len(policy.rules), meets, policy.vocabulary, notebook)
    setters.check_conflicts()
    if exceptions:
        setters.check_exceptions()


def _check_alive(
    rule: Rule,
    box: Box,
    asked: Mapping[str, Phrases],
    seasons: Mapping[str, Season],
    notebook: Notebook,
) -> None:
    """A rule with an empty side can never apply, and one for a season on days outside of it."""
    for line in rule.lines:
        words = asked.get(line.fact)
        empty = words.enough == frozenset() if words else not box[line.fact]
        if line.unless and empty:
            notebook.note(line.mark, "never_applies", name=rule.name, fact=line.fact)
        if line.fact == SEASON and not line.unless and isinstance(line.test, Words):
            days = season_days(seasons, line.test.words) | Spans(((ABSENT, ABSENT + 1),))
            if "date" in box and box["date"] and not box["date"] & days:
                notebook.note(line.mark, "never_in_season", name=rule.name, season=line.written)


def _check_false(
    rule: Rule, vocabulary: Vocabulary, usual: Collection[str], notebook: Notebook
) -> None:
    """A switch is on when one rule says so: only an exception, or the owner's hand, lifts it.

    What is on by default (`usual`) any rule of hers may switch off.
    """
    if rule.kind in (Kind.EXCEPTION, Kind.HAND):
        return
    for said, mark in zip(rule.then, rule.marks, strict=True):
        is_switch = vocabulary.effects[said.effect].combine is Combine.ANY
        if said.value is False and is_switch and said.effect not in usual:
            notebook.note(mark, "false_does_nothing", name=said.effect)


def _check_scope(
    asks: Mapping[str, Mark], said: Iterable[Reason], vocabulary: Vocabulary, notebook: Notebook
) -> None:
    """A day's limits are decided for the whole day; what holds at a moment, for all requests."""
    effects = [vocabulary.effects[name] for name in dict.fromkeys(one.effect for one in said)]
    for name, mark in asks.items():
        fact = vocabulary.facts[name]
        effect = next((effect for effect in effects if effect.scope < fact.scope), None)
        if effect:
            notebook.note(
                mark,
                "scope_day" if effect.scope is Scope.DAY else "scope_moment",
                name=effect.name,
                fact=fact.name,
                facts=", ".join(_facts_instead(effect, vocabulary)),
                effects=", ".join(_effects_instead(effect, fact, vocabulary)),
            )


def _facts_instead(effect: Effect, vocabulary: Vocabulary) -> list[str]:
    """A few facts that the effect may depend on."""
    allowed = [fact.name for fact in vocabulary.facts.values() if fact.scope <= effect.scope]
    return [*allowed[:5], *(["…"] if len(allowed) > 5 else [])]


def _effects_instead(effect: Effect, fact: Fact, vocabulary: Vocabulary) -> list[str]:
    """A few effects that may depend on the fact, most like the wanted one first."""
    allowed = [other for other in vocabulary.effects.values() if other.scope >= fact.scope]
    allowed.sort(
        key=lambda other: (
            other.combine is not effect.combine,
            other.unit != effect.unit,
            other.scope,
        )
    )
    return [other.name for other in allowed[:3]]


@dataclass(frozen=True, slots=True)
class _Setters:
    """Which of `rules` set which effect, as bits; the first `own` of them are checked."""

    rules: Sequence[Rule]
    own: int
    meets: Sequence[int]
    vocabulary: Vocabulary
    notebook: Notebook

    def check_conflicts(self) -> None:
        """Two rules of one kind that can apply together must not choose differently."""
        for effect in self.vocabulary.effects.values():
            if effect.combine is not Combine.ONE:
                continue
            for kind in Kind:
                self._check_choices(effect.name, kind)

    def _check_choices(self, effect: str, kind: Kind) -> None:
        same: dict[object, int] = {}
        setters = [
            (number, said, mark)
            for number, rule in enumerate(self.rules)
            if rule.kind is kind
            for said, mark in zip(rule.then, rule.marks, strict=True)
            if said.effect == effect
        ]
        for number, said, _ in setters:
            same[said.value] = same.get(said.value, 0) | 1 << number
        everyone = sum(1 << number for number, _, _ in setters)
        for number, said, _ in setters[: sum(number < self.own for number, _, _ in setters)]:
            second = self.rules[number]
            later = -1 << number & (1 << self.own) - 1
            others = self.meets[number] & everyone & ~same[said.value] & ~later
            for other in _chosen(others):
                first = self.rules[other]
                if first.table == second.table != "":
                    continue
                code = "conflict" if other < self.own else "conflict_house"
                self.notebook.note(
                    second.mark,
                    code,
                    first=first.name,
                    second=second.name,
                    line=first.mark.line,
                    effect=effect,
                )
                break

    def check_exceptions(self) -> None:
        """An exception must have a rule to lift; a protection cannot be lifted."""
        free, bound = self._bits(Kind.NORMAL, Kind.DEFAULT), self._bits(Kind.PROTECT)
        for number, rule in enumerate(self.rules[: self.own]):
            if rule.kind is not Kind.EXCEPTION:
                continue
            for said, mark in zip(rule.then, rule.marks, strict=True):
                if self.vocabulary.effects[said.effect].combine is Combine.MAX:
                    continue  # a grant needs nothing to lift
                if self.meets[number] & free.get(said.effect, 0):
                    continue
                # What the house protects is not in the file: there is nothing to change there.
                own = (1 << self.own) - 1
                guards = self.meets[number] & bound.get(said.effect, 0) & own
                code = "exception_to_protection" if guards else "exception_to_nothing"
                guard = next((self.rules[one].name for one in _chosen(guards)), "")
                self.notebook.note(mark, code, name=rule.name, effect=said.effect, guard=guard)

    def _bits(self, *kinds: Kind) -> dict[str, int]:
        """For each effect the rules of these kinds that set it."""
        bits: dict[str, int] = {}
        for number, rule in enumerate(self.rules):
            if rule.kind in kinds:
                for said in rule.then:
                    bits[said.effect] = bits.get(said.effect, 0) | 1 << number
        return bits


def _chosen(bits: int) -> Iterable[int]:
    """The numbers in a set of bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
