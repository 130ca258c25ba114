"""Decisions as plain JSON values, so that they can be kept, and decided again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any

from rules.engine import Decision, decide
from rules.given import reader
from rules.index import index
from rules.model import RuleSet
from rules.schema import Fact, FactType, Vocabulary
from rules.values import WEEKDAYS

Json = dict[str, Any]


def to_json(decision: Decision) -> Json:
    """A decision as plain values: `facts`, `effects`, `reasons` and `near`.

    A fact that some rule asked about and that was not known is null. Of a text only the words that
    some rule names are kept. `near` holds the near misses, as [rule, fact].
    """
    facts = decision.ruleset.vocabulary.facts
    asked = {column.name: None for column in index(decision.ruleset).columns}
    read = {name: fact_to_json(facts[name], value) for name, value in decision.facts.items()}
    return {
        "facts": {**asked, **read},
        "effects": dict(decision.effects),
        "reasons": {
            effect: {
                "winner": reason.winner,
                "overruled": list(reason.overruled),
                "agreeing": list(reason.agreeing),
            }
            for effect, reason in decision.reasons.items()
        },
        "near": [[line.rule, line.fact] for line in decision.near_misses],
    }


def replay(ruleset: RuleSet, record: Mapping[str, Any]) -> Decision:
    """What these rules decide on the facts of a record; the same rules decide the same.

    Raises ValueError when a fact of the record cannot be read.
    """
    return decide(ruleset, facts_of(ruleset.vocabulary, record["facts"]))


def facts_of(vocabulary: Vocabulary, facts: Mapping[str, Any]) -> dict[str, object]:
    """The facts of a record as the program gives them; facts without meaning today are left out.

    Raises ValueError when a value has not the form of its fact.
    """
    return {
        name: fact_of_json(vocabulary.facts[name], value)
        for name, value in facts.items()
        if value is not None and name in vocabulary.facts
    }


def fact_to_json(fact: Fact, value: object) -> Any:
    """A value of a fact: "11:10", "2026-12-24", "PT4H", "sunday", 3, true, or a list of words."""
    return _WRITERS[fact.type](reader(fact)(value) if fact.type in _AS_READ else value)


def fact_of_json(fact: Fact, value: Any) -> object:
    """The value that was written. Raises ValueError when it has not the form of the fact."""
    try:
        found: object = _READERS[fact.type](value)
        reader(fact)(found)  # refuses what `decide` would refuse
    except (TypeError, ValueError, AttributeError):
        raise ValueError(f"the fact {fact.name} of a record cannot be {value!r}") from None
    return found


def _write_time(value: Any) -> str:
    text: str = value.replace(tzinfo=None).isoformat()
    return text.removesuffix(":00") if len(text) == len("11:10:00") else text


def _write_duration(value: timedelta) -> str:
    """ISO 8601, with the microseconds: a limit may have been passed by one."""
    seconds, micro = divmod(abs(value) // timedelta(microseconds=1), 1_000_000)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [f"{hours}H"] * bool(hours) + [f"{minutes}M"] * bool(minutes)
    if seconds or micro or not parts:
        parts.append(f"{seconds}.{micro:06}S" if micro else f"{seconds}S")
    return ("-PT" if value < timedelta(0) else "PT") + "".join(parts)


_DURATION = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{6}))?S)?", re.ASCII)


def _read_duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds, micro = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    return -length if found[1] else length


def _list_of_words(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TypeError(value)
    return frozenset(value)


def _same(value: Any) -> Any:
    return value


#: Types whose values are written as the tests know them: one form, however they were given.
_AS_READ = (FactType.WEEKDAY, FactType.CHOICE, FactType.TEXT, FactType.DATE)
_WRITERS: Mapping[FactType, Callable[[Any], Any]] = {
    FactType.TIME: _write_time,
    FactType.WEEKDAY: WEEKDAYS.__getitem__,
    FactType.DATE: lambda number: date.fromordinal(number).isoformat(),
    FactType.COUNT: int,
    FactType.FLAG: bool,
    FactType.CHOICE: _same,
    FactType.DURATION: _write_duration,
    FactType.TEXT: _same,
    FactType.WORDS: sorted,
}
_READERS: Mapping[FactType, Callable[[Any], Any]] = {
    FactType.TIME: time.fromisoformat,
    FactType.WEEKDAY: _same,
    FactType.DATE: date.fromisoformat,
    FactType.COUNT: _same,
    FactType.FLAG: _same,
    FactType.CHOICE: _same,
    FactType.DURATION: _read_duration,
    FactType.TEXT: _same,
    FactType.WORDS: _list_of_words,
}
