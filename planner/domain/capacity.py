"""What a day and a window can hold: limits, fill target, what is used up, and the ramp."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor

from planner.domain.plan.jobs import Limit, Slot
from planner.domain.request import Effort
from planner.domain.time import to_minutes, working_day
from planner.domain.window import Absence, Schedule, Window, windows_between

#: So many open days after an absence are numbered for the rules.
RAMP_DAYS = 10
#: A day that keeps all of its size, in percent.
WHOLE = 100


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
    waited: Mapping[date, Effort] | None = None,
) -> Capacity:
    """Windows as slots with what they still hold, days with what they still hold.

    With `waited`, it is what they hold for those who waited at a return: the room for new arrivals
    that the rules ask for is kept, and of what is used only `waited` (theirs) counts against the
    rest. A window that has begun holds at most the minutes that are left in it.
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
            theirs = None if waited is None else waited.get(window.day, NOTHING)
            limits[window.day.isoformat()] = _limit(day_rule, used.get(window.day, NOTHING), theirs)
    return Capacity(tuple(slots), limits)


def _limit(rule: DayRule, used: Effort, waited: Effort | None) -> Limit:
    whole = budget(rule)
    filled = Effort(
        *(floor(most * rule.fill * rule.percent / 10_000) for most in (rule.answers, rule.minutes))
    )
    fills = Effort(filled.answers - used.answers, filled.minutes - used.minutes)
    if waited is not None:
        keep = kept(filled.answers, rule)
        # In whole answers, as the count: else an answer's minutes would be lost every day.
        minutes = floor(filled.minutes * keep / filled.answers) if filled.answers else 0
        fills = Effort(
            min(fills.answers, filled.answers - keep - waited.answers),
            min(fills.minutes, filled.minutes - minutes - waited.minutes),
        )
    return Limit(
        max(0, whole.answers - used.answers),
        max(0, whole.minutes - used.minutes),
        max(0, fills.answers),
        max(0, fills.minutes),
    )


def budget(rule: DayRule) -> Effort:
    """What a day holds in all: after an absence a part of its size."""
    return Effort(*(floor(most * rule.percent / 100) for most in (rule.answers, rule.minutes)))


def kept(holds: int, rule: DayRule) -> int:
    """What of so many answers is kept for requests that come after a return."""
    return floor(holds * rule.reserve / 100)


def share_of_waited(rule: DayRule, waited: int, fresh: int, coming: int | None) -> int:
    """How many answers a day of a return still has for those who waited then (needs.md E-03).

    `waited` and `fresh` were given today to them and to those who wrote since; of the latter
    `coming` are there, None while more of them may come before the last window of the day: then
    all that is kept for them stays kept.
    """
    whole = budget(rule).answers
    left = max(0, kept(whole, rule) - fresh)
    if coming is not None:
        left = min(left, coming)
    return max(0, whole - waited - fresh - left)


def windows_of_return(usual: int, left: Sequence[Window], percent: int) -> Sequence[Window]:
    """The windows that a day of a return opens: half a day is half its windows (needs.md E-03).

    `usual` is how many the day has otherwise, `left` those that the absence left of them; the first
    of these open, and a share of one is one.
    """
    return left[: ceil(usual * percent / 100)] if percent < WHOLE else left


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
