"""Local-time arithmetic: the only module that does any, and the only one that knows `whenever`.

Outside it every instant is an aware `datetime` in UTC, and a local time is a date, a time and a
zone: an IANA name, or `Zones` while the owner travels. The rules for daylight saving (engine.md,
section 3) are written here once.
"""

from __future__ import annotations

import datetime as dt
import difflib
import zoneinfo
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeAlias

from whenever import Instant, PlainDateTime, RepeatedTime, SkippedTime

ONE_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Local:
    """What calendar and clock on the owner's wall show; `weekday` is 0 on Monday."""

    date: dt.date
    time: dt.time
    weekday: int


@dataclass(frozen=True, slots=True)
class Zones:
    """A zone that changes on dates: the home zone, and each other one with its first working day.

    A zone changes with the working day, at `day_starts` on the new wall, so that days follow each
    other without gap or overlap: westward the day before is longer, eastward shorter. A wall time
    is read in the zone of the working day that its date and hour belong to; what the journey
    leaves out is moved to the moment of the change, like a time that a clock change skips.
    ValueError unless the dates rise.
    """

    home: str
    changes: tuple[tuple[dt.date, str], ...]
    day_starts: dt.time

    def __post_init__(self) -> None:
        if any(a >= b for (a, _), (b, _) in pairwise(self.changes)):
            raise ValueError("The dates on which the zone changes have to rise.")

    def of_instant(self, at: dt.datetime) -> str:
        """The zone in which the owner is at an instant."""
        found = self.home
        for (_, zone), moment in zip(self.changes, _moments(self), strict=True):
            if moment <= at:
                found = zone
        return found

    def of_wall(
        self, day: dt.date, at: dt.time
    ) -> tuple[str, dt.datetime | None, dt.datetime | None]:
        """The zone in which a wall time is read, and from when until when that zone holds."""
        number, zone = self._piece(day if at >= self.day_starts else day - ONE_DAY)
        moments = _moments(self)
        begins = moments[number - 1] if number else None
        return zone, begins, moments[number] if number < len(moments) else None

    def _piece(self, day: dt.date) -> tuple[int, str]:
        number = sum(first <= day for first, _ in self.changes)
        return number, self.changes[number - 1][1] if number else self.home


#: Where wall times are read: an IANA name, or one that changes on dates.
Zone: TypeAlias = str | Zones


@cache
def _moments(zones: Zones) -> tuple[dt.datetime, ...]:
    """When each zone begins, never before the one before it."""
    found: list[dt.datetime] = []
    for first, zone in zones.changes:
        moment = _in_zone(first, zones.day_starts, zone, last=False)
        found.append(max([moment, *found[-1:]]))
    return tuple(found)


def zone_at(zone: Zone, at: dt.datetime) -> str:
    """The IANA name of the zone that holds at an instant."""
    return zone if isinstance(zone, str) else zone.of_instant(at)


def check_zone(name: str) -> str:
    """The name itself when it is an IANA zone; ValueError names the nearest ones otherwise."""
    zones = _every_zone()
    if name in zones:
        return name
    near = _nearest_zones(name, zones)
    hint = f" Did you mean {' or '.join(near)}?" if near else " Write it as Europe/Brussels."
    raise ValueError(f"There is no time zone '{name}'.{hint}")


@cache
def _every_zone() -> frozenset[str]:
    """Once a process: some hundred files are opened for it."""
    return frozenset(zoneinfo.available_timezones())


def zones_like(name: str) -> tuple[str, ...]:
    """At most three zones that somebody may mean by a name or a city, the likeliest first."""
    return tuple(_nearest_zones(name, _every_zone()))


def _nearest_zones(name: str, zones: frozenset[str]) -> list[str]:
    """Zones that resemble the whole name or, for a bare "Brussel", its last part."""
    spelled: dict[str, str] = {}
    for zone in sorted(zones, reverse=True):
        spelled[zone.rpartition("/")[2].lower()] = zone
    spelled |= {zone.lower(): zone for zone in zones}
    wanted = name.strip().replace(" ", "_").lower()
    near = difflib.get_close_matches(wanted, sorted(spelled), n=3)
    return list(dict.fromkeys(spelled[match] for match in near))


def to_local(at: dt.datetime, zone: Zone) -> Local:
    """An instant on the wall. ValueError for a naive datetime or an unknown zone."""
    wall = Instant(at).to_tz(zone_at(zone, at)).to_plain().to_stdlib()
    return Local(wall.date(), wall.time(), wall.weekday())


def instant(day: dt.date, at: dt.time, zone: Zone, *, last: bool = False) -> dt.datetime:
    """The instant of a wall time, in UTC.

    A time that the clock skips is the end of the gap; one that comes twice is the first, or the
    second with `last`. ValueError for an unknown zone. Source: engine.md, section 3.
    """
    if isinstance(zone, str):
        return _in_zone(day, at, zone, last=last)
    name, begins, ends = zone.of_wall(day, at)
    found = _in_zone(day, at, name, last=last)
    if begins is not None and found < begins:
        return begins
    return ends if ends is not None and found > ends else found


@lru_cache(maxsize=1 << 14)  # the same windows are asked for again and again
def _in_zone(day: dt.date, at: dt.time, zone: str, *, last: bool) -> dt.datetime:
    wall = PlainDateTime(dt.datetime.combine(day, at.replace(tzinfo=None)))
    try:
        exact = wall.assume_tz(zone, disambiguation="raise")
    except RepeatedTime:
        exact = wall.assume_tz(zone, disambiguation="later" if last else "earlier")
    except SkippedTime:
        before = wall.assume_tz(zone, disambiguation="earlier")
        # The gap is the next change after an instant that lies less than one gap before it.
        exact = before.next_transition() or before
    return exact.to_instant().to_stdlib()


def span(day: dt.date, start: dt.time, end: dt.time, zone: Zone) -> tuple[dt.datetime, dt.datetime]:
    """From the first `start` of a date to the last `end` after it, at most a day later."""
    end_day = day if start < end else day + ONE_DAY
    return instant(day, start, zone), instant(end_day, end, zone, last=True)


@lru_cache(maxsize=1 << 14)
def working_day(at: dt.datetime, zone: Zone, day_starts: dt.time) -> dt.date:
    """The local working day that contains an instant: the one whose `day_bounds` hold it."""
    day = to_local(at, zone).date
    while at < instant(day, day_starts, zone):
        day -= ONE_DAY
    # Where the clock falls back over midnight, the next day may have begun on an old date.
    while at >= instant(day + ONE_DAY, day_starts, zone):
        day += ONE_DAY
    return day


def day_bounds(day: dt.date, zone: Zone, day_starts: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """The half-open interval of a local working day, in UTC; 23 to 25 hours long at home."""
    return instant(day, day_starts, zone), instant(day + ONE_DAY, day_starts, zone)


def to_minutes(at: dt.datetime) -> int:
    """Whole minutes since 1970-01-01 00:00 UTC, rounded down. ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError(f"The instant {at.isoformat()} has no zone; give an aware datetime.")
    return (at - _EPOCH) // _MINUTE


def from_minutes(m: int) -> dt.datetime:
    """The instant in UTC of a number of minutes since the epoch."""
    return _EPOCH + m * _MINUTE
