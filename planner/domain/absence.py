"""Absences whose end is not known: when news is given, and until when nothing is planned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Schedule, Window, windows_from

#: News comes in so many working days, and after that at least so many days later (needs.md 3.1).
FIRST_NEWS = 2
RENEWAL = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class News:
    """The day on which people hear again, and the end that planning assumes until then."""

    due: datetime
    assumed_until: datetime


def news_of(
    schedule: Schedule, absence: Absence, now: datetime, closed: Callable[[Window], bool]
) -> News | None:
    """When an absence without an end gives news, seen from `now`; None when no day is ever open."""
    starts = schedule.zone, schedule.day_starts
    since_day = working_day(absence.since, *starts)
    open_days = groupby(
        windows_from(schedule, absence.since, (), closed), key=lambda window: window.day
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
