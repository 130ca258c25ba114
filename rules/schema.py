"""What a fact, an effect and a vocabulary are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FactType(StrEnum):
    """How the values of a fact are written in a policy and given by the program."""

    __hash__ = str.__hash__  # looked up at every decision; the one of Enum is ten times slower

    TIME = "time"  # datetime.time; "19:00..07:00", half-open
    WEEKDAY = "weekday"  # 0 (Monday) to 6, or an English name; "sunday", "monday..friday"
    DATE = "date"  # datetime.date; 2026-12-01, "2026-12-01..2026-12-24", inclusive
    COUNT = "count"  # int; 3, "3..4" (inclusive), ">= 6"
    FLAG = "flag"  # bool; true, false
    CHOICE = "choice"  # one of a few words
    DURATION = "duration"  # timedelta; "> 4h", "1h..4h" (half-open)
    TEXT = "text"  # any word, upper and lower case are the same


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
    """Something a rule may ask about; `low` and `high` are inclusive bounds of a count."""

    name: str
    type: FactType
    description: str
    description_fr: str
    unit: str = ""
    low: int = 0
    high: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Something a rule may set; `high` is the inclusive bound of a count."""

    name: str
    type: EffectType
    combine: Combine
    description: str
    description_fr: str
    unit: str = ""
    high: int = 100_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts and effects that policies may name."""

    facts: Mapping[str, Fact]
    effects: Mapping[str, Effect]

    @staticmethod
    def of(facts: tuple[Fact, ...], effects: tuple[Effect, ...]) -> Vocabulary:
        """A vocabulary that finds each fact and effect by its name."""
        return Vocabulary(
            MappingProxyType({fact.name: fact for fact in facts}),
            MappingProxyType({effect.name: effect for effect in effects}),
        )
