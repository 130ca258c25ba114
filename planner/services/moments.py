"""Moments as the owner types them: 2026-11-26, yesterday, demain, 14:00, 2026-11-26T14:00."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from planner.domain.time import Zone, day_bounds, instant, working_day
from planner.errors import WrongUse
from planner.locale import gettext as _

_NEAR = {
    "yesterday": -1,
    "hier": -1,
    "today": 0,
    "aujourd'hui": 0,
    "aujourd’hui": 0,
    "tomorrow": 1,
    "demain": 1,
    "after tomorrow": 2,
    "après-demain": 2,
    "apres-demain": 2,
}
#: Years that a moment may lie in, the same as in a story.
YEARS = range(1970, 2200)
HALF = time(13)  # where a day is cut in two halves (D-09)


def begin(words: str, now: datetime, zone: Zone, day_starts: time) -> datetime:
    """The first instant meant: of a day, its beginning. Raises WrongUse."""
    found = _read(words, now, zone, day_starts)
    if isinstance(found, datetime):
        return found
    return day_bounds(found, zone, day_starts)[0]


def end(words: str, now: datetime, zone: Zone, day_starts: time) -> datetime:
    """The first instant after what is meant: a day is included whole. Raises WrongUse."""
    found = _read(words, now, zone, day_starts)
    if isinstance(found, datetime):
        return found
    return day_bounds(found, zone, day_starts)[1]


def day(words: str, now: datetime, zone: Zone, day_starts: time) -> date:
    """The working day meant. Raises WrongUse."""
    found = _read(words, now, zone, day_starts)
    return working_day(found, zone, day_starts) if isinstance(found, datetime) else found


def half(
    part: str, words: str | None, now: datetime, zone: Zone, day_starts: time
) -> tuple[datetime, datetime]:
    """Half a day, of today without words: `am` until 13:00 local, `pm` from then on."""
    day = _read("today" if words is None else words, now, zone, day_starts)
    if isinstance(day, datetime):
        raise WrongUse(_("Half a day needs a date, not a time."))
    first, last = day_bounds(day, zone, day_starts)
    middle = instant(day, HALF, zone)
    return (first, middle) if part == "am" else (middle, last)


def _read(words: str, now: datetime, zone: Zone, day_starts: time) -> date | datetime:
    plain = words.strip().lower()
    if plain in _NEAR:
        return working_day(now, zone, day_starts) + timedelta(days=_NEAR[plain])
    for reader in (_day, _clock, _moment):
        found = reader(plain, now, zone)
        if found is not None and found.year not in YEARS:
            raise WrongUse(
                _("The year {year} is too far away.").format(year=found.year),
                do=_("Write 2026-11-26, tomorrow, 14:00 or 2026-11-26T14:00."),
            )
        if found is not None:
            return found
    raise WrongUse(
        _("“{words}” is not a moment.").format(words=words),
        do=_("Write 2026-11-26, tomorrow, 14:00 or 2026-11-26T14:00."),
    )


def _day(words: str, _now: datetime, _zone: Zone) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _clock(words: str, now: datetime, zone: Zone) -> datetime | None:
    """The next time it is that late."""
    try:
        at = time.fromisoformat(words)
    except ValueError:
        return None
    if at.tzinfo:
        return None
    today = working_day(now, zone, time(0))
    candidates = (instant(today + timedelta(days=n), at, zone) for n in (0, 1))
    return next(moment for moment in candidates if moment > now)


def _moment(words: str, _now: datetime, zone: Zone) -> datetime | None:
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    if at.tzinfo or at.year not in YEARS:  # what is too far away is told by its year
        return at
    return instant(at.date(), at.time(), zone)
