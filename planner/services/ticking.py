"""One tick: receive, understand, decide, plan, promise, deliver, reconcile (design, section 5)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.notification import Notification
from planner.domain.promise import Kind
from planner.domain.window import Window, windows_between
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.services.attending import next_notice
from planner.services.backing_up import back_up
from planner.services.checking import check
from planner.services.context import LEASE, Context, Overtaken
from planner.services.covering import cover, resume
from planner.services.dealing import day_is_full
from planner.services.delivering import deliver, fresh, recover
from planner.services.filing import file_copies
from planner.services.notifying import next_moments, notifications_due
from planner.services.people import sweep
from planner.services.planning import Situation
from planner.services.promising import grace_ends, settle
from planner.services.receiving import receive
from planner.services.telephone import confirm
from planner.services.tidying import tidy
from planner.store.channels import Hold
from planner.store.unit import Unit

_log = logging.getLogger(__name__)
AT_ONCE = timedelta(seconds=1)
#: The occurrence of each working day on which there was a tick.
DAY = "day"
#: What went by in a longer sleep is not looked for.
LONGEST_SLEEP = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Tick:
    """What a tick did, and when the next one has something to do even if nothing arrives."""

    ran: bool
    arrived: int = 0
    left: int = 0
    next_at: datetime | None = None
    open: bool = False  # whether a window is open now


def tick(ctx: Context) -> Tick:
    """One reconciling pass. Does nothing while another process holds the lease."""
    try:
        return _pass(ctx)
    except Overtaken:
        _log.info("Another process has taken over in the middle of a pass")
        return Tick(ran=False)


def _pass(ctx: Context) -> Tick:
    with ctx.store.write() as unit:
        now = ctx.clock.now()  # not before: it may have waited while the other renewed its lease
        if now < ctx.earliest:  # an empty battery, a log-in before the time was fetched
            raise EntracteError(
                _("The clock of this machine cannot be right, so nothing is sent."),
                do=_(
                    "Set the date and the time of this machine:"
                    " every date given now would be wrong."
                ),
            )
        hold = ctx.hold(unit, now)
        if not hold:
            return Tick(ran=False)
        recover(unit, ctx, now)
        acted = unit.journal.newest_action()
    if hold is Hold.TAKEN:
        resume(ctx)
    arrived = receive(ctx)
    if ctx.stopping.is_set():
        return Tick(ran=True, arrived=arrived)
    planned_at = ctx.clock.now()
    shown, next_at, is_open = reconcile(ctx)
    for one in shown if fresh(planned_at, ctx.clock.now()) else ():
        ctx.notifier.show(one)
    left = deliver(ctx, planned_at)
    for step in (confirm, file_copies, cover, sweep, back_up, check):
        # What the clock brought in a sleep is not written down yet: nothing to check before it is.
        if not ctx.stopping.is_set() and (step is not check or fresh(planned_at, ctx.clock.now())):
            step(ctx)
    with ctx.store.read() as unit:
        # More than one pass carries, or she did something meanwhile: go on at once.
        if unit.outbox.due(now, most=1) or unit.journal.newest_action() != acted:
            next_at = now + AT_ONCE
    return Tick(ran=True, arrived=arrived, left=left, next_at=next_at, open=is_open)


def reconcile(ctx: Context) -> tuple[list[Notification], datetime | None, bool]:
    """Decide, plan, promise, and note what the clock brought: one transaction. Raises Overtaken."""
    with ctx.store.write() as unit:
        now = ctx.clock.now()
        if not ctx.holds(unit):
            raise Overtaken
        tidy(unit, ctx, now)
        situation = settle(unit, ctx, now)
        note_windows(unit, ctx, situation)
        note_ended_absences(unit, situation)
        shown = notifications_due(unit, ctx, situation)
        is_open = any(w.start <= now < w.end for w in situation.windows.values())
        return shown, next_moment(unit, ctx, situation), is_open


def let_go(ctx: Context) -> None:
    """Give the lease back: another process may tick at once. Who only read waits for nobody."""
    with ctx.store.read() as unit:
        if unit.channels.held_by(LEASE) != ctx.holder:
            return
    with ctx.store.write() as unit:
        unit.channels.let_go(LEASE, ctx.holder)


def note_windows(unit: Unit, ctx: Context, situation: Situation) -> None:
    """Windows that opened or closed since the last tick, each once; a limit that was reached."""
    now = situation.now
    day = ctx.day(now)
    since = _noted_since(unit, ctx, day, now)
    for window in windows_between(ctx.schedule, since, now, situation.absences, ctx.policy.left):
        if window.start <= now and unit.journal.once("opened", window.id, now):
            unit.journal.say(window.start, "window.opened", window=window.id)
        if window.end <= now and unit.journal.once("closed", window.id, now):
            unit.journal.say(window.end, "window.closed", window=window.id)
    if day_is_full(situation, ctx) and unit.journal.once("full", day.isoformat(), now):
        unit.journal.say(now, "limit.reached", day=day)


def _noted_since(unit: Unit, ctx: Context, day: date, now: datetime) -> datetime:
    """From when on windows are noted: on the first tick of a day also those of the last day that
    was noted, and of all that went by since in a sleep.
    """
    first = day
    if not unit.journal.has(DAY, day.isoformat()):
        noted = map(date.fromisoformat, unit.journal.keys(DAY, now - LONGEST_SLEEP))
        first = max((one for one in noted if one < day), default=day)
        unit.journal.once(DAY, day.isoformat(), now)
    return ctx.bounds(first)[0]


def note_ended_absences(unit: Unit, situation: Situation) -> None:
    """An absence whose end came by itself ends once; one of every year also begins by itself."""
    now = situation.now
    over = [a.key for a in situation.absences if a.until is not None and a.until <= now]
    noted = unit.journal.happened("absence ended", over)
    for absence in situation.absences:
        if absence.key in noted:
            continue
        yearly = bool(absence.occurrence)
        if yearly and absence.covers(now) and unit.journal.once("absence began", absence.key, now):
            facts = {"kind": absence.kind, "since": absence.since, "until": absence.until}
            unit.journal.say(now, "absence.began", None, **facts)
        ended = absence.until is not None and absence.until <= now
        if yearly and not unit.journal.has("absence began", absence.key):
            continue  # the shop is younger than its end
        if ended and unit.journal.once("absence ended", absence.key, now):
            unit.journal.say(now, "absence.ended", kind=absence.kind)


def next_moment(unit: Unit, ctx: Context, situation: Situation) -> datetime | None:
    """The next instant at which something changes although nothing arrives."""
    now = situation.now
    moments = [unit.outbox.next_moment(now)]
    for window in list(situation.windows.values())[:3]:
        moments += [window.start, window.end]
        if window.start <= now:
            moments.append(squeezed_at(situation, window))
    moments += [p.due for p in situation.told.values()]
    moments.append(next_notice(ctx, situation))
    news = [p for p in situation.told.values() if p.kind is Kind.NEWS]
    moments += [ctx.bounds(ctx.day(p.due))[0] for p in news]
    moments += [r.snoozed_until for r in situation.requests if r.snoozed_until]
    for absence in situation.absences:
        moments += [absence.since, absence.until]
    moments += grace_ends(unit, now)
    moments += next_moments(unit, situation)
    moments.append(next(ctx.policy.changes(now), None))
    moments.append(ctx.bounds(ctx.day(now))[1])
    later = [m for m in moments if m is not None and m > now]
    return min(later) if later else None


def squeezed_at(situation: Situation, window: Window) -> datetime:
    """When what is planned into an open window no longer fits into the minutes left."""
    minutes = sum(
        r.effort.minutes
        for r in situation.requests
        if (place := situation.place(r.id)) and place.id == window.id
    )
    return window.end - timedelta(minutes=minutes) + timedelta(seconds=1)
