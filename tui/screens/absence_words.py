"""Absences in the owner's words: rows of the list, fields of the form, and back to instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from planner.domain.time import day_bounds, to_local, working_day
from planner.doors import FrontDesk
from planner.errors import WrongUse
from planner.services import moments
from planner.views import Done, ListedAbsence
from planner.views_today import TodayView
from tui.dates import Wall
from tui.words import t

KINDS = ("closed", "leave", "sick", "child")
HALVES = ("", "am", "pm")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form; `half` is "", "am" or "pm"."""

    kind: str
    since: str
    until: str
    half: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What a form means; None is what stays as it is (or, of a new one: now, not known)."""

    kind: str | None
    since: datetime | None
    until: datetime | None
    half: str | None
    endless: bool = False


#: A form that was left as it was.
NOTHING = Meant(None, None, None, None)


def kind_words(kind: str) -> str:
    """A word that says nothing to whoever reads along."""
    words = {"sick": t("at rest"), "child": t("family"), "leave": t("on leave")}
    return words.get(kind, t("closed"))


def half_words(half: str) -> str:
    """Which half of its day."""
    words = {"am": t("morning"), "pm": t("afternoon"), "share": t("half a day")}
    return words.get(half, t("whole days"))


def state_words(row: ListedAbsence) -> str:
    """Now, planned, or again and again."""
    return {
        "current": t("now"),
        "planned": t("planned"),
        "weekly": t("every week"),
        "yearly": t("every year"),
    }.get(row.state, "")


def span(row: ListedAbsence, view: TodayView) -> str:
    """From when to when, as a person says it; a whole day is included."""
    if row.since is None:
        return row.says
    wall, starts = Wall(view), _starts(view)
    begins_whole = _whole(row.since, view, starts)
    if row.until is None:
        begin = wall.day(row.since) if begins_whole else wall.short(row.since)
        return t("from {begin} on").format(begin=begin)
    if not (begins_whole and _whole(row.until, view, starts)):
        begin, end = wall.short(row.since), wall.short(row.until)
        return t("{begin} to {end}").format(begin=begin, end=end)
    last = _last(row.until, view)
    if last <= row.since:
        return wall.day(row.since)
    first, end = wall.date(row.since), wall.date(last)
    return t("from {first} to {last}").format(first=first, last=end)


def filled(row: ListedAbsence | None, view: TodayView) -> Typed:
    """The form of an absence, or of a new one."""
    if row is None or row.since is None:
        return Typed("leave", "", "", "")
    starts = _starts(view)
    since = _written(row.since, row.since, view, starts)
    until = _written(row.until, _last(row.until, view), view, starts) if row.until else ""
    half = row.half if row.half in HALVES else ""
    return Typed(row.kind, since, "" if half else until, half)


def meant(typed: Typed, before: Typed | None, view: TodayView) -> Meant:
    """Read a form; `before` is what an edited one held. Raises WrongUse."""
    clock = view.at, view.zone, _starts(view)
    if typed.half and typed.until.strip():
        raise WrongUse(t("Half a day needs no end: leave “until” empty."))
    changed = before is None or typed != before
    since_new = before is None or typed.since.strip() != before.since
    until_new = before is None or typed.until.strip() != before.until
    half_new = before is None or typed.half != before.half
    since = until = None
    if typed.half and (since_new or half_new):
        since, until = moments.half(typed.half, typed.since.strip() or None, *clock)
        return Meant(typed.kind, since, until, typed.half)
    if since_new and typed.since.strip():
        since = moments.begin(typed.since, *clock)
    if until_new and typed.until.strip():
        until = moments.end(typed.until, *clock)
    if until is not None and until <= max(since or view.at, view.at):
        raise WrongUse(t("The absence would end before it begins."), do=t("Choose a later end."))
    endless = before is not None and bool(before.until) and not typed.until.strip()
    half = typed.half if half_new else None
    return Meant(typed.kind if changed else None, since, until, half, endless and not typed.half)


def edited(desk: FrontDesk, key: str, meant: Meant) -> Done:
    """Change an absence to what is meant, in a thread."""
    return desk.edit_absence(
        key,
        kind=meant.kind,
        since=meant.since,
        until=meant.until,
        half=meant.half,
        endless=meant.endless,
    )


def _starts(view: TodayView) -> time:
    return to_local(view.day_start, view.zone).time


def _whole(at: datetime, view: TodayView, starts: time) -> bool:
    return to_local(at, view.zone).time == starts


def _last(until: datetime, view: TodayView) -> datetime:
    """The beginning of the last whole day before an end."""
    starts = _starts(view)
    day = working_day(until, view.zone, starts)
    return day_bounds(day.fromordinal(day.toordinal() - 1), view.zone, starts)[0]


def _written(at: datetime, day: datetime, view: TodayView, starts: time) -> str:
    """As she would type it: a date where it is a whole day, else a date and a time."""
    here = to_local(at, view.zone)
    if here.time == starts:
        return str(to_local(day, view.zone).date)
    return f"{here.date}T{here.time:%H:%M}"
