"""What follows from absences: how long they last together, when news is given, half a budget."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from planner.domain.capacity import DayRule
from planner.domain.recurring import yearly_spans
from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Left, Schedule, absent, windows_from

#: News comes in so many working days, and after that at least so many days later (needs.md 3.1).
FIRST_NEWS = 2
RENEWAL = timedelta(days=3)
#: An absence that ended longer ago no longer shapes any day.
REMEMBERED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class News:
    """The day on which people hear again, and the end that planning assumes until then."""

    due: datetime
    assumed_until: datetime


def yearly(schedule: Schedule, now: datetime, noted: Collection[str]) -> tuple[Absence, ...]:
    """The yearly absences of the settings, from a season ago on, as far as anything is planned.

    `noted` names the occurrences that the owner changed: what was noted stands for them.
    """
    years = range(now.year - 1, now.year + 3)
    found = yearly_spans(schedule.yearly_absences, years, schedule.zone, schedule.day_starts)
    return tuple(
        Absence(0, "leave", since, until, occurrence=key)
        for key, since, until in found
        if key not in noted and until > now - REMEMBERED
    )


def stretch(absences: Sequence[Absence], at: datetime) -> Absence | None:
    """The absence that holds at an instant, with the end of all that follow on it.

    Where one without an end follows, that one.
    """
    away = absent(absences, at)
    while away is not None and away.until is not None:
        further = absent(absences, away.until)
        if further is None:
            break
        away = replace(away, until=further.until) if further.until else further
    return away


def returned_at(absences: Sequence[Absence], now: datetime) -> datetime | None:
    """When the last absence that is over ended; half a day away is no absence to return from."""
    return max(
        (a.until for a in absences if a.until and a.until <= now and not a.half), default=None
    )


def joined(absences: Sequence[Absence]) -> tuple[Absence, ...]:
    """Absences that overlap or touch as one: ill until the day on which the leave begins."""
    found: list[Absence] = []
    for absence in sorted(absences, key=lambda absence: absence.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < absence.since):
            found.append(absence)
        elif last.until is not None:
            until = max(last.until, absence.until) if absence.until else None
            found[-1] = replace(last, until=until)
    return tuple(found)


def halved(
    rule: Callable[[date], DayRule], absences: Sequence[Absence], schedule: Schedule
) -> Callable[[date], DayRule]:
    """The rules of days, with half the answers and minutes where half the day is away (D-09)."""
    starts = schedule.zone, schedule.day_starts
    halves = {working_day(absence.since, *starts) for absence in absences if absence.half}

    def half(day: date) -> DayRule:
        whole = rule(day)
        if day not in halves:
            return whole
        return replace(whole, answers=whole.answers // 2, minutes=whole.minutes // 2)

    return half


def news_of(
    schedule: Schedule,
    absence: Absence,
    now: datetime,
    left: Left,
    others: Sequence[Absence] = (),
) -> News | None:
    """When an absence without an end gives news, seen from `now`; None when no day is ever open.

    Never on a day on which another absence, such as a planned leave, closes every window.
    """
    starts = schedule.zone, schedule.day_starts
    since_day = working_day(absence.since, *starts)
    other = [one for one in others if one != absence and one.until is not None]
    open_days = groupby(
        windows_from(schedule, absence.since, other, left), key=lambda window: window.day
    )
    passed, earliest = 0, None
    for day, windows in open_days:
        if day <= since_day:
            continue
        passed += 1
        if earliest is None and passed < FIRST_NEWS:
            continue
        if earliest is not None and day < earliest:
            continue
        begins, ends = day_bounds(day, *starts)
        if now < begins:
            return News(max(w.end for w in windows), ends)
        earliest = day + RENEWAL
    return None


def assumed(
    absences: Sequence[Absence], until: Callable[[Absence], datetime | None]
) -> tuple[Absence, ...]:
    """Absences with an end to plan with; one without any end stays open."""
    return tuple(a if a.until else replace(a, until=until(a)) for a in absences)


def extended(absence: Absence, now: datetime, schedule: Schedule) -> datetime:
    """The end of an absence that lasts a day more: a known end and a day, else tomorrow's end."""
    starts = schedule.zone, schedule.day_starts
    last: date
    if absence.until is None:
        last = working_day(max(now, absence.since), *starts) + timedelta(days=1)
    else:
        last = working_day(absence.until - timedelta(seconds=1), *starts) + timedelta(days=1)
    return day_bounds(last, *starts)[1]
