"""What a day and a window can hold: limits, fill target, what is used up, and the ramp."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

from planner.domain.plan import Limit, Slot
from planner.domain.request import Effort
from planner.domain.time import to_minutes, working_day
from planner.domain.window import Absence, Schedule, Window, windows_between

#: So many open days after an absence are numbered for the rules.
RAMP_DAYS = 10


@dataclass(frozen=True, slots=True)
class DayRule:
    """What the policy says of a day. Limits in answers, requests and minutes.

    `fill` is how full it is planned, `percent` what it keeps of its size after an absence,
    `reserve` what it keeps for new requests, all in percent; `later_start` is proposed for the next
    day, in minutes. These values hold where no rule is asked; the house's own rules say the same.
    """

    answers: int = 30
    minutes: int = 90
    window_answers: int = 15
    portion: int = 7
    fill: int = 80
    percent: int = 100
    reserve: int = 0
    hostile: int = 3
    portion_hostile: int = 1
    urgent: int = 3
    peeks: int = 3
    notifications: int = 5
    later_start: int = 0


NOTHING = Effort(0, 0)


@dataclass(frozen=True, slots=True)
class Capacity:
    """The input of a plan: slots, and the limits of their days."""

    slots: tuple[Slot, ...]
    limits: Mapping[str, Limit]


def capacity(
    windows: Sequence[Window],
    rule: Callable[[date], DayRule],
    now: datetime,
    *,
    used: Mapping[date, Effort],
    used_in: Mapping[str, Effort],
    reserve: bool = False,
) -> Capacity:
    """Windows as slots with what they still hold, days with what they still hold.

    `reserve` keeps the room for new arrivals that the rules ask for. A window that has begun holds
    at most the minutes that are left in it.
    """
    slots, limits = [], {}
    for window in windows:
        day_rule = rule(window.day)
        gone = used_in.get(window.id, NOTHING)
        count = max(0, min(window.answers, day_rule.window_answers) - gone.answers)
        left = (window.end - max(now, window.start)) // timedelta(minutes=1)
        minutes = max(0, min(window.minutes - gone.minutes, left))
        slots.append(
            Slot(
                window.id,
                to_minutes(window.start),
                to_minutes(window.end),
                window.day.isoformat(),
                count=count,
                minutes=minutes,
            )
        )
        if window.day.isoformat() not in limits:
            limits[window.day.isoformat()] = _limit(
                day_rule, used.get(window.day, NOTHING), reserve
            )
    return Capacity(tuple(slots), limits)


def _limit(rule: DayRule, used: Effort, reserve: bool) -> Limit:
    keep = rule.reserve if reserve else 0

    def left(most: int, gone: int) -> tuple[int, int]:
        whole = floor(most * rule.percent / 100)
        filled = floor(most * rule.fill * rule.percent / 10_000)
        return max(0, whole - gone), max(0, filled - floor(filled * keep / 100) - gone)

    count, fill_count = left(rule.answers, used.answers)
    minutes, fill_minutes = left(rule.minutes, used.minutes)
    return Limit(count, minutes, fill_count, fill_minutes)


def ramp_days(
    schedule: Schedule,
    windows: Sequence[Window],
    absences: Sequence[Absence],
    now: datetime,
    *,
    backlog: Callable[[datetime], Effort] | None = None,
    rule: Callable[[date], DayRule] | None = None,
) -> dict[date, int]:
    """The open days after each longer absence, numbered from 1 (needs.md 3.1, E-03).

    An absence that closed one open day has no ramp when what waited at the return (`backlog` of
    that instant: what arrived before it and was open then) fits the first day's budget, as `rule`
    says it; one that closed none has no ramp at all.
    """
    numbered: dict[date, int] = {}
    open_days = sorted({window.day for window in windows})
    for absence in absences:
        if absence.until is None or absence.until < now - timedelta(days=30):
            continue
        lost = {w.day for w in windows_between(schedule, absence.since, absence.until)}
        first = working_day(absence.until, schedule.zone, schedule.day_starts)
        if not lost or (len(lost) == 1 and _fits_a_day(absence.until, backlog, rule, first)):
            continue
        gone = (
            {w.day for w in windows_between(schedule, absence.until, now)}
            if (absence.until < now)
            else set()
        )
        days = sorted(gone | {day for day in open_days if day >= first})[:RAMP_DAYS]
        numbered.update({day: number for number, day in enumerate(days, start=1)})
    return numbered


def _fits_a_day(
    returns: datetime,
    backlog: Callable[[datetime], Effort] | None,
    rule: Callable[[date], DayRule] | None,
    day: date,
) -> bool:
    """Whether what waited at the return is at most one day's budget."""
    if backlog is None or rule is None:
        return True
    waited, budget = backlog(returns), rule(day)
    return waited.answers <= budget.answers and waited.minutes <= budget.minutes
