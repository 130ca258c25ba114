"""Recording: decisions that changed something, with the facts they were made from."""

from __future__ import annotations

from datetime import datetime

from planner.domain.request import Request
from planner.services.context import Context
from planner.services.ruling import request_facts
from planner.store.decisions import Record, TakenPolicy
from planner.store.unit import Unit
from rules.engine import Decision
from rules.record import to_json

NOW = "now"


def note_policy(unit: Unit, ctx: Context, now: datetime) -> None:
    """Note which rules hold, when others came into force: decisions are replayed with them."""
    held, rules = unit.decisions.in_force(), ctx.policy.rules
    if held is not None and held.policy == rules.hash:
        return
    in_force = ctx.in_force
    taken = TakenPolicy(now, rules.hash, in_force.name, in_force.text, in_force.house)
    unit.decisions.take(taken)
    in_force.since = now
    if held is not None:
        unit.journal.say(now, "policy.changed", None, rule=in_force.name)


def record_day(unit: Unit, ctx: Context, now: datetime) -> None:
    """What holds today and at this moment, where that is not what was recorded last."""
    day = ctx.day(now)
    record(unit, ctx.policy.of_day(day), f"day {day.isoformat()}", now)
    record(unit, ctx.policy.at(now), NOW, now)


def record_request(unit: Unit, ctx: Context, request: Request, at: datetime) -> None:
    """What the rules say about a request when something comes of it: a message, an answer."""
    decision = ctx.policy.at(at, about=request_facts(unit, ctx, request, at))
    record(unit, decision, f"request {request.id}", at)


def record(unit: Unit, decision: Decision, about: str, now: datetime) -> None:
    """Append a decision, unless the last one about this had the same outcome and reasons."""
    found = to_json(decision)
    last = unit.decisions.latest(about)
    same = last is not None and (last.policy, last.effects, last.reasons) == (
        decision.policy,
        found["effects"],
        found["reasons"],
    )
    if not same:
        unit.decisions.keep(
            Record(
                at=now,
                about=about,
                policy=decision.policy,
                facts=found["facts"],
                effects=found["effects"],
                reasons=found["reasons"],
                near=tuple(found["near"]),
            )
        )
