"""Reading the tests and values of a policy with the type of their fact or effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from rules.days import FIRST_DAY, LAST_DAY, every_year, yearly_day
from rules.days import WEEKDAYS as WEEKDAYS
from rules.points import DAY as DAY
from rules.points import MAX_TEXT as MAX_TEXT
from rules.points import SECOND as SECOND
from rules.points import duration_number, read_flag, read_number, read_word
from rules.points import time_number as time_number
from rules.problems import Unreadable
from rules.schema import Effect, EffectType, Fact, FactType
from rules.spans import BIG, Among, Spans, Test, Words
from rules.text import is_plain, show_raw
from rules.text import normal as normal

MAX_ITEMS = 20

_COMPARE: dict[str, Callable[[int], tuple[int, int]]] = {
    "<=": lambda point: (-BIG, point + 1),
    ">=": lambda point: (point, BIG),
    "<": lambda point: (-BIG, point),
    ">": lambda point: (point + 1, BIG),
}
_WORDY = {FactType.TEXT, FactType.CHOICE, FactType.WORDS}
_ORDERED = {FactType.TIME, FactType.DATE, FactType.COUNT, FactType.DURATION}
_CONTINUOUS = {FactType.TIME, FactType.DURATION}  # ranges half-open, no test for one instant
_CIRCULAR = {FactType.TIME, FactType.WEEKDAY}  # a range may pass the end and begin again


_DOMAINS = {
    FactType.TIME: Spans(((0, DAY),)),
    FactType.WEEKDAY: Spans(((0, 7),)),
    FactType.DATE: Spans(((FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1),)),
    FactType.FLAG: Spans(((0, 2),)),
    FactType.DURATION: Spans(((0, BIG),)),
}


def domain(fact: Fact) -> Spans:
    """Every value that the fact can take, as numbers; none for words."""
    if fact.type is FactType.COUNT:
        return Spans(((fact.low, BIG if fact.high is None else fact.high + 1),))
    return _DOMAINS.get(fact.type, Spans(()))


def read_test(fact: Fact, raw: object) -> Test:
    """What a `when` or `unless` line accepts: one test, or a list of which one is enough.

    Raises `Unreadable` when the value does not fit the type of the fact.
    """
    items = raw if isinstance(raw, list) else [raw]
    if not 1 <= len(items) <= MAX_ITEMS:
        raise Unreadable("list_length", limit=MAX_ITEMS)
    if fact.type in _WORDY:
        words = frozenset(read_word(fact, item) for item in items)
        return Among(words) if fact.type is FactType.WORDS else Words(words)
    spans = [span for item in items for span in _spans(fact, item)]
    accepted = Spans.of(spans) if len(spans) > 1 else Spans(tuple(spans))
    if not accepted & domain(fact):
        raise Unreadable("never_fits", raw=show_raw(raw), fact=fact.name)
    return accepted


def read_point(fact: Fact, raw: object) -> object:
    """One value of a fact, as `given` in a test of the policy; raises `Unreadable`."""
    if fact.type is FactType.WORDS:
        items = raw if isinstance(raw, list) else [raw]
        return frozenset(read_word(fact, item) for item in items)
    if fact.type in _WORDY:
        return read_word(fact, raw)
    if fact.type is FactType.FLAG:
        return bool(read_flag(fact, raw))
    point = read_number(fact, raw)
    match fact.type:
        case FactType.TIME if point < DAY:
            return day_time(point)
        case FactType.DATE:
            return date.fromordinal(point)
        case FactType.DURATION:
            return timedelta(microseconds=point)
        case FactType.WEEKDAY:
            return WEEKDAYS[point]
        case FactType.COUNT:
            return point
    raise Unreadable("bad_time", raw=show_raw(raw))


def day_time(microseconds: int) -> time:
    """The time of day that is so long after midnight; a whole day is midnight again."""
    seconds, micro = divmod(microseconds % DAY, SECOND)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, micro)


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
    if effect.unit == "min" and isinstance(raw, str) and (time_ := duration_number(raw.strip())):
        minutes = time_ // SECOND // 60
        raise Unreadable("count_in_minutes", raw=raw, name=effect.name, minutes=minutes)
    raise Unreadable(
        f"effect_{effect.type.value}", name=effect.name, unit=effect.unit, raw=show_raw(raw)
    )


def _spans(fact: Fact, raw: object) -> tuple[tuple[int, int], ...]:
    """The spans of one test that is not a word."""
    text = raw.strip() if isinstance(raw, str) and len(raw) <= MAX_TEXT else ""
    sign = text[: 2 if text[1:2] == "=" else 1] if text[:1] in ("<", ">") else ""
    if sign and fact.type not in _ORDERED:
        raise Unreadable("no_compare", sign=sign, fact=fact.name)
    if fact.type is FactType.FLAG:
        flag = read_flag(fact, raw)
        return ((flag, flag + 1),)
    if sign:
        return (_COMPARE[sign](read_number(fact, text[len(sign) :].strip())),)
    low, dots, high = (part.strip() for part in text.partition(".."))
    if fact.type is FactType.DATE and (first := yearly_day(low)):
        last = yearly_day(high) if dots else first
        if last is None:
            raise Unreadable("mixed_dates", raw=show_raw(raw))
        return every_year(first, last).spans
    if dots:
        return _range(fact, low, high, text)
    point = read_number(fact, raw)
    if fact.type in _CONTINUOUS:
        code = "lone_time" if fact.type is FactType.TIME else "lone_duration"
        raise Unreadable(code, raw=show_raw(raw), fact=fact.name)
    return ((point, point + 1),)


def _range(fact: Fact, low: str, high: str, text: str) -> tuple[tuple[int, int], ...]:
    """`low..high`; a time or weekday range whose end comes first passes midnight or Sunday."""
    start, end = read_number(fact, low), read_number(fact, high)
    if fact.type not in _CONTINUOUS:
        end += 1
    if start < end:
        return ((start, end),)
    if fact.type in _CIRCULAR and start != end:
        whole = DAY if fact.type is FactType.TIME else 7
        return ((start, whole), (0, end))
    raise Unreadable("empty_range", raw=show_raw(text))
