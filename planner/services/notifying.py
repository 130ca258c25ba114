"""Notifying: at most a few calm words a day on the desktop, never in quiet hours (F-01)."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.absence import stretch
from planner.domain.notification import AWAY, LATER, Notification
from planner.errors import NotPossible
from planner.services.context import Context
from planner.services.occasions import SILENT, ends_soon, occasions, told_of
from planner.services.planning import Situation
from planner.services.policy.known import CUSTOMER
from planner.services.presence import customer_until
from planner.services.promising import grace_ends
from planner.services.unavailable import away
from planner.store.unit import Unit

#: The button of a notification brings it again after so long.
AGAIN_AFTER = timedelta(minutes=15)
#: Occurrences: told, and asked for again.
TOLD, AGAIN = "notification", "notification again"


def notifications_due(unit: Unit, ctx: Context, situation: Situation) -> list[Notification]:
    """What may be shown now; each is remembered, and never shown twice unless asked for again."""
    now = situation.now
    if grace_ends(unit, now):  # what may be undone is not shown yet (invariant 10)
        return []
    shown = []
    for one in occasions(unit, ctx, situation, lambda name: _is_due(unit, name, now)):
        if by := held(unit, ctx, now):
            if unit.journal.once("held", one.id, now):
                unit.journal.say(now, "notification.held", kind=one.kind, reason=by)
            continue
        _note(unit, one, now)
        shown.append(one)
    return shown


def _is_due(unit: Unit, name: str, now: datetime) -> bool:
    """Whether an occasion was not told yet, or is to be told again by now."""
    if not unit.journal.has(TOLD, name):
        return True
    asked = unit.journal.when(AGAIN, name)
    return asked is not None and asked + AGAIN_AFTER <= now


def _note(unit: Unit, one: Notification, now: datetime) -> None:
    if not unit.journal.once(TOLD, one.id, now):
        unit.journal.forget(AGAIN, one.id)
        unit.journal.once(TOLD, f"{one.id} {now.isoformat()}", now)  # it counts for the day
    if one.kind == "channel":
        day, *names = one.key.split("\n")
        for name in names:
            unit.journal.once(SILENT, told_of(day, name), now)
    unit.journal.say(now, "notification.sent", kind=one.kind, text=one.title, body=one.body)


def held(unit: Unit, ctx: Context, now: datetime) -> str:
    """What holds notifications now: a customer, quiet hours, absences, the day's ceiling; or ""."""
    if customer_until(unit, now):
        return CUSTOMER
    day = ctx.day(now)
    begins, _ends = ctx.bounds(day)
    ceiling = "notifications_at_most"
    if unit.journal.how_often(TOLD, begins) >= ctx.policy.day(day).notifications:
        reason = ctx.policy.of_day(day).reasons.get(ceiling)
        return reason.winner if reason else ceiling
    reason = ctx.policy.at(now).reasons.get("hold_notifications")
    return reason.winner if reason and reason.value is True else ""


def next_moments(unit: Unit, situation: Situation) -> list[datetime | None]:
    """When something to tell comes by the clock alone."""
    now = situation.now
    names = unit.journal.keys(AGAIN, now - AGAIN_AFTER)
    again = [at + AGAIN_AFTER for name in names if (at := unit.journal.when(AGAIN, name))]
    return [*again, customer_until(unit, now), *ends_soon(situation)]


def pressed(ctx: Context, one: Notification, button: str) -> None:
    """A button of a notification: later, or the unavailable key with its ten seconds.

    Raises NotPossible for a button that there is not.
    """
    now = ctx.clock.now()
    if button == LATER:
        with ctx.store.write() as unit:
            unit.journal.forget(AGAIN, one.id)
            unit.journal.once(AGAIN, one.id, now)
    elif button == AWAY:
        with ctx.store.read() as unit:
            absent = stretch(ctx.absences(unit, now), now)
        if absent is None:  # an absence with an end does not lose it
            away(ctx)
    else:
        raise NotPossible(f"A notification has no button {button}.")
