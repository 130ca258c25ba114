"""What other rules would have decided in the last days: their answer beside each decision noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from planner.services.context import Context
from planner.services.policy import Policy
from planner.services.policy.house import joined
from planner.services.policy.in_force import read_rules
from planner.store.decisions import Record
from planner.store.unit import Unit
from rules.compare import Change, Past, compare
from rules.model import RuleSet
from rules.problems import PolicyProblems
from rules.record import fact_to_json, replay
from rules.schema import Scope

#: What the calendar still knows of a day or a moment long past, whatever was asked then.
_CALENDAR = ("date", "weekday", "time")
#: Seasons are those of the other rules.
_SEASONS = ("season", "days_since_season")
_NOW = "now"
_SCOPES = {"day": Scope.DAY, _NOW: Scope.MOMENT, "request": Scope.REQUEST}


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
        before = {name: _as_taken(unit, name) for name in {record.policy for record in records}}
    other = ctx.policy.with_rules(joined(rules, ctx.in_force.house))
    until = ctx.clock.now()
    return PolicyDiff(since, len(records), _changes(records, before, other, until), other.rules)


def _as_taken(unit: Unit, policy: str) -> RuleSet | None:
    """The rules with this hash as they came into force; None where they cannot be read now."""
    taken = unit.decisions.policy(policy)
    try:
        return (
            joined(read_rules(taken.text, taken.name, taken.house), taken.house) if taken else None
        )
    except PolicyProblems:
        return None  # of another version of the language


def _changes(
    records: Sequence[Record],
    before: Mapping[str, RuleSet | None],
    other: Policy,
    until: datetime,
) -> tuple[Change, ...]:
    return compare(other.rules, list(_pasts(records, before, other, until)))


def _pasts(
    records: Sequence[Record],
    before: Mapping[str, RuleSet | None],
    other: Policy,
    until: datetime,
) -> Iterator[Past]:
    """The decisions as they were made, and those at the moments between at which others begin.

    A decision about now is recorded when its outcome changed. At other moments the rules of that
    time are asked again, with what was known then.
    """
    moments = [record for record in records if record.about == _NOW]
    ends = {one.id: following.at for one, following in pairwise(moments)}
    for record in records:
        yield _past(record, other, record.at)
        rules = before[record.policy]
        if record.about == _NOW and rules is not None:
            for at in other.changes(record.at, until=ends.get(record.id, until)):
                past = _past(record, other, at)
                effects = replay(rules, {"facts": past.facts}).effects
                yield replace(past, effects=dict(effects))


def _past(record: Record, other: Policy, at: datetime) -> Past:
    """A decision that held at a moment, with what the calendar adds to its facts."""
    what, _space, which = record.about.partition(" ")
    if what == "day":
        calendar = other.day_facts(date.fromisoformat(which))
    else:
        calendar = other.moment_facts(at)
    known = _as_json(other, {n: v for n, v in calendar.items() if n in (*_CALENDAR, *_SEASONS)})
    seasons: dict[str, Any] = dict.fromkeys(_SEASONS)
    facts = {**record.facts, **known, **seasons, **{n: known[n] for n in _SEASONS if n in known}}
    return Past(record.about, at, facts, record.effects, _SCOPES.get(what, Scope.REQUEST))


def _as_json(other: Policy, facts: Mapping[str, object]) -> dict[str, Any]:
    known = other.rules.vocabulary.facts
    return {name: fact_to_json(known[name], value) for name, value in facts.items()}
