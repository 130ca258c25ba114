"""Answering windows: weekly rows, special days and absences become intervals in time.

A row and a special day speak of dates on the wall calendar; `Window.day` is the working day the
window starts in, which daily limits use. Every interval is half-open.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from planner.domain.recurring import WeeklyAbsence, YearlyAbsence, comes_on, weekly_spans
from planner.domain.time import (
    ONE_DAY,
    Zone,
    instant,
    span,
    to_local,
    working_day,
)

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A row of the week: on these days (Monday 0) from wall time to wall time.

    An `end` at or before `start` falls on the next day; equal times make a window of a whole day.
    `minutes` None means all of it. Validity dates are inclusive. ValueError for impossible values.
    """

    days: frozenset[int]
    start: time
    end: time
    answers: int = 15
    minutes: int | None = None
    name: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(7)):
            raise ValueError(f"Days are numbers from 0 (Monday) to 6, not {sorted(self.days)}.")
        if self.answers < 0 or (self.minutes or 0) < 0:
            raise ValueError("A window cannot hold fewer than 0 answers or minutes.")

    def applies(self, day: date) -> bool:
        """Whether the row makes a window on this date of the wall calendar."""
        return comes_on(day, self.days, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One date that is closed, opens late or closes early, or has its own windows.

    With `opens` or `closes` the weekly windows are cut there, with `first` the first of them begins
    then and is as long as usual; otherwise `windows` stand instead of them. The `days` and validity
    of its windows are not looked at: the date is `day`.
    """

    day: date
    closed: bool = True
    windows: tuple[Weekly, ...] = ()
    note: str = ""
    opens: time | None = None
    closes: time | None = None
    first: time | None = None

    @property
    def cuts(self) -> bool:
        """Whether it keeps the weekly windows and changes their hours."""
        return not self.closed and any((self.opens, self.closes, self.first))


@dataclass(frozen=True, slots=True)
class Absence:
    """An interval in which the owner is unavailable; `until` is None while no end is known."""

    id: int
    kind: str
    since: datetime
    until: datetime | None
    half: str = ""
    occurrence: str = ""  # names one of a yearly absence, which is derived from the settings

    @property
    def key(self) -> str:
        """What names it in the log and on the command line."""
        return self.occurrence or str(self.id)

    def covers(self, at: datetime) -> bool:
        """Whether the instant lies inside."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Window:
    """One occurrence: `id` is its wall start as planned, which no absence changes.

    `minutes` is what was configured or the real length, whichever is less.
    """

    id: str
    day: date
    start: datetime
    end: datetime
    answers: int
    minutes: int
    name: str = ""


#: What the rules leave of a window: all of it, a part, or nothing.
Left = Callable[[Window], Window | None]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the owner answers: a zone, weekly rows, special days and quiet hours.

    `quiet` is a pair of wall times, over midnight when the second is the earlier one; equal times
    mean no quiet hours. Of two special days on one date the last one counts. `weekly_absences`
    close their hours here; a yearly one is a leave and comes as an Absence (domain/absence.py).
    """

    zone: Zone
    day_starts: time
    weekly: tuple[Weekly, ...]
    special: tuple[SpecialDay, ...] = ()
    quiet: tuple[time, time] | None = None
    weekly_absences: tuple[WeeklyAbsence, ...] = ()
    yearly_absences: tuple[YearlyAbsence, ...] = ()
    #: The windows of a date, before absences: every plan asks for the same ones.
    _on: dict[date, tuple[Window, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def on(self, day: date, special: SpecialDay | None) -> tuple[Window, ...]:
        """The windows that start on a date, before absences; `special` is what it is."""
        if day not in self._on:
            self._on[day] = tuple(_windows_on(self, day, special))
        return self._on[day]


def with_special(schedule: Schedule, noted: Sequence[SpecialDay]) -> Schedule:
    """The schedule with special days that were noted; where both speak, its own win."""
    return replace(schedule, special=(*noted, *schedule.special)) if noted else schedule


def day_of(schedule: Schedule, window_id: str) -> date:
    """The working day of the window with this id: not always the date that begins the id.

    ValueError for what is no id of a window.
    """
    start = datetime.fromisoformat(window_id)
    at = instant(start.date(), start.time(), schedule.zone)
    return working_day(at, schedule.zone, schedule.day_starts)


def windows_between(
    schedule: Schedule,
    since: datetime,
    until: datetime,
    absences: Sequence[Absence] = (),
    left: Left | None = None,
) -> tuple[Window, ...]:
    """Every window that ends after `since` and starts before `until`, by start, then id.

    An absence removes or cuts a window; `left` says what the rules leave of the others.
    """
    found = _ruled(_stream(schedule, since, until, absences), since, left)
    return tuple(sorted((w for w in found if w.start < until), key=lambda w: (w.start, w.id)))


def windows_from(
    schedule: Schedule,
    at: datetime,
    absences: Sequence[Absence] = (),
    left: Left | None = None,
    horizon_days: int = 400,
) -> Iterator[Window]:
    """The windows that end after `at`, by start, then id, one day at a time and no further."""
    return _ruled(_stream(schedule, at, at + horizon_days * ONE_DAY, absences), at, left)


def next_window(
    schedule: Schedule,
    at: datetime,
    absences: Sequence[Absence] = (),
    left: Left | None = None,
    horizon_days: int = 400,
) -> Window | None:
    """The first window that ends after `at`: the one in progress, or the next; None if none is."""
    return next(windows_from(schedule, at, absences, left, horizon_days), None)


def absent(absences: Sequence[Absence], at: datetime) -> Absence | None:
    """The absence that holds at an instant; of several the one that ends last, then lowest id."""
    holding = [absence for absence in absences if absence.covers(at)]
    if not holding:
        return None
    endless = [absence for absence in holding if absence.until is None]
    if endless:
        return min(endless, key=lambda absence: absence.id)
    last = max(absence.until for absence in holding if absence.until is not None)
    return min((a for a in holding if a.until == last), key=lambda absence: absence.id)


def _ruled(windows: Iterator[Window], since: datetime, left: Left | None) -> Iterator[Window]:
    """What the rules leave of windows that still end after `since`."""
    for window in windows:
        kept = left(window) if left else window
        if kept is not None and kept.end > since:
            yield kept


def _stream(
    schedule: Schedule, since: datetime, until: datetime, absences: Sequence[Absence]
) -> Iterator[Window]:
    """Windows in order, a date at a time.

    A cut may push a start past the windows of the next date, so a window waits in a heap until no
    later date can begin before it.
    """
    special = {day.day: day for day in schedule.special}
    away = [(a.since, a.until) for a in absences]
    waiting: list[tuple[datetime, str, Window]] = []
    # A window lasts a day at most, so one that still runs began yesterday or, at the latest
    # falling back of the clock, the day before; a journey westward makes a day longer by another.
    day = (
        to_local(since, schedule.zone).date - (2 if isinstance(schedule.zone, str) else 3) * ONE_DAY
    )
    # A clock that falls back over midnight has shown the next date already.
    end_day = to_local(until, schedule.zone).date + ONE_DAY
    while day <= end_day:
        weekly = [(a.since, a.until) for a in _closed_around(schedule, day, special)]
        for window in schedule.on(day, special.get(day)):
            cut = without(window, [*away, *weekly], since)
            if cut is not None and cut.end > since and cut.start < until:
                heapq.heappush(waiting, (cut.start, cut.id, cut))
        day += ONE_DAY
        morning = instant(day, time(), schedule.zone) if waiting else since
        while waiting and (day > end_day or waiting[0][0] < morning):
            yield heapq.heappop(waiting)[2]


def _closed_around(
    schedule: Schedule, day: date, special: Mapping[date, SpecialDay]
) -> list[Absence]:
    """What weekly absences close of the windows of a date; a day with its own hours wins."""
    if not schedule.weekly_absences:
        return []
    own = special.get(day)
    days = [day + n * ONE_DAY for n in (-1, 0, 1)]
    return [
        Absence(0, "closed", since, until)
        for n in days
        if n != day or own is None or own.closed or own.cuts
        for since, until in weekly_spans(schedule.weekly_absences, n, schedule.zone)
    ]


def _windows_on(schedule: Schedule, day: date, special: SpecialDay | None) -> Iterator[Window]:
    """The windows that start on a date, before absences.

    Of two rows with one start the first counts.
    """
    if special is None or special.cuts:
        rows = [row for row in schedule.weekly if row.applies(day)]
    else:
        rows = [] if special.closed else list(special.windows)
    seen: set[str] = set()
    starts = sorted(row.start for row in rows)
    for row in rows:
        start, end = span(day, row.start, row.end, schedule.zone)
        id_ = f"{day.isoformat()}T{row.start:%H:%M}"
        planned = start
        if special is not None:
            if special.first is not None and row.start == starts[0]:
                start, end = _later(schedule, special.first, day, (start, end), starts)
            start, end = _within(schedule, special, start, end)
        length = _length(start, end)
        # All of it may lie in the hour that the clock skips: then it does not take place.
        if length <= 0 or id_ in seen:
            continue
        seen.add(id_)
        minutes = length if row.minutes is None else min(row.minutes, length)
        owner_day = working_day(planned, schedule.zone, schedule.day_starts)
        yield Window(id_, owner_day, start, end, row.answers, minutes, row.name)


def _later(
    schedule: Schedule,
    first: time,
    day: date,
    usual: tuple[datetime, datetime],
    starts: Sequence[time],
) -> tuple[datetime, datetime]:
    """The first window of a day when it begins later: as long as usual, up to the next one."""
    start = instant(day, first, schedule.zone)
    end = start + (usual[1] - usual[0])
    later = [instant(day, at, schedule.zone) for at in starts if at > starts[0]]
    return start, min([end, *later])


def _within(
    schedule: Schedule, special: SpecialDay, start: datetime, end: datetime
) -> tuple[datetime, datetime]:
    """What a day that opens late or closes early leaves of a window.

    A closing time up to the start of the working day is the night after: 00:30 closes a window
    that runs over midnight.
    """
    if special.opens is not None:
        start = max(start, instant(special.day, special.opens, schedule.zone))
    if special.closes is not None:
        late = special.closes <= schedule.day_starts
        day = special.day + ONE_DAY if late else special.day
        end = min(end, instant(day, special.closes, schedule.zone, last=True))
    return start, end


def without(
    window: Window,
    closed: Sequence[tuple[datetime, datetime | None]],
    since: datetime | None = None,
) -> Window | None:
    """What closed intervals leave of a window: the longest part, as one window is one interval.

    Seen from `since`, of the parts that are not over: who comes back inside a window has the rest.
    """
    parts = [(window.start, window.end)]
    for since, until in closed:
        if until is not None and until <= since:
            continue
        left: list[tuple[datetime, datetime]] = []
        for start, end in parts:
            left.append((start, min(end, since)))
            if until is not None:
                left.append((max(start, until), end))
        parts = [part for part in left if part[0] < part[1]]
    if not parts:
        return None
    ahead = [part for part in parts if since is None or part[1] > since] or parts
    start, end = max(ahead, key=lambda part: (part[1] - part[0], -part[0].timestamp()))
    length = _length(start, end)
    if length <= 0:
        return None
    if (start, end) == (window.start, window.end) and window.minutes <= length:
        return window
    return replace(window, start=start, end=end, minutes=min(window.minutes, length))


def _length(start: datetime, end: datetime) -> int:
    """Real whole minutes."""
    return (end - start) // _MINUTE
