"""The absences there are: now, to come, and those that come again."""

from __future__ import annotations

from datetime import date, time, timedelta

from planner.domain.recurring import WeeklyAbsence, YearlyAbsence
from planner.errors import NotFound, NotPossible
from planner.locale import gettext as _
from planner.locale.dates import day_and_month, weekday_words
from planner.services.context import Context
from planner.services.promising import GRACE, settle
from planner.views import Done, ListedAbsence

#: How far yearly absences are listed.
AHEAD = timedelta(days=366)
#: A year that has every day.
LEAP_YEAR = 2028


def absences(ctx: Context) -> tuple[ListedAbsence, ...]:
    """What holds now, what is planned, and what comes again by the settings; soonest first."""
    now, language = ctx.clock.now(), ctx.settings.shop.language
    with ctx.store.read() as unit:
        known = ctx.absences(unit, now)
    found = [
        ListedAbsence(
            id=absence.key,
            kind=absence.kind,
            state="current" if absence.since <= now else "planned",
            since=absence.since,
            until=absence.until,
            half=absence.half,
        )
        for absence in known
        if (absence.until is None or absence.until > now)
        and (absence.id or absence.since <= now + AHEAD)
    ]
    again = [
        ListedAbsence(
            id="", kind="closed", state="weekly", note=row.note, says=_weekly(row, language)
        )
        for row in ctx.schedule.weekly_absences
    ]
    again += [
        ListedAbsence(
            id="", kind="leave", state="yearly", note=row.note, says=_yearly(row, language)
        )
        for row in ctx.schedule.yearly_absences
    ]
    return (*found, *again)


def cancel_absence(ctx: Context, key: str) -> Done:
    """Take back an absence that has not begun; ten seconds undo it.

    Raises NotFound, NotPossible.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        absence = next((a for a in ctx.absences(unit, now) if a.key == key), None)
        if absence is None:
            raise NotFound(
                _("There is no absence {key}.").format(key=key),
                do=_("Look at `entracte absences`."),
            )
        if absence.since <= now:
            raise NotPossible(
                _("This absence has begun."), do=_("`entracte back` ends it when it still holds.")
            )
        absence_id = unit.calendar.keep(absence, now)
        unit.calendar.change(absence_id, cancelled_at=now)
        unit.journal.act(now, "cancel", now + GRACE, absence=absence_id)
        settle(unit, ctx, now)
    return Done(_("Taken back: the windows of these days are open."), now + GRACE)


def _weekly(row: WeeklyAbsence, language: str) -> str:
    days = ", ".join(weekday_words(day, language) for day in sorted(row.days))
    if row.start == row.end:
        return days
    end = "24:00" if row.end == time() else f"{row.end:%H:%M}"
    return f"{days} {row.start:%H:%M}–{end}"


def _yearly(row: YearlyAbsence, language: str) -> str:
    first, last = (day_and_month(date(LEAP_YEAR, *day), language) for day in (row.first, row.last))
    return first if first == last else f"{first} – {last}"
