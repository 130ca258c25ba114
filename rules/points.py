"""One value as it is written in a policy, read with the type of its fact, as a whole number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from rules.days import FIRST_DAY, LAST_DAY, WEEKDAY_NAMES, weekday_number, yearly_day
from rules.problems import Unreadable
from rules.schema import Fact, FactType
from rules.text import folded, normal, show_raw

MAX_TEXT, MAX_COUNT = 200, 1_000_000_000
SECOND = 1_000_000  # times and durations are counted in microseconds
DAY = 86_400 * SECOND

_TIME = re.compile(r"(\d{1,2})(?::|h)(\d{2})?", re.ASCII)
_DURATION = re.compile(
    r"(?:(\d{1,4})\s*[dj])?\s*(?:(\d{1,5})\s*h)?\s*(?:(\d{1,6})\s*(min)?)?", re.ASCII
)


def read_number(fact: Fact, raw: object) -> int:
    """The value of a fact that is neither a flag nor a word; raises `Unreadable`."""
    if isinstance(raw, str) and len(raw) > MAX_TEXT:
        raise Unreadable("text_too_long", limit=MAX_TEXT)
    clean = raw.strip().lower() if isinstance(raw, str) else raw
    return _READERS[fact.type](fact, clean)


def read_flag(fact: Fact, raw: object) -> int:
    """1 for true, 0 for false."""
    if isinstance(raw, bool):
        return int(raw)
    raise Unreadable("bad_flag", raw=show_raw(raw), fact=fact.name)


def read_word(fact: Fact, raw: object) -> str:
    """A choice by its own name, a phrase normalised, or any other text in small letters."""
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("bad_word", raw=show_raw(raw), fact=fact.name)
    if len(raw) > MAX_TEXT:
        raise Unreadable("text_too_long", limit=MAX_TEXT)
    if fact.choices:
        return _choice(fact, raw)
    word = normal(raw) if fact.type is FactType.WORDS else raw.strip().casefold()
    if not word:
        raise Unreadable("bad_word", raw=show_raw(raw), fact=fact.name)
    return word


def duration_number(text: str) -> int | None:
    """Microseconds of "2d", "4h30", "90min"; None when it is none of these or has no unit."""
    found = _DURATION.fullmatch(text) if text else None
    days, hours, minutes, unit = found.groups() if found else (None,) * 4
    if not (days or hours or unit) or (minutes and not (hours or unit)):
        return None
    return ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 * SECOND


def time_number(value: time) -> int:
    """Microseconds since midnight."""
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * SECOND + value.microsecond


def _choice(fact: Fact, raw: str) -> str:
    word = folded(raw)
    if word in fact.choices:
        return word
    for alias, choice in fact.choice_aliases.items():
        if folded(alias) == word:
            return choice
    french = {choice: alias for alias, choice in reversed(list(fact.choice_aliases.items()))}
    raise Unreadable(
        "bad_choice",
        raw=show_raw(raw),
        fact=fact.name,
        choices=", ".join(fact.choices),
        choix=", ".join(french.get(choice, choice) for choice in fact.choices),
        near=(word, (*fact.choices, *fact.choice_aliases)),
    )


def _time(_fact: Fact, raw: Any) -> int:
    if isinstance(raw, time):
        return time_number(raw)
    found = _TIME.fullmatch(raw) if isinstance(raw, str) else None
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if minutes > 59 or (hours, minutes) > (24, 0) or (found and ":" in raw and not found[2]):
        raise Unreadable("bad_time", raw=show_raw(raw))
    return (hours * 60 + minutes) * 60 * SECOND


def _weekday(_fact: Fact, raw: Any) -> int:
    number = weekday_number(raw) if isinstance(raw, str) else None
    if number is None:
        raise Unreadable("bad_weekday", raw=show_raw(raw), near=(folded(str(raw)), WEEKDAY_NAMES))
    return number


def _date(_fact: Fact, raw: Any) -> int:
    if isinstance(raw, str) and len(raw) == 10:
        try:
            raw = date.fromisoformat(raw)
        except ValueError:
            raise Unreadable("bad_date", raw=show_raw(raw)) from None
    if isinstance(raw, datetime) or not isinstance(raw, date):
        only_whole = isinstance(raw, str) and yearly_day(raw) is not None
        raise Unreadable("whole_date" if only_whole else "bad_date", raw=show_raw(raw))
    if not FIRST_DAY <= raw <= LAST_DAY:
        raise Unreadable("far_date", raw=show_raw(raw), low=FIRST_DAY, high=LAST_DAY)
    return raw.toordinal()


def _count(fact: Fact, raw: Any) -> int:
    if isinstance(raw, str):
        if raw.isascii() and raw.isdecimal():
            raw = int(raw)
        elif (duration := duration_number(raw)) is not None and fact.unit == "min":
            minutes = duration // SECOND // 60
            raise Unreadable("count_in_minutes", raw=raw, name=fact.name, minutes=minutes)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Unreadable("bad_count", raw=show_raw(raw), fact=fact.name)
    high = MAX_COUNT if fact.high is None else fact.high
    if not fact.low <= raw <= high:
        raise Unreadable("fact_outside", raw=show_raw(raw), fact=fact.name, low=fact.low, high=high)
    return raw


def _duration(_fact: Fact, raw: Any) -> int:
    duration = duration_number(raw) if isinstance(raw, str) else None
    if duration is not None:
        return duration
    bare = not isinstance(raw, bool) and str(raw).isdecimal()
    raise Unreadable("no_unit" if bare else "bad_duration", raw=show_raw(raw))


_READERS: dict[FactType, Callable[[Fact, Any], int]] = {
    FactType.TIME: _time,
    FactType.WEEKDAY: _weekday,
    FactType.DATE: _date,
    FactType.COUNT: _count,
    FactType.DURATION: _duration,
}
