"""Attending: is anybody there to keep the dates that rest on their margin alone (B-04)?

A date is the planned window and one more as a margin. When the planned window went by and the plan
still keeps the date in the margin, the date stands as long as the owner shows a sign of life. If
she has shown none since that window opened, the person is told another date two hours before the
old one, and not in the last minutes of the margin.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from planner.domain.promise import MOST_MOVES, NOTICE, Kind, Promise, notice_by, unattended
from planner.domain.window import Window, windows_between
from planner.services.context import Context
from planner.services.planning import Situation
from planner.store.unit import Unit

#: No quiet hours are longer than a day: what is due later needs no notice yet.
AHEAD = NOTICE + timedelta(days=1)
#: So far back a window is looked for in which she could have answered.
BACK = timedelta(days=30)


def left_alone(unit: Unit, ctx: Context, situation: Situation) -> frozenset[int]:
    """Requests whose date rests on its margin, is near, and has nobody to keep it."""
    now = situation.now
    latest = {due: notice_by(due, _quiet(ctx)) for due in _near(situation)}
    near = {
        request.id: request
        for request in situation.requests
        if (told := situation.told.get(request.id))
        and told.kind is Kind.ANSWER
        and latest.get(told.due, told.due) <= now < told.due
    }
    if not near:
        return frozenset()
    since = max(now - BACK, min(situation.told[r].made_at for r in near))
    passed = [
        window
        for window in windows_between(ctx.schedule, since, now, situation.absences, ctx.policy.left)
        if window.end <= now
    ]
    action = unit.journal.last_action()
    return frozenset(
        id_
        for id_, request in near.items()
        if unattended(
            situation.told[id_],
            situation.place(id_),
            situation.horizon,
            passed,
            action.at if action else None,
            request.snoozed_until,
        )
    )


def running_out(situation: Situation, alone: frozenset[int]) -> frozenset[int]:
    """Those `alone`, and those on the running window whose person loses another of that moment.

    A window runs out a request at a time: whoever has several would hear each time (invariant 6).
    """
    now = situation.now
    promised = [
        (request, told, place)
        for request in situation.requests
        if request.answerable
        and (told := situation.told.get(request.id))
        and told.kind is Kind.ANSWER
        and told.due > now
        and (place := situation.place(request.id))
    ]
    lost = {
        (request.person_id, told.due)
        for request, told, place in promised
        if request.id in alone or (place.end > told.due and told.moves < MOST_MOVES)
    }
    return alone | frozenset(
        request.id
        for request, told, place in promised
        if (request.person_id, told.due) in lost
        and place.end <= told.due
        and (place.start <= now or _last_chance(situation, told, place))
    )


def _last_chance(situation: Situation, told: Promise, place: Window) -> bool:
    """Whether a date is near and its margin used up."""
    return told.due - situation.now <= NOTICE and situation.horizon.announced(place) > told.due


def next_notice(ctx: Context, situation: Situation) -> datetime | None:
    """When the next date comes near enough to be moved, if it has to be."""
    moments = (notice_by(due, _quiet(ctx)) for due in _near(situation))
    return min((at for at in moments if at > situation.now), default=None)


def _quiet(ctx: Context) -> Callable[[datetime], datetime | None]:
    """Since when notices wait at a moment, by the clocks of the shop's own zone."""
    return lambda at: ctx.policy.since("hold_notices", at, ctx.settings.shop.zone)


def _near(situation: Situation) -> set[datetime]:
    """The moments of the coming day that somebody was told: few, whatever the number of people."""
    until = situation.now + AHEAD
    return {p.due for p in situation.told.values() if situation.now < p.due <= until}
