"""Reading: the facts behind the home screen, through the store."""

from __future__ import annotations

from datetime import date, datetime

from planner.domain.absence import stretch
from planner.domain.outbox import LetterState, copies_of
from planner.domain.request import BY_HAND
from planner.services.appearing import unseen_since
from planner.services.backing_up import problem_of
from planner.services.checking import amiss
from planner.services.context import Context
from planner.services.pausing import paused
from planner.services.presence import customer_until
from planner.services.proposing import decided, is_answered
from planner.services.returning import CAUGHT_UP, EVER
from planner.services.rooms import spent
from planner.services.telephone import doubted
from planner.services.today import Reading, Told
from planner.store.unit import Unit
from planner.views_today import ChannelView


def read_today(unit: Unit, ctx: Context, now: datetime) -> Reading:
    """The facts behind Today, through the store."""
    ctx.refresh(unit)
    promises = unit.promises.standing()
    requests = {r.id: r for r in unit.requests.some(list(promises))}
    waiting = [
        x for x in unit.outbox.in_state(LetterState.QUEUED) if x.automatic and x.not_before > now
    ]
    action = unit.journal.to_undo(now)
    used, _parts, _waited = spent(unit, ctx, now)
    absences = ctx.absences(unit, now)
    away = stretch(absences, now)
    return Reading(
        absences=absences,
        promises=tuple((p, requests[p.request_id].effort) for p in promises.values()),
        used=used[ctx.day(now)],
        channels=tuple(_channel(unit, ctx, name) for name in ctx.receivers),
        live=unit.journal.has("live", "since"),
        told=Told(
            len({x.person_id for x in waiting}),
            max((x.not_before for x in waiting), default=None),
            away is not None and bool(unit.outbox.sent_since(away.since, "notice")),
        ),
        undo_until=action.undo_until if action else None,
        decided=decided(unit, ctx),
        answered=is_answered(unit, ctx),
        stuck=unit.outbox.stuck(),
        paused=paused(unit),
        held=unit.outbox.held(),
        unheard=doubted(unit, now),
        unfiled=next(
            filter(None, (unit.channels.problem(copies_of(n)) for n in ctx.receivers)), ""
        ),
        uncopied=problem_of(unit),
        spoken=tuple(p for p in promises.values() if requests[p.request_id].channel in BY_HAND),
        stranded=unit.promises.stranded(),
        servers={x.channel: (x.state, x.wanted, x.problem) for x in unit.servers.every()},
        customer=customer_until(unit, now),
        amiss=bool(amiss(unit)),
        service=ctx.service(),
        caught_up=next(map(date.fromisoformat, unit.journal.keys(CAUGHT_UP, EVER)), None),
        unseen=unseen_since(unit, ctx.bounds(ctx.day(now))[0]),
    )


def _channel(unit: Unit, ctx: Context, name: str) -> ChannelView:
    problem = unit.channels.problem(name)
    kind = next((c.kind for c in ctx.settings.channels if c.name == name), "")
    return ChannelView(name, kind, "waiting" if problem else "ok", problem)
