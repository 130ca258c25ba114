"""Local-time arithmetic: the only module that does any, and the only one that knows `whenever`.

Outside it every instant is an aware `datetime` in UTC, and a local time is a date, a time and an
IANA zone. The rules for daylight saving (engine.md, section 3) are written here once.
"""

from __future__ import annotations

import datetime as dt
import difflib
import zoneinfo
from dataclasses import dataclass

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


def check_zone(name: str) -> str:
    """The name itself when it is an IANA zone; ValueError names the nearest ones otherwise."""
    zones = zoneinfo.available_timezones()
    if name in zones:
        return name
    near = _nearest_zones(name, zones)
    hint = f" Did you mean {' or '.join(near)}?" if near else " Write it as Europe/Brussels."
    raise ValueError(f"There is no time zone '{name}'.{hint}")


def _nearest_zones(name: str, zones: set[str]) -> list[str]:
    """Zones that resemble the whole name or, for a bare "Brussel", its last part."""
    spelled: dict[str, str] = {}
    for zone in sorted(zones, reverse=True):
        spelled[zone.rpartition("/")[2].lower()] = zone
    spelled |= {zone.lower(): zone for zone in zones}
    wanted = name.strip().replace(" ", "_").lower()
    near = difflib.get_close_matches(wanted, sorted(spelled), n=3)
    return list(dict.fromkeys(spelled[match] for match in near))


def to_local(at: dt.datetime, zone: str) -> Local:
    """An instant on the wall. ValueError for a naive datetime or an unknown zone."""
    wall = Instant(at).to_tz(zone).to_plain().to_stdlib()
    return Local(wall.date(), wall.time(), wall.weekday())


def instant(day: dt.date, at: dt.time, zone: str, *, last: bool = False) -> dt.datetime:
    """The instant of a wall time, in UTC.

    A time that the clock skips is the end of the gap; one that comes twice is the first, or the
    second with `last`. ValueError for an unknown zone. Source: engine.md, section 3.
    """
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


def working_day(at: dt.datetime, zone: str, day_starts: dt.time) -> dt.date:
    """The local working day that contains an instant: the one whose `day_bounds` hold it."""
    day = to_local(at, zone).date
    if at < instant(day, day_starts, zone):
        return day - ONE_DAY
    # Where the clock falls back over midnight, the next day may have begun on an old date.
    return day + ONE_DAY if at >= instant(day + ONE_DAY, day_starts, zone) else day


def day_bounds(day: dt.date, zone: str, day_starts: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """The half-open interval of a local working day, in UTC; 23 to 25 hours long."""
    return instant(day, day_starts, zone), instant(day + ONE_DAY, day_starts, zone)


def to_minutes(at: dt.datetime) -> int:
    """Whole minutes since 1970-01-01 00:00 UTC, rounded down. ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError(f"The instant {at.isoformat()} has no zone; give an aware datetime.")
    return (at - _EPOCH) // _MINUTE


def from_minutes(m: int) -> dt.datetime:
    """The instant in UTC of a number of minutes since the epoch."""
    return _EPOCH + m * _MINUTE
