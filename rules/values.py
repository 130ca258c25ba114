"""Reading the tests and values of a policy with the type of their fact or effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.problems import Unreadable
from rules.schema import Effect, EffectType, Fact, FactType
from rules.spans import BIG, Among, Spans, Test, Words

MAX_TEXT, MAX_ITEMS, MAX_COUNT = 200, 20, 1_000_000_000
SECOND = 1_000_000  # times and durations are counted in microseconds
DAY = 86_400 * SECOND

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NAMES = {
    name: number
    for names in (
        WEEKDAYS,
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    )
    for number, name in enumerate(names)
}
_TIME = re.compile(r"(\d{1,2})(?::|h)(\d{2})?", re.ASCII)
_DURATION = re.compile(
    r"(?:(\d{1,4})\s*[dj])?\s*(?:(\d{1,5})\s*h)?\s*(?:(\d{1,6})\s*(min)?)?", re.ASCII
)
_COMPARE: dict[str, Callable[[int], tuple[int, int]]] = {
    "<=": lambda point: (-BIG, point + 1),
    ">=": lambda point: (point, BIG),
    "<": lambda point: (-BIG, point),
    ">": lambda point: (point + 1, BIG),
}
_ORDERED = {FactType.TIME, FactType.DATE, FactType.COUNT, FactType.DURATION}
_CONTINUOUS = {FactType.TIME, FactType.DURATION}  # ranges half-open, no test for one instant
_CIRCULAR = {FactType.TIME, FactType.WEEKDAY}  # a range may pass the end and begin again


def domain(fact: Fact) -> Spans:
    """Every value that the fact can take, as numbers; none for a text."""
    match fact.type:
        case FactType.TIME:
            return Spans(((0, DAY),))
        case FactType.WEEKDAY:
            return Spans(((0, 7),))
        case FactType.DATE:
            return Spans(((1, date.max.toordinal() + 1),))
        case FactType.FLAG:
            return Spans(((0, 2),))
        case FactType.COUNT:
            return Spans(((fact.low, BIG if fact.high is None else fact.high + 1),))
        case FactType.DURATION:
            return Spans(((0, BIG),))
    return Spans(())


def read_test(fact: Fact, raw: object) -> Test:
    """What a `when` or `unless` line accepts: one test, or a list of which one is enough.

    Raises `Unreadable` when the value does not fit the type of the fact.
    """
    items = raw if isinstance(raw, list) else [raw]
    if not 1 <= len(items) <= MAX_ITEMS:
        raise Unreadable("list_length", limit=MAX_ITEMS)
    if fact.type is FactType.WORDS:
        return Among(frozenset(_word(fact, item) for item in items))
    if fact.type in (FactType.TEXT, FactType.CHOICE):
        return Words(frozenset(_word(fact, item) for item in items))
    accepted = Spans.of(span for item in items for span in _spans(fact, item))
    if not accepted & domain(fact):
        raise Unreadable("never_fits", raw=show_raw(raw), fact=fact.name)
    return accepted


def read_point(fact: Fact, raw: object) -> object:
    """One value of a fact, as `given` in a test of the policy; raises `Unreadable`."""
    if fact.type is FactType.WORDS:
        items = raw if isinstance(raw, list) else [raw]
        return frozenset(_word(fact, item) for item in items)
    if fact.type in (FactType.TEXT, FactType.CHOICE):
        return _word(fact, raw)
    if fact.type is FactType.FLAG:
        return bool(_flag(fact, raw))
    point = _point(fact, raw)
    match fact.type:
        case FactType.TIME if point < DAY:
            seconds, micro = divmod(point, SECOND)
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60, micro)
        case FactType.DATE:
            return date.fromordinal(point)
        case FactType.DURATION:
            return timedelta(microseconds=point)
        case FactType.WEEKDAY:
            return WEEKDAYS[point]
        case FactType.COUNT:
            return point
    raise Unreadable("bad_time", raw=show_raw(raw))


def read_setting(effect: Effect, raw: object) -> int | bool | str:
    """What a rule sets an effect to; raises `Unreadable`."""
    match effect.type, raw:
        case EffectType.FLAG, bool():
            return raw
        case EffectType.COUNT, int() if not isinstance(raw, bool):
            if 0 <= raw <= effect.high:
                return raw
            raise Unreadable(
                "effect_outside", raw=show_raw(raw), name=effect.name, high=effect.high
            )
        case EffectType.TEXT, str() if 0 < len(raw.strip()) <= MAX_TEXT and is_plain(raw):
            return raw
    code = {
        EffectType.FLAG: "effect_flag",
        EffectType.COUNT: "effect_count",
        EffectType.TEXT: "effect_text",
    }[effect.type]
    raise Unreadable(code, name=effect.name, unit=effect.unit, raw=show_raw(raw))


def time_number(value: time) -> int:
    """Microseconds since midnight."""
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * SECOND + value.microsecond


def is_plain(text: str) -> bool:
    """Is it free of control characters and line breaks? French no-break spaces are fine."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").isprintable()


