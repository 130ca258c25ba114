"""What other rules would have decided in the last days: their answer beside each decision noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from planner.services.context import Context
from planner.services.policy import Policy
from planner.services.policy.house import joined
from planner.store.decisions import Record
from rules.engine import decide
from rules.model import RuleSet, Value
from rules.schema import Fact
from rules.values import read_point

#: What the calendar knows of a moment long past; a season is the other rules' own.
_CALENDAR = ("date", "weekday", "time")
_SEASONS = ("season", "days_since_season")


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
        ctx.refresh(unit)
        records = unit.decisions.since(since)
    other = ctx.policy.with_rules(joined(rules, ctx.in_force.house))
    return compare(records, other, since)


def compare(records: Iterable[Record], other: Policy, since: datetime) -> PolicyDiff:
    """The decisions noted beside those that other rules make of the same facts."""
    found = [(record, _facts(record, other)) for record in records]
    known = {name for _record, facts in found for name in facts}
    return PolicyDiff(
        since,
        len(found),
        tuple(c for record, facts in found for c in _changes(record, facts, other.rules)),
        tuple(fact.name for fact in other.rules.facts if fact.name not in known),
    )


def _changes(record: Record, facts: dict[str, object], rules: RuleSet) -> list[Change]:
    """Of one decision: the effects that would have been others, in the order of the vocabulary.

    A switch that is off and one of which no rule speaks are the same.
    """
    decision = decide(rules, facts)
    changes = []
    for effect in rules.vocabulary.effects:
        before, after = record.effects.get(effect), decision.effects.get(effect)
        if before != after and {before, after} != {None, False}:
            reason = decision.reasons.get(effect)
            rule = reason.winner if reason else ""
            changes.append(Change(record.at, record.about, effect, before, after, rule))
    return changes


def _facts(record: Record, other: Policy) -> dict[str, object]:
    """What was noted, and what the calendar still knows of that day or moment."""
    known = other.rules.vocabulary.facts
    noted = {n: _read(known[n], raw) for n, raw in record.facts.items() if n in known}
    what, _space, which = record.about.partition(" ")
    if what == "day":
        calendar = other.day_facts(date.fromisoformat(which))
    else:
        calendar = other.moment_facts(record.at)
    facts = {name: calendar[name] for name in _CALENDAR if name in calendar} | noted
    for name in _SEASONS:
        facts.pop(name, None)
        if name in calendar:
            facts[name] = calendar[name]
    return facts


def _read(fact: Fact, raw: Any) -> object:
    """A fact from its JSON value."""
    return read_point(fact, raw)
