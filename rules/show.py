"""Values as they are written in a policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from rules.schema import Fact, FactType
from rules.spans import BIG, Spans
from rules.values import DAY, SECOND, WEEKDAYS


def show_value(value: object) -> str:
    """A fact or an effect as it is written in a policy: `19:05`, `4h30`, `true`, `sunday`."""
    match value:
        case bool():
            return "true" if value else "false"
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            return _duration(value // timedelta(microseconds=1))
        case None:
            return "none"
    return str(value)


def show_spans(fact: Fact, spans: Spans, words: Sequence[str] = ()) -> str:
    """A set of values as a test; `words` are the names of a text's numbers."""
    if fact.type is FactType.TIME and len(spans.spans) > 1:
        (first, *middle, last) = spans.spans
        if first[0] == 0 and last[1] == DAY:  # it passes midnight
            spans = Spans((*middle, (last[0], first[1])))
    return ", ".join(_span(fact, low, high, words) for low, high in spans.spans)


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
