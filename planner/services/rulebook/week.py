"""The coming week under two sets of rules: windows, limits and quiet spans that differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from planner.domain.time import ONE_DAY, day_bounds
from planner.domain.window import Window, windows_between
from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import clock, full_day
from planner.services.context import Context
from planner.services.planning import look
from planner.services.policy import Policy
from planner.services.promising import words
from planner.services.rulebook import reference
from planner.services.rulebook.saying import value_words
from planner.store.unit import Unit
from planner.views_rules import DayChange
from rules.schema import Scope

DAYS = 7
#: Switches whose spans are shown; `closed` shows itself in the windows.
SWITCHES = ("hold_notifications", "hold_notices")


def week(unit: Unit, ctx: Context, other: Context, now: datetime) -> tuple[DayChange, ...]:
    """What is different on each of the coming days; days that stay as they are are left out."""
    today = ctx.day(now)
    found = []
    for number in range(DAYS):
        day = today + number * ONE_DAY
        lines = tuple(_day(unit, ctx, other, day, now))
        if lines:
            noon = ctx.bounds(day)[0]
            title = full_day(noon, now, ctx.schedule.zone, language())
            found.append(DayChange(day, title, lines))
    return tuple(found)


def people_told(unit: Unit, ctx: Context, other: Context, now: datetime) -> int:
    """How many people would be written to because their date moves, beyond those who are now."""
    return len(_moved(unit, other, now) - _moved(unit, ctx, now))


def _moved(unit: Unit, ctx: Context, now: datetime) -> set[int]:
    """The people whose date moves under these rules; read and planned, nothing is written."""
    told = words(unit, ctx, look(unit, ctx, now))
    return {
        person for person, said in told.items() if any(word.old is not None for _one, word in said)
    }


def _day(unit: Unit, ctx: Context, other: Context, day: date, now: datetime) -> Iterator[str]:
    yield from _windows(unit, ctx, other, day, now)
    yield from _limits(ctx.policy, other.policy, day)
    yield from _spans(ctx, other, day)


def _windows(unit: Unit, ctx: Context, other: Context, day: date, now: datetime) -> Iterator[str]:
    """Windows that close, open, or change their hours."""
    before, after = _open(unit, ctx, day, now), _open(unit, other, day, now)
    zone = ctx.schedule.zone

    def hours(window: Window) -> str:
        return f"{clock(window.start, zone)}–{clock(window.end, zone)}"

    for key in sorted(set(before) | set(after)):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            yield _("the window {hours} opens").format(hours=hours(new))
        elif new is None and old is not None:
            yield _("the window {hours} closes").format(hours=hours(old))
        elif old is not None and new is not None and hours(old) != hours(new):
            yield _("the window {hours} becomes {other}").format(hours=hours(old), other=hours(new))


def _open(unit: Unit, ctx: Context, day: date, now: datetime) -> dict[str, Window]:
    """The windows of a day that are still to come, by their id."""
    schedule = ctx.schedule
    begins, ends = day_bounds(day, schedule.zone, schedule.day_starts)
    absences = ctx.absences(unit, now)
    found = windows_between(schedule, max(begins, now), ends, absences, ctx.policy.left)
    return {window.id: window for window in found if window.day == day}


def _limits(before: Policy, after: Policy, day: date) -> Iterator[str]:
    """Limits and grants of the day that change."""
    old, new = before.of_day(day).effects, after.of_day(day).effects
    for name, effect in after.rules.vocabulary.effects.items():
        if effect.scope is Scope.REQUEST or isinstance(old.get(name, new.get(name)), bool):
            continue  # switches have spans, and what is about a request has no day
        if old.get(name) != new.get(name):
            yield _("{what}: {after} instead of {before}").format(
                what=reference.words(effect),
                before=value_words(effect, old.get(name)),
                after=value_words(effect, new.get(name)),
            )


def _spans(ctx: Context, other: Context, day: date) -> Iterator[str]:
    """When notifications or notices wait, if that changes."""
    begins, ends = ctx.bounds(day)
    for name in SWITCHES:
        old = _hours(ctx, name, begins, ends)
        new = _hours(other, name, begins, ends)
        if old != new:
            yield _("{what}: {after} instead of {before}").format(
                what=reference.words(ctx.policy.rules.vocabulary.effects[name]),
                before=old or _("never"),
                after=new or _("never"),
            )


def _hours(ctx: Context, effect: str, begins: datetime, ends: datetime) -> str:
    zone = ctx.schedule.zone
    spans = ctx.policy.spans(effect, begins, ends)
    return ", ".join(f"{clock(since, zone)}–{clock(until, zone)}" for since, until in spans)
