"""The standing answering hours: the week as it is meant to be, without special days (B-08)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.domain.window import Schedule, Weekly


@dataclass(frozen=True, slots=True)
class Hours:
    """Days (Monday 0) that have the same windows: wall times, soonest first."""

    days: tuple[int, ...]
    windows: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True)
class UsualWeek:
    """Open days in groups, the first open day first, and the days of rest."""

    open: tuple[Hours, ...]
    rest: tuple[int, ...]


#: What the rules leave of hours on a day; None when they close them.
HoursLeft = Callable[[date, time, time], tuple[time, time] | None]


def usual_week(schedule: Schedule, today: date, left: HoursLeft) -> UsualWeek:
    """What holds in the week that begins today; `left` says what the rules leave of hours.

    Rows that are not valid yet, or no more, are left out; so are special days and absences: a page
    says how it usually is.
    """
    week = {day.weekday(): day for day in (today + timedelta(days=n) for n in range(7))}
    found: dict[tuple[tuple[time, time], ...], list[int]] = {}
    rest = []
    for weekday in range(7):
        windows = _windows(schedule.weekly, week[weekday], left)
        if windows:
            found.setdefault(windows, []).append(weekday)
        else:
            rest.append(weekday)
    groups = tuple(Hours(tuple(days), windows) for windows, days in found.items())
    return UsualWeek(groups, tuple(rest))


def _windows(rows: Sequence[Weekly], day: date, left: HoursLeft) -> tuple[tuple[time, time], ...]:
    spans = {row.start: row.end for row in reversed(rows) if row.applies(day)}
    kept = (left(day, start, end) for start, end in spans.items())
    return tuple(sorted(hours for hours in kept if hours is not None))
