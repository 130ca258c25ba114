"""What servers are to say by themselves, as spans of time: in an absence, and between windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from planner.domain.absence import joined, news_of
from planner.domain.time import day_bounds, working_day
from planner.domain.window import Absence, Left, Schedule, Window, windows_between, windows_from

#: So far ahead words are prepared, for a machine that sleeps.
AHEAD = timedelta(days=42)
#: Prepared words are prepared again when they reach less far.
ENOUGH = timedelta(days=21)
#: So long the shop may be closed between two windows, without any absence.
LONGEST_GAP = timedelta(days=30)


class Says(StrEnum):
    """What is said in a span."""

    AWAY = "server_away"  # no return is known: the day of news
    UNTIL = "server_until"  # unavailable until a day
    HOURS = "server_hours"  # the next answering window


@dataclass(frozen=True, slots=True)
class Span:
    """What mail that comes in `[since, until)` is told: news by `due`.

    `back` is the end of an absence that has one, `window` the answering window of `hours`.
    """

    says: Says
    name: str
    since: datetime
    until: datetime
    due: datetime
    back: datetime | None = None
    window: Window | None = None


def away_spans(
    schedule: Schedule, absences: Sequence[Absence], now: datetime, left: Left
) -> tuple[Span, ...]:
    """The spans of the absences that are there or to come, soonest first.

    Each ends before what it says could be stale (invariant 9): with the absence, or when its day of
    news begins, and then the next one follows.
    """
    found: list[Span] = []
    for absence in joined(absences):
        if absence.since >= now + AHEAD or (absence.until is not None and absence.until <= now):
            continue
        after = absence.until
        ahead = list(windows_from(schedule, after or now, absences, left, horizon_days=60))
        if after and ahead:
            due = max(w.end for w in ahead if w.day == ahead[0].day)
            name = f"away {absence.key} {after:%Y-%m-%dT%H:%M}"
            found.append(Span(Says.UNTIL, name, absence.since, after, due, back=after))
        else:  # also where one without an end follows before any window: no return is known
            found += _endless(schedule, absence, now, left, absences)
    return tuple(found)


def _endless(
    schedule: Schedule,
    absence: Absence,
    now: datetime,
    left: Left,
    others: Sequence[Absence],
) -> list[Span]:
    found: list[Span] = []
    since, at = absence.since, max(now, absence.since)
    ends = min(now + AHEAD, absence.until or now + AHEAD)
    absence = replace(absence, until=None)
    while since < ends:
        news = news_of(schedule, absence, at, left, others)
        if news is None:
            break
        day = working_day(news.due - timedelta(seconds=1), schedule.zone, schedule.day_starts)
        until = day_bounds(day, schedule.zone, schedule.day_starts)[0]
        if ends < now + AHEAD:
            until = min(until, ends)
        name = f"away {absence.key} {day.isoformat()}"
        found.append(Span(Says.AWAY, name, since, until, news.due))
        since = at = until
    return found


def hours_spans(
    schedule: Schedule,
    absences: Sequence[Absence],
    now: datetime,
    left: Left,
    taken: Sequence[Span],
) -> tuple[Span, ...]:
    """Between the windows: by the end of the next one there is an answer, or its date.

    Never an answer's date: the server cannot count who wrote meanwhile, and nobody is told a date
    that has no room (invariant 1). Where an absence has its own words (`taken`), those are said.
    """
    windows = windows_between(schedule, now - LONGEST_GAP, now + AHEAD, absences, left)
    found: list[Span] = []
    for before, window in pairwise(windows):
        for since, until in _outside(before.start, window.start, taken):
            if until > now:
                found.append(Span(Says.HOURS, "hours", since, until, window.end, window=window))
    return tuple(found)


def _outside(
    since: datetime, until: datetime, taken: Sequence[Span]
) -> Iterator[tuple[datetime, datetime]]:
    """The parts of an interval that no span takes; `taken` is in order."""
    for span in taken:
        if span.since < until and span.until > since:
            if since < span.since:
                yield since, span.since
            since = span.until
    if since < until:
        yield since, until
