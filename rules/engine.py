"""One pass over the facts: facts in, effects with their reasons out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rules.index import Stretch, index
from rules.model import Line, Reason, RuleSet, Value


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a policy for one set of facts, with its reasons.

    `facts` are those that were read (given, and asked about by some rule; of a text, the words that
    some rule names). An effect that no rule sets is not in `effects`. `applied` and `near` are the
    rules that apply and those that nearly do, as bits in the order of the rule set.
    """

    ruleset: RuleSet = field(repr=False)
    facts: Mapping[str, object]
    effects: Mapping[str, Value]
    reasons: Mapping[str, Reason]
    applied: int = field(repr=False)
    near: int = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False, compare=False)

    @property
    def policy(self) -> str:
        """The hash of the rule set that decided."""
        return self.ruleset.hash

    @property
    def near_misses(self) -> tuple[Line, ...]:
        """The only failed lines of rules that would otherwise apply; no rows of tables."""
        near = self.near
        return tuple(line for at in self.stretches for bit, line in at.failed if bit & near)


def decide(ruleset: RuleSet, facts: Mapping[str, object]) -> Decision:
    """What the rules say about these facts, whatever the order of either.

    A fact may be absent (or None): a `when` line on it fails, an `unless` line on it does not hold
    the rule back. Facts that no rule asks about are ignored. Python types: `rules.schema.FactType`.
    Raises TypeError or ValueError when a fact has not the type of the vocabulary.
    """
    prepared = index(ruleset)
    read: dict[str, object] = {}
    stretches: list[Stretch] = []
    once = twice = 0  # the rules of which one line failed, and those of which a second did
    for column in prepared.columns:
        value = facts.get(column.name)
        if value is None:
            stretch = column.absent
        else:
            place = column.place(column.number(value))
            stretch = column.stretch(place)
            read[column.name] = place if column.narrows else value
        stretches.append(stretch)
        twice |= once & stretch.once | stretch.twice
        once |= stretch.once
    applied = prepared.everyone & ~once
    reasons: dict[str, Reason] = {}
    effects: dict[str, Value] = {}
    for voices in prepared.voices.values():
        if speaking := applied & voices.rules:
            reason = reasons[voices.effect] = voices.reason(speaking)
            effects[voices.effect] = reason.value
    return Decision(
        ruleset,
        MappingProxyType(read),
        MappingProxyType(effects),
        MappingProxyType(reasons),
        applied,
        once & ~twice & ~prepared.tables,
        tuple(stretches),
    )
