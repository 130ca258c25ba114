"""What a policy file becomes: rules, their lines, their tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum
from typing import Any

from rules.problems import Mark
from rules.schema import Fact, Vocabulary
from rules.spans import Test

Value = int | bool | str


class Kind(IntEnum):
    """Which rules win: hand > protect > exception > normal > default.

    A file may use the three in the middle. A `default` rule is what holds when no other rule speaks
    about an effect; a `hand` rule is the owner's own hand and stands above her protections (F-04).
    """

    DEFAULT = 0
    NORMAL = 1
    EXCEPTION = 2
    PROTECT = 3
    HAND = 4


@dataclass(frozen=True, slots=True)
class Say:
    """The owner's sentence, in one language or in both."""

    en: str
    fr: str

    def text(self, language: str) -> str:
        """The sentence in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Line:
    """One condition of a rule: a fact and what it must (`when`) or must not (`unless`) be."""

    rule: str
    fact: str
    test: Test
    unless: bool
    written: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an effect has its value.

    `winner` gave the value; `agreeing` rules gave the same; `overruled` rules gave another.
    """

    effect: str
    value: Value
    winner: str
    kind: Kind = Kind.NORMAL
    overruled: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, or a row of a table (`name[3]` is the third row of the table `name`).

    `then` holds what the rule sets, ready to be the reason when no other rule speaks; `marks` are
    the places of its values.
    """

    name: str
    table: str
    say: Say
    kind: Kind
    lines: tuple[Line, ...]
    then: tuple[Reason, ...]
    mark: Mark
    marks: tuple[Mark, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A test that the policy carries: under these facts, these effects (None: not set)."""

    name: str
    given: Mapping[str, object]
    expect: Mapping[str, Value | None]
    marks: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Season:
    """A time of the year with rules of its own, from the day `first` to the day `last`, included.

    Rules name it as `when.season`. It always has an end (F-10).
    """

    name: str
    say: Say
    first: date
    last: date
    mark: Mark


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A checked policy; `rules` are in a canonical order, whatever the order of the file.

    `hash` is the SHA-256 of the content: comments, spacing and order of blocks do not change it.
    `edges` are the local times, sorted, at which a `time` line begins or ends (24:00 is 00:00):
    between two of them the time changes no decision. `words` are, for each fact that holds words,
    those that rules name, normalised (`rules.text.normal`): the program looks for no others.
    """

    name: str
    hash: str
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]
    vocabulary: Vocabulary
    by_name: Mapping[str, Rule]
    seasons: tuple[Season, ...] = ()
    edges: tuple[time, ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: What is prepared of these rules, and said of them, once: see rules/index.py.
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
