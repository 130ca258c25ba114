"""Notifying: at most a few calm words a day on the desktop, never in quiet hours (F-01)."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import day_is_full
from planner.services.pausing import PAUSED, paused
from planner.services.planning import Situation
from planner.services.policy.known import CUSTOMER
from planner.services.presence import customer_until
from planner.services.promising import grace_ends
from planner.store.unit import Unit

#: A notification older than this says nothing any more (engine.md, section 2.2).
STALE = timedelta(hours=2)


def notices_due(unit: Unit, ctx: Context, situation: Situation) -> list[tuple[str, str]]:
    """(title, body) of what may be shown now; each is remembered and never shown twice."""
    now = situation.now
    if grace_ends(unit, now):  # what may be undone is not shown yet (invariant 10)
        return []
    shown = []
    for kind, key, title, body in (*_wanted(ctx, situation), *_paused(unit)):
        if unit.journal.has("notification", f"{kind}:{key}"):
            continue
        if by := held(unit, ctx, now):
            if unit.journal.once("held", f"{kind}:{key}", now):
                unit.journal.say(now, "notification.held", kind=kind, reason=by)
            continue
        unit.journal.once("notification", f"{kind}:{key}", now)
        unit.journal.say(now, "notification.sent", kind=kind, text=title)
        shown.append((title, body))
    return shown


def held(unit: Unit, ctx: Context, now: datetime) -> str:
    """What holds notifications now: a customer, quiet hours, absences, the day's ceiling; or ""."""
    if customer_until(unit, now):
        return CUSTOMER
    day = ctx.day(now)
    begins, _ends = ctx.bounds(day)
    ceiling = "notifications_at_most"
    if unit.journal.how_often("notification", begins) >= ctx.policy.day(day).notifications:
        reason = ctx.policy.of_day(day).reasons.get(ceiling)
        return reason.winner if reason else ceiling
    reason = ctx.policy.at(now).reasons.get("hold_notifications")
    return reason.winner if reason and reason.value is True else ""


def _paused(unit: Unit) -> list[tuple[str, str, str, str]]:
    """Automatic mail is paused: said once a pause."""
    begun = [at for scope in paused(unit) if (at := unit.journal.when(PAUSED, scope))]
    if not begun:
        return []
    title, body = _("Automatic messages are paused."), _("Look at it when it suits you.")
    return [("paused", min(begun).isoformat(), title, body)]


def _wanted(ctx: Context, situation: Situation) -> list[tuple[str, str, str, str]]:
    now = situation.now
    found = [
        ("window", w.id, _("Your answering window is open."), _("A small portion is ready."))
        for w in situation.windows.values()
        if w.start <= now < min(w.end, w.start + STALE) and not day_is_full(situation, ctx)
    ]
    if any(p.waits_for_owner and p.is_soon(now) for p in situation.told.values()):
        day = ctx.day(now).isoformat()
        found.append(
            (
                "risk",
                day,
                _("A promise needs your decision."),
                _("Open the desk when it suits you."),
            )
        )
    return found