def show_raw(raw: object) -> str:
    """A value as the owner wrote it, shortened."""
    text = str(raw).lower() if isinstance(raw, bool) else str(raw)
    text = "".join(letter if is_plain(letter) else "?" for letter in text[:41])
    return text if len(text) <= 40 else text[:39] + "…"


def _spans(fact: Fact, raw: object) -> list[tuple[int, int]]:
    """The spans of one test that is not a word."""
    if fact.type is FactType.FLAG:
        flag = _flag(fact, raw)
        return [(flag, flag + 1)]
    text = raw.strip() if isinstance(raw, str) else ""
    low, dots, high = text.partition("..")
    if dots:
        return _range(fact, low.strip(), high.strip(), text)
    for sign, spans in _COMPARE.items():
        if text.startswith(sign):
            if fact.type not in _ORDERED:
                raise Unreadable("no_compare", sign=sign, fact=fact.name, type=fact.type.value)
            return [spans(_point(fact, text[len(sign) :].strip()))]
    point = _point(fact, raw)
    if fact.type in _CONTINUOUS:
        code = "lone_time" if fact.type is FactType.TIME else "lone_duration"
        raise Unreadable(code, raw=show_raw(raw), fact=fact.name)
    return [(point, point + 1)]


def _range(fact: Fact, low: str, high: str, text: str) -> list[tuple[int, int]]:
    """`low..high`; a time or weekday range whose end comes first passes midnight or Sunday."""
    start, end = _point(fact, low), _point(fact, high)
    if fact.type not in _CONTINUOUS:
        end += 1
    if start < end:
        return [(start, end)]
    if fact.type in _CIRCULAR and start != end:
        whole = DAY if fact.type is FactType.TIME else 7
        return [(start, whole), (0, end)]
    raise Unreadable("empty_range", raw=show_raw(text))


def _point(fact: Fact, raw: object) -> int:
    """One value as a number."""
    if isinstance(raw, str) and len(raw) > MAX_TEXT:
        raise Unreadable("text_too_long", limit=MAX_TEXT)
    clean = raw.strip().lower() if isinstance(raw, str) else raw
    return _count_point(fact, clean) if fact.type is FactType.COUNT else _POINTS[fact.type](clean)


def _flag(fact: Fact, raw: object) -> int:
    if isinstance(raw, bool):
        return int(raw)
    if isinstance(raw, str):
        for sign in _COMPARE:
            if raw.startswith(sign):
                raise Unreadable("no_compare", sign=sign, fact=fact.name, type=fact.type.value)
    raise Unreadable("bad_flag", raw=show_raw(raw), fact=fact.name)


def _word(fact: Fact, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("bad_word", raw=show_raw(raw), fact=fact.name)
    if len(raw) > MAX_TEXT:
        raise Unreadable("text_too_long", limit=MAX_TEXT)
    word = raw.strip().casefold()
    if fact.choices and word not in fact.choices:
        raise Unreadable(
            "bad_choice",
            raw=show_raw(raw),
            fact=fact.name,
            choices=", ".join(fact.choices),
            near=(word, fact.choices),
        )
    return word


def _time_point(raw: Any) -> int:
    if isinstance(raw, time):
        return time_number(raw)
    found = _TIME.fullmatch(raw) if isinstance(raw, str) else None
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if minutes > 59 or (hours, minutes) > (24, 0) or (found and ":" in raw and not found[2]):
        raise Unreadable("bad_time", raw=show_raw(raw))
    return (hours * 60 + minutes) * 60 * SECOND


def _weekday_point(raw: Any) -> int:
    number = _WEEKDAY_NAMES.get(raw) if isinstance(raw, str) else None
    if number is None:
        raise Unreadable("bad_weekday", raw=show_raw(raw), near=(str(raw), _WEEKDAY_NAMES))
    return number


def _date_point(raw: Any) -> int:
    if isinstance(raw, str) and len(raw) == 10:
        try:
            raw = date.fromisoformat(raw)
        except ValueError:
            raise Unreadable("bad_date", raw=show_raw(raw)) from None
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise Unreadable("bad_date", raw=show_raw(raw))
    return raw.toordinal()


def _count_point(fact: Fact, raw: Any) -> int:
    if isinstance(raw, str) and raw.isascii() and raw.isdecimal():
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Unreadable("bad_count", raw=show_raw(raw), fact=fact.name)
    high = MAX_COUNT if fact.high is None else fact.high
    if not fact.low <= raw <= high:
        raise Unreadable("fact_outside", raw=show_raw(raw), fact=fact.name, low=fact.low, high=high)
    return raw


def _duration_point(raw: Any) -> int:
    found = _DURATION.fullmatch(raw) if isinstance(raw, str) and raw else None
    days, hours, minutes, unit = found.groups() if found else (None,) * 4
    if not (days or hours or unit) or (minutes and not (hours or unit)):
        raise Unreadable("bad_duration", raw=show_raw(raw))
    return ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 * SECOND


_POINTS: dict[FactType, Callable[[Any], int]] = {
    FactType.TIME: _time_point,
    FactType.WEEKDAY: _weekday_point,
    FactType.DATE: _date_point,
    FactType.DURATION: _duration_point,
}
