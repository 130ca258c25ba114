"""Values as they are written in a policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from rules.schema import Fact, FactType
from rules.spans import BIG, Spans
from rules.values import DAY, SECOND, WEEKDAYS

MAX_SHOWN = 3  # spans of one set; a place in a table is found with fewer


def show_value(value: object) -> str:
    """A fact or an effect as it is written in a policy: `19:05`, `4h30`, `true`, `sunday`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, time):
        return f"{value.hour:02}:{value.minute:02}"
    if isinstance(value, timedelta):
        return _duration(value // timedelta(microseconds=1))
    return "none" if value is None else str(value)


def show_spans(fact: Fact, spans: Spans, words: Sequence[str] = ()) -> str:
    """A set of values as a test; `words` are the names of a text's numbers."""
    if fact.type is FactType.TIME and len(spans.spans) > 1:
        (first, *middle, last) = spans.spans
        if first[0] == 0 and last[1] == DAY:  # it passes midnight
            spans = Spans((*middle, (last[0], first[1])))
    shown = [_span(fact, low, high, words) for low, high in spans.spans[:MAX_SHOWN]]
    return ", ".join(shown) + (", …" if len(spans.spans) > MAX_SHOWN else "")


def _span(fact: Fact, low: int, high: int, words: Sequence[str]) -> str:
    if fact.type in (FactType.TIME, FactType.DURATION):
        if high >= BIG:
            return f">= {_point(fact, low, words)}"
        return f"{_point(fact, low, words)}..{_point(fact, high, words)}"
    first = _point(fact, low, words)
    if high >= BIG:
        return f">= {first}"
    return first if high == low + 1 else f"{first}..{_point(fact, high - 1, words)}"


def _point(fact: Fact, number: int, words: Sequence[str]) -> str:
    match fact.type:
        case FactType.TIME:
            return f"{number // SECOND // 3600:02}:{number // SECOND // 60 % 60:02}"
        case FactType.DURATION:
            return _duration(number)
        case FactType.WEEKDAY:
            return WEEKDAYS[number]
        case FactType.DATE:
            return date.fromordinal(number).isoformat()
        case FactType.FLAG:
            return "true" if number else "false"
        case FactType.CHOICE | FactType.TEXT:
            return words[number] if number < len(words) else "*"
    return str(number)


def _duration(microseconds: int) -> str:
    """Whole minutes: `4h`, `4h30`, `45min`."""
    hours, minutes = divmod(microseconds // SECOND // 60, 60)
    if not hours:
        return f"{minutes}min"
    return f"{hours}h{minutes:02}" if minutes else f"{hours}h"
