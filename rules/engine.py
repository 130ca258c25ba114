"""One pass over the rules: facts in, effects with their reasons out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from rules.model import Line, Reason, RuleSet, Value
from rules.schema import Combine, Fact, FactType
from rules.values import WEEKDAYS, time_number

_WEEKDAY_NUMBERS: Mapping[object, int] = {
    **{name: number for number, name in enumerate(WEEKDAYS)},
    **{number: number for number in range(7)},
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a policy for one set of facts, with its reasons.

    `facts` are those that were read (given, and asked about by some rule); `near_misses` are the
    only failed lines of rules that would otherwise have applied (rows of tables are left out).
    An effect that no rule sets is not in `effects`.
    """

    ruleset: RuleSet = field(repr=False)
    facts: Mapping[str, object]
    effects: Mapping[str, Value]
    reasons: Mapping[str, Reason]
    near_misses: tuple[Line, ...]

    @property
    def policy(self) -> str:
        """The hash of the rule set that decided."""
        return self.ruleset.hash


def decide(ruleset: RuleSet, facts: Mapping[str, object]) -> Decision:
    """What the rules say about these facts, whatever the order of either.

    A fact may be absent (or None): a `when` line on it fails, an `unless` line on it does not hold
    the rule back. Facts that no rule asks about are ignored. Python types: `rules.schema.FactType`.
    Raises TypeError or ValueError when a fact has not the type of the vocabulary.
    """
    read: dict[str, object] = {}
    numbers: dict[str, object] = {}
    for fact in ruleset.facts:
        value = facts.get(fact.name)
        if value is not None:
            read[fact.name] = value
            numbers[fact.name] = _number(fact, value)
    said: list[Reason] = []
    misses: list[Line] = []
    known = numbers.get
    for rule in ruleset.rules:
        failed: Line | None = None
        for fact_name, holds, unless, line in rule.checks:
            number = known(fact_name)
            if (number is not None and holds(number)) is unless:
                if failed is not None:
                    break
                failed = line
        else:
            if failed is None:
                said += rule.then
            elif not rule.table:
                misses.append(failed)
    reasons = _reasons(ruleset, said)
    return Decision(
        ruleset,
        MappingProxyType(read),
        MappingProxyType({effect: reason.value for effect, reason in reasons.items()}),
        MappingProxyType(reasons),
        tuple(misses),
    )


def _reasons(ruleset: RuleSet, said: list[Reason]) -> dict[str, Reason]:
    """One reason an effect; what a single rule says is taken as it is."""
    spoken: dict[str, list[Reason]] = {}
    for reason in said:
        if reason.effect in spoken:
            spoken[reason.effect].append(reason)
        else:
            spoken[reason.effect] = [reason]
    effects = ruleset.vocabulary.effects
    return {
        effect: several[0] if len(several) == 1 else resolve(effects[effect].combine, several)
        for effect, several in spoken.items()
    }


def resolve(combine: Combine, said: list[Reason]) -> Reason:
    """One value from several rules, given strongest first; none of them is lost from the reason.

    Inside a kind values combine as the effect says; an exception replaces the normal ones; a
    protection then binds: a limit or grant becomes the smaller, a switch stays on, a choice is the
    protection's. A default counts where nothing else speaks; the owner's own hand is above all.
    """
    by_kind: tuple[list[Value], ...] = ([], [], [], [], [])
    for reason in said:
        by_kind[reason.kind].append(reason.value)
    default, normal, exception, bound, hand = by_kind
    free = exception or normal or default
    together = _TOGETHER[combine]
    if hand:
        value = together(hand)
    elif free and bound:
        value = _BIND[combine](together(free), together(bound))
    else:
        value = together(bound or free)
    agreeing: list[str] = []
    overruled: list[str] = []
    winner: Reason | None = None
    for reason in said:
        if reason.value != value:
            overruled.append(reason.winner)
        elif winner is None:
            winner = reason
        else:
            agreeing.append(reason.winner)
    assert winner is not None  # the value is one of those said
    return Reason(
        winner.effect, value, winner.winner, winner.kind, tuple(overruled), tuple(agreeing)
    )


_TOGETHER: Mapping[Combine, Callable[[Any], Any]] = {
    Combine.MIN: min,
    Combine.MAX: max,
    Combine.ANY: any,
    Combine.ONE: min,  # equal, or the file would have been refused
}
_BIND: Mapping[Combine, Callable[[Any, Any], Any]] = {
    Combine.MIN: min,
    Combine.MAX: min,
    Combine.ANY: lambda free, bound: free or bound,
    Combine.ONE: lambda _free, bound: bound,
}


def _number(fact: Fact, value: object) -> object:
    """The value as the tests know it."""
    try:
        number = _NUMBERS[fact.type](value)
    except (AttributeError, KeyError, TypeError):
        raise TypeError(f"the fact {fact.name} cannot be {value!r} ({fact.type})") from None
    if fact.choices and fact.type is FactType.CHOICE and number not in fact.choices:
        raise ValueError(f"the fact {fact.name} cannot be {value!r} ({', '.join(fact.choices)})")
    return number


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(value)


def _flag(value: Any) -> int:
    if isinstance(value, bool):
        return int(value)
    raise TypeError(value)


def _duration(value: Any) -> int:
    whole: int = value // timedelta(microseconds=1)
    return whole


_NUMBERS: Mapping[FactType, Callable[[Any], object]] = {
    FactType.TIME: time_number,
    FactType.WEEKDAY: _WEEKDAY_NUMBERS.__getitem__,
    FactType.DATE: date.toordinal,
    FactType.COUNT: _count,
    FactType.FLAG: _flag,
    FactType.CHOICE: str.casefold,
    FactType.DURATION: _duration,
    FactType.TEXT: str.casefold,
    FactType.WORDS: frozenset,
}
