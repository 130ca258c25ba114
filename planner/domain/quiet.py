"""The quiet hours of the settings, from when to when, over midnight if need be.

What has to wait is decided by rules, of which the quiet hours make one (services/policy/house.py);
the nightly checks look here, on their own.
"""

from __future__ import annotations

from datetime import date, datetime, time

from planner.domain.time import ONE_DAY, instant, span, to_local
from planner.domain.window import Schedule


def quiet_until(schedule: Schedule, at: datetime) -> datetime | None:
    """When the quiet hours that contain `at` end; None when it is not quiet. Half-open."""
    found = _around(schedule, at)
    return found[1] if found else None


def quiet_since(schedule: Schedule, at: datetime) -> datetime | None:
    """When the quiet hours that contain `at` began; None when it is not quiet. Half-open."""
    found = _around(schedule, at)
    return found[0] if found else None


def _around(schedule: Schedule, at: datetime) -> tuple[datetime, datetime] | None:
    """The quiet hours that contain an instant."""
    day = to_local(at, schedule.zone).date
    spans = (_quiet(schedule, day + n * ONE_DAY) for n in (-1, 0, 1))
    return next(((start, end) for start, end in spans if start <= at < end), None)


def _quiet(schedule: Schedule, day: date) -> tuple[datetime, datetime]:
    """The quiet hours that begin on a date; empty when there are none."""
    start, end = schedule.quiet or (time(), time())
    if start == end:
        nothing = instant(day, start, schedule.zone)
        return nothing, nothing
    return span(day, start, end, schedule.zone)
