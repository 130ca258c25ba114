"""What a fact, an effect and a vocabulary are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from rules.text import folded


class FactType(StrEnum):
    """How the values of a fact are written in a policy and given by the program."""

    __hash__ = str.__hash__  # looked up at every decision; the one of Enum is ten times slower

    TIME = "time"  # datetime.time; "19:00..07:00", half-open
    WEEKDAY = "weekday"  # 0 (Monday) to 6, or an English name; "sunday", "monday..friday"
    DATE = "date"  # datetime.date; 2026-12-01, "2026-12-01..2026-12-24", every year "12-24..01-02"
    COUNT = "count"  # int; 3, "3..4" (inclusive), ">= 6"
    FLAG = "flag"  # bool; true, false
    CHOICE = "choice"  # one of a few words
    DURATION = "duration"  # timedelta; "> 4h", "1h..4h" (half-open)
    TEXT = "text"  # any word, upper and lower case are the same
    WORDS = "words"  # a set of words or phrases; a test holds when one of its own is among them


class Scope(IntEnum):
    """What a fact speaks of, and the widest facts that an effect may depend on.

    A day's limits are decided once for the whole day, also for days to come: they may not ask for
    the time or for a request. What holds at a moment may not ask for a request.
    """

    DAY = 0
    MOMENT = 1
    REQUEST = 2


class EffectType(StrEnum):
    """What a rule may set an effect to."""

    COUNT = "count"
    FLAG = "flag"
    TEXT = "text"


class Combine(StrEnum):
    """How the values that several rules give to one effect become one value."""

    __hash__ = str.__hash__  # looked up at every decision; the one of Enum is ten times slower

    MIN = "min"  # limits: the strictest
    MAX = "max"  # grants: the largest
    ANY = "any"  # switches: on when one rule says so
    ONE = "one"  # choices: two different values are a conflict


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a rule may ask about; `low` and `high` are inclusive bounds of a count.

    `aliases` are other names that a file may use, in either language; `choice_aliases` lead from
    other words for the choices to the choices.
    """

    name: str
    type: FactType
    description: str
    description_fr: str
    unit: str = ""
    low: int = 0
    high: int | None = None
    choices: tuple[str, ...] = ()
    scope: Scope = Scope.REQUEST
    aliases: tuple[str, ...] = ()
    choice_aliases: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something a rule may set; `high` is the inclusive bound of a count.

    `scope` bounds the facts that rules about it may ask for; `aliases` are other names that a file
    may use, in either language.
    """

    name: str
    type: EffectType
    combine: Combine
    description: str
    description_fr: str
    unit: str = ""
    high: int = 100_000
    scope: Scope = Scope.REQUEST
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts and effects that policies may name.

    `fact_names` and `effect_names` lead from every spelling, folded, to the one name.
    """

    facts: Mapping[str, Fact]
    effects: Mapping[str, Effect]
    fact_names: Mapping[str, str]
    effect_names: Mapping[str, str]

    @staticmethod
    def of(facts: tuple[Fact, ...], effects: tuple[Effect, ...]) -> Vocabulary:
        """A vocabulary that finds each fact and effect; ValueError when two share a spelling."""
        return Vocabulary(
            MappingProxyType({fact.name: fact for fact in facts}),
            MappingProxyType({effect.name: effect for effect in effects}),
            _spellings(facts),
            _spellings(effects),
        )


def _spellings(items: tuple[Fact, ...] | tuple[Effect, ...]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for item in items:
        for spelling in (item.name, *item.aliases):
            if names.setdefault(folded(spelling), item.name) != item.name:
                raise ValueError(f"{spelling!r} means {item.name} and {names[folded(spelling)]}")
    return MappingProxyType(names)
