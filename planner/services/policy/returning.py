"""The days of a return after an absence, numbered from 1 so that rules can speak of them (E-03)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from planner.domain.absence import joined
from planner.domain.capacity import RAMP_DAYS, ramp_days
from planner.domain.request import Effort
from planner.domain.window import Window, windows_from
from planner.services.policy.policy import Policy

#: So long after the end of an absence its days are looked for.
WITHIN = timedelta(days=30)
#: Nothing is planned so far ahead: the leaves of the years after it are not asked about.
AHEAD = timedelta(days=400)


def days_of_return(
    usual: Policy, now: datetime, waiting_at: Callable[[datetime], Effort]
) -> dict[date, int]:
    """The numbered days, seen from now; `waiting_at` says what was open at an instant.

    `usual` are the rules as on a day that is no return. The days are numbered as if no rule spoke
    of them, or a closed first day would make the next one the first.
    """
    absences = [
        one
        for one in joined(usual.absences)
        if one.until is not None and now - WITHIN < one.until < now + AHEAD
    ]
    windows = [
        window
        for absence in absences
        if absence.until is not None
        for window in _ahead(usual, absence.until, now)
    ]
    if not windows:
        return {}
    return ramp_days(usual.schedule, windows, absences, now, backlog=waiting_at, rule=usual.day)


def _ahead(usual: Policy, returns: datetime, now: datetime) -> Iterator[Window]:
    """The windows ahead on the open days after a return, as many of these as can be numbered.

    Asked at every tick about every absence, also about those of the years to come.
    """
    since, until = max(now, returns), returns + WITHIN
    days: set[date] = set()
    horizon = max(0, (until - since).days + 1)
    for window in windows_from(usual.schedule, since, usual.absences, usual.left, horizon):
        days.add(window.day)
        if window.start >= until or len(days) > RAMP_DAYS:
            return
        yield window
