"""Facts as the program gives them, turned into what the tests of a policy know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from rules.schema import Fact, FactType
from rules.values import WEEKDAYS, time_number

_WEEKDAY_NUMBERS: Mapping[object, int] = {
    **{name: number for number, name in enumerate(WEEKDAYS)},
    **{number: number for number in range(7)},
}


def reader(fact: Fact) -> Callable[[Any], Any]:
    """What turns a value of this fact into a number, a word or a set of words.

    It raises TypeError or ValueError when the value has not the type of the fact.
    """
    read = _READERS[fact.type]
    choices = fact.choices if fact.type is FactType.CHOICE else ()

    def number(value: Any) -> Any:
        try:
            found = read(value)
        except (AttributeError, KeyError, TypeError):
            raise TypeError(f"the fact {fact.name} cannot be {value!r} ({fact.type})") from None
        if choices and found not in choices:
            raise ValueError(f"the fact {fact.name} cannot be {value!r} ({', '.join(choices)})")
        return found

    return number


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(value)


def _flag(value: Any) -> int:
    if isinstance(value, bool):
        return int(value)
    raise TypeError(value)


def _duration(value: Any) -> int:
    whole: int = value // timedelta(microseconds=1)
    return whole


def _words(value: Any) -> frozenset[str]:
    if isinstance(value, str):  # it would become a set of letters
        raise TypeError(value)
    return frozenset(value)


_READERS: Mapping[FactType, Callable[[Any], Any]] = {
    FactType.TIME: time_number,
    FactType.WEEKDAY: _WEEKDAY_NUMBERS.__getitem__,
    FactType.DATE: date.toordinal,
    FactType.COUNT: _count,
    FactType.FLAG: _flag,
    FactType.CHOICE: str.casefold,
    FactType.DURATION: _duration,
    FactType.TEXT: str.casefold,
    FactType.WORDS: _words,
}
