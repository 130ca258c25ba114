"""The week: windows with their load, absences, the days of a return, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from planner.domain.absence import joined
from planner.domain.promise import Promise
from planner.domain.request import Effort
from planner.domain.time import ONE_DAY
from planner.domain.window import Absence, Window, windows_between
from planner.locale import gettext as _
from planner.locale.dates import clock, full_day, weekday_words
from planner.services.context import Context
from planner.services.ledger import promise_views
from planner.services.reading import read_today
from planner.services.rows import ledger_rows
from planner.services.today import Reading
from planner.views_today import PromiseView
from planner.views_week import SlotView, WeekDay, WeekView

WEEK = timedelta(days=7)
#: So many dates of a day are read at most.
MOST_DUE = 50


def week(ctx: Context, first: date | None = None) -> WeekView:
    """The week of a day, from its Monday; this one without a day."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        reading = read_today(unit, ctx, now)
        chosen = first or ctx.day(now)
        monday = chosen - ONE_DAY * chosen.weekday()
        days = [monday + ONE_DAY * n for n in range(7)]
        since, until = ctx.bounds(days[0])[0], ctx.bounds(days[-1])[1]
        standing = sorted(unit.promises.standing().values(), key=lambda p: (p.due, p.id))
        falls = [p for p in standing if since <= p.due < until]
        views = promise_views(ledger_rows(unit, falls))
    ever = windows_between(ctx.schedule, since, until)
    there = windows_between(ctx.schedule, since, until, reading.absences, ctx.policy.left)
    left = {window.id: window for window in there}
    slots = [_slot(window, left, reading, ctx, now) for window in ever]
    return WeekView(
        days=tuple(_day(day, ctx, now, slots, views) for day in days),
        rows=tuple(sorted({slot.row for slot in slots})),
        sentences=tuple(_sentences(ctx, now, reading, since, until)),
    )


def _slot(
    window: Window, left: dict[str, Window], reading: Reading, ctx: Context, now: datetime
) -> SlotView:
    row = clock(window.start, ctx.schedule.zone)
    if window.id in left:
        held = left[window.id]
        state = "over" if held.end <= now else "window"
        load = _load(held, reading.promises)
        return SlotView(row, held.start, held.end, state, load)
    away = any(
        a.since < window.end and (a.until is None or a.until > window.start) for a in _all(reading)
    )
    return SlotView(row, window.start, window.end, "away" if away else "left out")


def _all(reading: Reading) -> Sequence[Absence]:
    return joined(reading.absences)


def _load(window: Window, promises: Sequence[tuple[Promise, Effort]]) -> float:
    """The larger share of what it holds, in answers or in minutes."""
    mine = [effort for promise, effort in promises if promise.window == window.id]
    answers = sum(effort.answers for effort in mine) / max(1, window.answers)
    return max(answers, sum(effort.minutes for effort in mine) / max(1, window.minutes))


def _day(
    day: date,
    ctx: Context,
    now: datetime,
    slots: Sequence[SlotView],
    promises: Sequence[PromiseView],
) -> WeekDay:
    starts, ends = ctx.bounds(day)
    mine = tuple(slot for slot in slots if starts <= slot.start < ends)
    return WeekDay(
        day=day,
        starts=starts,
        today=day == ctx.day(now),
        slots=mine,
        notes=tuple(_notes(day, ctx, bool(mine))),
        due=tuple(p for p in promises if starts <= p.due < ends)[:MOST_DUE],
    )


def _notes(day: date, ctx: Context, windows: bool) -> list[str]:
    found = []
    special = next((s for s in reversed(ctx.schedule.special) if s.day == day), None)
    if special is not None and special.note:
        found.append(special.note)
    if special is not None and special.cuts:
        found.append(_("other hours"))
    if not windows:
        found.append(_("shut"))
    if day in ctx.policy.ramp:
        share = ctx.policy.day(day).percent
        found.append(_("return: {percent} %").format(percent=share))
    return found


def _sentences(
    ctx: Context, now: datetime, reading: Reading, since: datetime, until: datetime
) -> list[str]:
    """The absences that touch the week, and the day by which a return is over."""
    zone, language = ctx.schedule.zone, ctx.settings.shop.language
    found = []
    for absence in _all(reading):
        if absence.since >= until or (absence.until is not None and absence.until <= since):
            continue
        begins = full_day(absence.since, now, zone, language)
        if absence.until is None:
            found.append(_("Unavailable from {begins} on.").format(begins=begins))
        else:
            ends = full_day(absence.until - timedelta(seconds=1), now, zone, language)
            more = _("Unavailable: {begins} to {ends}.")
            said = more if begins != ends else _("Unavailable: {begins}.")
            found.append(said.format(begins=begins, ends=ends))
    begin = ctx.day(since)
    ramp = [d for n in range(7) if (d := begin + ONE_DAY * n) in ctx.policy.ramp]
    if ramp:
        parts = ", ".join(
            _("{day} {percent} %").format(
                day=weekday_words(day.weekday(), language), percent=ctx.policy.day(day).percent
            )
            for day in ramp
        )
        found.append(_("A gentle return: {parts}.").format(parts=parts))
    if reading.caught_up and ctx.policy.ramp and reading.caught_up >= ctx.day(now):
        day = full_day(ctx.bounds(reading.caught_up)[0], now, zone, language)
        found.append(_("Everything of your absence is caught up by {day}.").format(day=day))
    return found
