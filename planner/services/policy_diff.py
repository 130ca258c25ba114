"""What other rules would have decided in the last days: their answer beside each decision noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from planner.services.context import Context
from planner.services.policy.house import joined
from planner.store.decisions import Record
from rules.engine import decide
from rules.model import RuleSet, Value
from rules.schema import Fact, FactType
from rules.values import read_point


@dataclass(frozen=True, slots=True)
class Change:
    """An effect that would have been another; None where no rule sets it. `rule` would decide it.

    `about` is what was decided: "day 2026-11-26", "now", "request 12".
    """

    at: datetime
    about: str
    effect: str
    before: Value | None
    after: Value | None
    rule: str


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """The changes among the decisions since an instant, in the order in which they were made.

    `unknown` are facts that the other rules ask for and that were not noted then.
    """

    since: datetime
    decisions: int
    changes: tuple[Change, ...]
    unknown: tuple[str, ...]


def policy_diff(ctx: Context, rules: RuleSet, days: int) -> PolicyDiff:
    """What an owner's file would have decided otherwise in the last days; writes nothing."""
    since = ctx.clock.now() - timedelta(days=days)
    with ctx.store.read() as unit:
        records = unit.decisions.since(since)
    return compare(records, joined(rules, ctx.in_force.house), since)


def compare(records: Iterable[Record], rules: RuleSet, since: datetime) -> PolicyDiff:
    """The decisions noted beside those that the rules make of the same facts."""
    found = list(records)
    changes = tuple(change for record in found for change in _changes(record, rules))
    noted = {name for record in found for name in record.facts}
    asked = (fact.name for fact in rules.facts)
    return PolicyDiff(
        since, len(found), changes, tuple(name for name in asked if name not in noted)
    )


def _changes(record: Record, rules: RuleSet) -> list[Change]:
    """Of one decision: the effects that would have been others, in the order of the vocabulary."""
    decision = decide(rules, _facts(record, rules))
    return [
        Change(record.at, record.about, effect, before, after, _rule(decision, effect))
        for effect in rules.vocabulary.effects
        if (before := record.effects.get(effect)) != (after := decision.effects.get(effect))
        and (before or after)  # a switch that is off and one of which no rule speaks are the same
    ]
