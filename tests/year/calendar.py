"""The calendar of the year's shop, worked out by hand: no time zone database, none of our code.

Belgium is two hours ahead of UTC from the last Sunday of March, 01:00 UTC, to the last of October.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DAY_STARTS = 4
RAMP = 3  # days
#: Weekdays, from, to: the third lies in the hours that are skipped or come twice.
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ROWS = (
    ((0, 1, 2, 3, 4, 5), "11:00", "11:45"),
    ((0, 1, 2, 3, 4), "17:00", "17:45"),
    ((6,), "02:15", "03:20"),
    ((5,), "23:30", "00:30"),
)
CLOSED = frozenset({date(2027, 11, 11), date(2028, 3, 6), date(2028, 5, 1)})
#: Wednesday afternoons, and the days around New Year.
WEEKLY = (2, 12, 24)
YEARLY = ((12, 24), (1, 2))

SETTINGS = {
    "shop": {"day_starts": f"{DAY_STARTS:02}:00"},
    "quiet": {"from": "20:30", "to": "08:30"},
    "window": [
        {
            "days": [NAMES[day] for day in days],
            "from": since, "to": until, "answers": 15,
        }
        | ({"overnight": True} if until < since else {})
        for days, since, until in ROWS
    ],
    "special_day": [{"date": day, "closed": True} for day in sorted(CLOSED)],
    "absence": [
        {"days": "wednesday", "from": "12:00", "to": "24:00"},
        {"yearly": "12-24..01-02"},
    ],
}  # fmt: skip


@cache
def last_sunday(year, month):
    """The instant of that night at which the clocks change."""
    day = date(year, month, 31)
    while day.weekday() != 6:
        day -= DAY
    return datetime.combine(day, time(1), UTC)


def ahead(at):
    """By how much the wall is ahead of UTC."""
    summer = last_sunday(at.year, 3) <= at < last_sunday(at.year, 10)
    return (2 if summer else 1) * HOUR


@cache
def instant(day, clock, *, last=False):
    """When the wall shows a time of a day; what is skipped is the moment of the change."""
    hour, minute = map(int, clock.split(":"))
    wall = datetime.combine(day, time(), UTC) + timedelta(hours=hour, minutes=minute)
    found = [wall - n * HOUR for n in (2, 1) if ahead(wall - n * HOUR) == n * HOUR]
    if not found:
        return last_sunday(day.year, day.month)
    return found[-1 if last else 0]


def working_day(at):
    """The working day of an instant."""
    return (at + ahead(at) - DAY_STARTS * HOUR).date()


def begins(day):
    """When a working day begins."""
    return instant(day, f"{DAY_STARTS:02}:00")


def windows(since, until):
    """Every window that ends after `since` and begins before `until`, before absences."""
    day = since.date() - 2 * DAY
    while day <= until.date() + DAY:
        for days, first, last in ROWS:
            if day.weekday() in days and day not in CLOSED:
                start = instant(day, first)
                end = instant(day + DAY * (last < first), last, last=True)
                if start < end and end > since and start < until:
                    yield f"{day}T{first}", start, end
        day += DAY


def yearly(year):
    """The key and the two ends of the absence that begins in a year."""
    first, last = date(year, *YEARLY[0]), date(year + 1, *YEARLY[1])
    return f"{first}..{last}", begins(first), begins(last + DAY)


def absences(file, now):
    """(key, since, until) of each absence that holds or held, as the file and the settings say."""
    with closing(sqlite3.connect(file)) as connection:
        noted = connection.execute(
            "SELECT id, since, until, occurrence, cancelled_at FROM absences"
        ).fetchall()
    replaced = {row[3] for row in noted if row[3]}
    found = [(str(id_), _at(a), _at(b) if b else None) for id_, a, b, _, gone in noted if not gone]
    for year in range(now.year - 1, now.year + 3):
        key, since, until = yearly(year)
        if key not in replaced:
            found.append((key, since, until))
    return found


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_of_return(away, now):
    """The first open days after an absence: the house leaves closed some of their windows."""
    found = set()
    for _, _, until in away:
        if until is not None and until <= now + DAY:
            days = dict.fromkeys(
                working_day(start) for _, start, _ in windows(until, until + 12 * DAY)
            )
            found |= set(list(days)[:RAMP])
    return found


def taken_place(since, now, away):
    """The windows that have opened, and those that have closed, in what absences leave of them;
    and which of them a return may have left closed all the same.
    """
    opened, closed, perhaps, eased = set(), set(), set(), days_of_return(away, now)
    first, last, hours = WEEKLY[0], f"{WEEKLY[1]}:00", "00:00"
    for name, start, end in windows(since, now):
        parts = [(start, end)]
        day = start.date() - 2 * DAY
        shut = [(a, b or now + 9999 * DAY) for _, a, b in away]
        while day < end.date() + DAY:
            if day.weekday() == first:
                shut.append((instant(day, last), instant(day + DAY, hours, last=True)))
            day += DAY
        for a, b in shut:
            parts = [x for s, e in parts for x in ((s, min(e, a)), (max(s, b), e)) if x[0] < x[1]]
        parts = [(s, e) for s, e in parts if e > since]
        if not parts:
            continue
        start, end = max(parts, key=lambda part: (part[1] - part[0], -part[0].timestamp()))
        if end - start >= timedelta(minutes=1):
            opened |= {name} if start <= now else set()
            closed |= {name} if end <= now else set()
            perhaps |= {name} if working_day(start) in eased else set()
    return opened, closed, perhaps
