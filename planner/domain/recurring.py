"""What comes again: absences of some hours of a weekday, or of the same dates every year."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from planner.domain.time import ONE_DAY, Zone, day_bounds, span

#: A day of the calendar without its year: month, day.
MonthDay = tuple[int, int]


def comes_on(
    day: date, days: Collection[int], valid_from: date | None, valid_until: date | None
) -> bool:
    """Whether what comes on these days of the week (Monday 0) comes on a date; both ends count."""
    valid = (valid_from or date.min) <= day <= (valid_until or date.max)
    return valid and day.weekday() in days


@dataclass(frozen=True, slots=True)
class WeeklyAbsence:
    """On these weekdays (Monday 0) from wall time to wall time: closed hours, not a leave.

    An `end` at or before `start` falls on the next day. Validity dates are inclusive.
    """

    days: frozenset[int]
    start: time
    end: time
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def applies(self, day: date) -> bool:
        """Whether it begins on this date of the wall calendar."""
        return comes_on(day, self.days, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class YearlyAbsence:
    """The same whole days every year, both included; over the turn of the year if need be.

    Where there is no 29 February it begins on 1 March, or ends on the 28th; alone it does not
    happen in such a year.
    """

    first: MonthDay
    last: MonthDay
    note: str = ""

    def in_year(self, year: int) -> tuple[date, date] | None:
        """The first and the last day of the occurrence that begins in a year."""
        begins = _date(year, self.first, 1)
        ends = _date(year + (self.last < self.first), self.last, 0)
        return (begins, ends) if begins <= ends else None


def weekly_spans(
    rows: Sequence[WeeklyAbsence], day: date, zone: Zone
) -> tuple[tuple[datetime, datetime], ...]:
    """What the weekly absences close from a date on, half-open, in UTC."""
    return tuple(span(day, row.start, row.end, zone) for row in rows if row.applies(day))


def yearly_spans(
    rows: Sequence[YearlyAbsence], years: range, zone: Zone, day_starts: time
) -> Iterator[tuple[str, datetime, datetime]]:
    """The occurrences that begin in these years: a key that names one, its begin and its end."""
    for year in years:
        for row in rows:
            found = row.in_year(year)
            if found is None:
                continue
            first, last = found
            since = day_bounds(first, zone, day_starts)[0]
            yield f"{first}..{last}", since, day_bounds(last, zone, day_starts)[1]


def _date(year: int, named: MonthDay, missing: int) -> date:
    """The date in a year; for a missing 29 February so many days after the 28th."""
    try:
        return date(year, *named)
    except ValueError:
        return date(year, 2, 28) + missing * ONE_DAY
