"""The absences there are: now, to come, and those that come again; listed, changed, taken back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from planner.domain.absence import extended
from planner.domain.recurring import WeeklyAbsence, YearlyAbsence
from planner.domain.window import Absence
from planner.errors import NotFound, NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale.dates import day_and_month, weekday_words
from planner.services import moments
from planner.services.context import Context
from planner.services.promising import GRACE, settle
from planner.services.unavailable import checked_kind, half_more, notices, told_by
from planner.services.undoing import undoable
from planner.store.unit import Unit
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
        absence = _found(unit, ctx, key, now)
        if absence.since <= now:
            raise NotPossible(
                _("This absence has begun."), do=_("`entracte back` ends it when it still holds.")
            )
        absence_id = unit.calendar.keep(absence, now)
        unit.calendar.change(absence_id, cancelled_at=now)
        undoable(unit, now, "cancel", absence=absence_id)
        settle(unit, ctx, now)
    return Done(_("Taken back: the windows of these days are open."), now + GRACE)


def edit_absence(
    ctx: Context,
    key: str,
    *,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    half: str | None = None,
    endless: bool = False,
) -> Done:
    """Change an absence that is not over; what is not named stays. Ten seconds undo it.

    `half` ("am", "pm") without times is that half of its first day, "" the whole of it; `endless`
    takes its end away. One of every year is changed alone. Raises NotFound, NotPossible, WrongUse.
    """
    now = ctx.clock.now()
    if kind is not None:
        checked_kind(kind)
    if endless and (until is not None or half):
        raise WrongUse(_("An absence has an end, or none."), do=_("Leave one of the two out."))
    with ctx.store.write() as unit:
        absence = _found(unit, ctx, key, now)
        if absence.until is not None and absence.until <= now:
            raise NotPossible(_("This absence is over."), do="entracte away --from yesterday")
        if half is not None and half != absence.half and since is None and until is None:
            since, until = _half(ctx, half, since or absence.since)
        fields: dict[str, object] = {
            "kind": kind or absence.kind,
            "since": since or absence.since,
            "until": None if endless else until or absence.until,
            "half": absence.half if half is None else half,
        }
        return _changed(unit, ctx, absence, fields, now)


def extend_absence(ctx: Context, key: str) -> Done:
    """A day more for any absence of the list; half a day gives the next half day.

    Raises NotFound, NotPossible.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        absence = _found(unit, ctx, key, now)
        if absence.until is not None and absence.until <= now:
            raise NotPossible(_("This absence is over."), do="entracte away --from yesterday")
        if absence.half:
            return half_more(unit, ctx, absence, now)
        fields: dict[str, object] = {"until": extended(absence, now, ctx.schedule)}
        return _changed(unit, ctx, absence, fields, now)


def _found(unit: Unit, ctx: Context, key: str, now: datetime) -> Absence:
    """The absence of this name; a line of the settings has none."""
    absence = next((a for a in ctx.absences(unit, now) if a.key == key), None)
    if absence is None:
        raise NotFound(
            _("There is no absence {key}.").format(key=key),
            do=_("Look at `entracte absences`; those of every week are in settings.toml."),
        )
    return absence


def _half(ctx: Context, half: str, day: datetime) -> tuple[datetime, datetime]:
    """A half of the working day of an instant, or the whole of it."""
    whole = ctx.bounds(ctx.day(day))
    if not half:
        return whole
    schedule = ctx.schedule
    return moments.half(half, str(ctx.day(day)), day, schedule.zone, schedule.day_starts)


def _changed(
    unit: Unit, ctx: Context, absence: Absence, fields: dict[str, object], now: datetime
) -> Done:
    """Write a change down, with what it was before, and move the dates that it moves."""
    before = {name: getattr(absence, name) for name in fields}
    if before == fields:
        return Done(_("It says so already. Nothing else to do."))
    since, until = fields.get("since", absence.since), fields["until"]
    if isinstance(since, datetime) and isinstance(until, datetime) and until <= max(since, now):
        raise WrongUse(_("The absence would end before it begins."), do=_("Choose a later end."))
    absence_id = unit.calendar.keep(absence, now)
    unit.calendar.change(absence_id, **fields)
    made = not absence.id
    undoable(unit, now, "edit", absence=absence_id, made=made, before=before)
    unit.journal.say(
        now, "absence.changed", None, kind=absence.kind, **{"from": since, "until": until}
    )
    settle(unit, ctx, now)
    return Done(f"{_('Changed.')} {notices(told_by(unit, now))}", now + GRACE)


def _weekly(row: WeeklyAbsence, language: str) -> str:
    days = ", ".join(weekday_words(day, language) for day in sorted(row.days))
    if row.start == row.end:
        return days
    end = "24:00" if row.end == time() else f"{row.end:%H:%M}"
    return f"{days} {row.start:%H:%M}–{end}"


def _yearly(row: YearlyAbsence, language: str) -> str:
    first, last = (day_and_month(date(LEAP_YEAR, *day), language) for day in (row.first, row.last))
    return first if first == last else f"{first} – {last}"
