"""What other rules would have decided in the last days: their answer beside each decision noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from planner.services.context import Context
from planner.services.policy import Policy
from planner.services.policy.house import joined
from planner.store.decisions import Record
from rules.compare import Change, Past, compare
from rules.model import RuleSet
from rules.record import fact_to_json
from rules.schema import Scope

#: What the calendar still knows of a day or a moment long past, whatever was asked then.
_CALENDAR = ("date", "weekday", "time")
#: Seasons are those of the other rules.
_SEASONS = ("season", "days_since_season")
_SCOPES = {"day": Scope.DAY, "now": Scope.MOMENT, "request": Scope.REQUEST}


@dataclass(frozen=True, slots=True)
class PolicyDiff:
    """What other rules would have changed among the decisions since an instant.

    The places of a change are (about, at): "day 2026-11-26", "now" or "request 12", and the moment.
    """

    since: datetime
    decisions: int
    changes: tuple[Change, ...]
    rules: RuleSet


def policy_diff(ctx: Context, rules: RuleSet, days: int) -> PolicyDiff:
    """What an owner's file would have decided otherwise in the last days; writes nothing."""
    since = ctx.clock.now() - timedelta(days=days)
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        records = unit.decisions.since(since)
    other = ctx.policy.with_rules(joined(rules, ctx.in_force.house))
    return PolicyDiff(since, len(records), _changes(records, other), other.rules)


def _changes(records: Iterable[Record], other: Policy) -> tuple[Change, ...]:
    return compare(other.rules, [_past(record, other) for record in records])


def _past(record: Record, other: Policy) -> Past:
    """A decision as it was made, with what the calendar adds to its facts."""
    what, _space, which = record.about.partition(" ")
    if what == "day":
        calendar = other.day_facts(date.fromisoformat(which))
    else:
        calendar = other.moment_facts(record.at)
    known = _as_json(other, {n: v for n, v in calendar.items() if n in (*_CALENDAR, *_SEASONS)})
    seasons: dict[str, Any] = dict.fromkeys(_SEASONS)
    facts = {**known, **record.facts, **seasons, **{n: known[n] for n in _SEASONS if n in known}}
    return Past(record.about, record.at, facts, record.effects, _SCOPES.get(what, Scope.REQUEST))


def _as_json(other: Policy, facts: Mapping[str, object]) -> dict[str, Any]:
    known = other.rules.vocabulary.facts
    return {name: fact_to_json(known[name], value) for name, value in facts.items()}
