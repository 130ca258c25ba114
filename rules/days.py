"""Days of the year and of the week, as they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from rules.spans import Spans
from rules.text import folded

FIRST_YEAR, LAST_YEAR = 1970, 2199
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LANGUAGES = (
    WEEKDAYS,
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)

#: The whole names, for suggestions.
WEEKDAY_NAMES = tuple(name for names in _LANGUAGES for name in names)

_YEARLY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)


def _weekday_numbers() -> Mapping[str, int]:
    """Whole names and their first two to five letters, where these mean one day only.

    "di" is Tuesday in Dutch and German and Sunday in French: it is left out.
    """
    meant: dict[str, set[int]] = {}
    for names in _LANGUAGES:
        for number, name in enumerate(names):
            for spelling in (name, *(name[:length] for length in range(2, 6))):
                meant.setdefault(spelling, set()).add(number)
    return MappingProxyType({name: min(days) for name, days in meant.items() if len(days) == 1})


_WEEKDAY_NUMBERS = _weekday_numbers()


def weekday_number(text: str) -> int | None:
    """0 for Monday; a name in French, English, Dutch or German, or its beginning ("lun.")."""
    return _WEEKDAY_NUMBERS.get(folded(text).rstrip("."))


def yearly_day(text: str) -> tuple[int, int] | None:
    """Month and day of "12-25", or None when it is no day of a year. "02-29" is one."""
    found = _YEARLY.fullmatch(text)
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(2000, month, day)
    except ValueError:
        return None
    return month, day


@lru_cache(maxsize=1024)
def every_year(first: tuple[int, int], last: tuple[int, int]) -> Spans:
    """The days from `first` to `last`, both included, of every year from 1970 to 2199, as ordinals.

    When `last` comes before `first` the days pass new year. The 29th of February is there in leap
    years only: "02-29" alone means nothing in the other years, and a range that begins or ends with
    it begins on 1 March or ends on 28 February.
    """
    years = range(FIRST_YEAR - 1, LAST_YEAR + 1)
    later = int(last < first)
    spans = ((_from(year, *first), _after(year + later, *last)) for year in years)
    return Spans.of(spans) & Spans(((FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1),))


def _from(year: int, month: int, day: int) -> int:
    """The ordinal of the day, or of the next one there is."""
    missing = (month, day) == (2, 29) and not _is_leap(year)
    return date(year, 3, 1).toordinal() if missing else date(year, month, day).toordinal()


def _after(year: int, month: int, day: int) -> int:
    """The ordinal that follows the day, or the last one there is before it."""
    missing = (month, day) == (2, 29) and not _is_leap(year)
    return date(year, 3, 1).toordinal() if missing else date(year, month, day).toordinal() + 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
