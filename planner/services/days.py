"""Single days: public holidays as proposals, and what the owner decides about a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import date, datetime

from planner.domain.time import ONE_DAY, day_bounds
from planner.domain.window import windows_between
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale.dates import full_day
from planner.public_holidays import Holiday, public_holidays
from planner.services.context import Context
from planner.services.promising import GRACE, settle
from planner.services.unavailable import notices, told_by
from planner.services.undoing import undoable
from planner.store.calendar import DayDecision
from planner.views import Done, HolidayView

#: The occurrence that remembers a look at a year's holidays: then nobody mentions them again.
SEEN = "holidays seen"


def holidays(ctx: Context, year: int | None = None) -> tuple[HolidayView, ...]:
    """The public holidays of a year (without one: those of the twelve months ahead).

    They close nothing by themselves. Raises UnknownPlace, WrongUse without a country.
    """
    now = ctx.clock.now()
    today = ctx.day(now)
    years = [today.year, today.year + 1] if year is None else [year]
    named = [holiday for one in years for holiday in _named(ctx, one)]
    if year is None:
        named = [h for h in named if today <= h.day < today + 365 * ONE_DAY]
    with ctx.store.write() as unit:
        ctx.refresh(unit)
        for one in years:
            unit.journal.once(SEEN, str(one), now)
        decided = unit.calendar.decisions()
        return tuple(
            HolidayView(h.day, h.name, _state(ctx, h.day, decided.get(h.day))) for h in named
        )


def close_days(ctx: Context, days: Sequence[date] = (), year: int | None = None) -> Done:
    """Close days; none named means every holiday that waits for a decision.

    The promises of a closed day move, each person is told once, and ten seconds undo it. Raises
    WrongUse, UnknownPlace.
    """
    if not days:
        now = ctx.day(ctx.clock.now())
        days = [h.day for h in holidays(ctx, year) if h.state == "proposed" and h.day >= now]
        if not days:
            return Done(_("No holiday waits for your decision."))
    return _decide(ctx, days, closed=True)


def open_days(ctx: Context, days: Sequence[date]) -> Done:
    """Days that are worked as usual, holiday or not. Raises WrongUse."""
    return _decide(ctx, days, closed=False)


def _decide(ctx: Context, days: Sequence[date], *, closed: bool) -> Done:
    now = ctx.clock.now()
    _possible(ctx, days, now)
    names = _names(ctx, {day.year for day in days}) if closed else {}
    with ctx.store.write() as unit:
        known = unit.calendar.decisions()
        before = {
            day.isoformat(): list(astuple(known[day])) if day in known else None for day in days
        }
        for day in days:
            unit.calendar.decide(day, DayDecision(closed, names.get(day, "")))
        undoable(unit, now, "days", before=before)
        settle(unit, ctx, now)
        told = notices(told_by(unit, now))
    if not closed:
        return Done(_("Noted: open as usual."), now + GRACE)
    said = _("Closed: {days}.").format(days=", ".join(_spoken(ctx, day, now) for day in days))
    return Done(f"{said} {told}", now + GRACE)


def _possible(ctx: Context, days: Sequence[date], now: datetime) -> None:
    for day in days:
        if day < ctx.day(now):
            what = _("{day} is over.").format(day=day)
            raise WrongUse(what, do=_("Name a day to come."))
        if day in {special.day for special in ctx.settings.schedule.special}:
            what = _("settings.toml already says what happens on {day}.").format(day=day)
            raise WrongUse(what, do=_("Change its [[special_day]] there."))


def _state(ctx: Context, day: date, decision: DayDecision | None) -> str:
    """`settings` (said there), `closed`, `open`, `free` (no window that day) or `proposed`."""
    if day in {special.day for special in ctx.settings.schedule.special}:
        return "settings"
    if decision is not None:
        return "closed" if decision.closed else "open"
    schedule = ctx.settings.schedule
    begins, ends = day_bounds(day, schedule.zone, schedule.day_starts)
    windows = windows_between(schedule, begins, ends, (), ctx.policy.left)
    return "proposed" if any(window.day == day for window in windows) else "free"


def _named(ctx: Context, year: int) -> tuple[Holiday, ...]:
    shop = ctx.settings.shop
    if not shop.country:
        raise WrongUse(
            _("The settings name no country."),
            do=_('Add country = "BE" (or yours) to [shop] in settings.toml.'),
        )
    return public_holidays(shop.country, shop.region, year, shop.language)


def _names(ctx: Context, years: Collection[int]) -> dict[date, str]:
    """The names of holidays, where the settings name a country."""
    if not ctx.settings.shop.country:
        return {}
    return {h.day: h.name for year in sorted(years) for h in _named(ctx, year)}


def _spoken(ctx: Context, day: date, now: datetime) -> str:
    morning = day_bounds(day, ctx.schedule.zone, ctx.schedule.day_starts)[0]
    return full_day(morning, now, ctx.schedule.zone, ctx.settings.shop.language)
