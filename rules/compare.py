"""What other rules would have decided in the past, from the records of decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.engine import decide
from rules.index import Voices, index
from rules.model import RuleSet, Value
from rules.record import facts_of
from rules.schema import Combine, EffectType, Scope
from rules.show import show_value

MAX_DOUBTS = 8  # rules that may or may not have applied; with more, the outcome is not known


@dataclass(frozen=True, slots=True)
class Past:
    """A decision that was made; `about` and `at` are the caller's own, `facts` and `effects` JSON.

    `scope` says what it was about: of the decision on a day only the effects on a day are compared.
    """

    about: Any
    at: Any
    facts: Mapping[str, Any]
    effects: Mapping[str, Any]
    scope: Scope = Scope.REQUEST


@dataclass(frozen=True, slots=True)
class Change:
    """What would have been otherwise, in one or more decisions: `places` are their (about, at).

    None means not set. With `unknown`, facts that the new rules ask about and that were not kept,
    nothing can be said of `before`, `after` and `winner`.
    """

    effect: str
    before: Value | None
    after: Value | None
    winner: str
    unknown: tuple[str, ...]
    places: tuple[tuple[Any, Any], ...]


def compare(ruleset: RuleSet, past: Iterable[Past]) -> tuple[Change, ...]:
    """The differences that these rules would have made, equal ones together, first seen first.

    Raises ValueError when a record cannot be read.
    """
    places: dict[_Otherwise, list[tuple[Any, Any]]] = {}
    for one in past:
        for otherwise in _differences(ruleset, one):
            places.setdefault(otherwise, []).append((one.about, one.at))
    return tuple(Change(*otherwise, tuple(where)) for otherwise, where in places.items())


class _Otherwise(NamedTuple):
    effect: str
    before: Value | None = None
    after: Value | None = None
    winner: str = ""
    unknown: tuple[str, ...] = ()


def _differences(ruleset: RuleSet, past: Past) -> Iterator[_Otherwise]:
    """What differs in one decision. A fact kept as null was asked about and not known then."""
    prepared = index(ruleset)
    facts = facts_of(ruleset.vocabulary, past.facts)
    failed = doubtful = 0
    for column, stretch in zip(prepared.columns, decide(ruleset, facts).stretches, strict=True):
        if column.name in past.facts:
            failed |= stretch.once
        else:
            doubtful |= column.rules
    for name, effect in ruleset.vocabulary.effects.items():
        if effect.scope > past.scope:
            continue
        off = False if effect.type is EffectType.FLAG else None  # a switch that is not set is off
        voices = prepared.voices.get(name, _NOBODY)
        sure = voices.rules & ~failed & ~doubtful
        doubts = voices.rules & ~failed & doubtful
        if not _is_known(voices, sure, doubts, off):
            missing = (
                column.name
                for column in prepared.columns
                if column.name not in past.facts and column.rules & doubts
            )
            yield _Otherwise(name, unknown=tuple(missing))
            continue
        before, after = past.effects.get(name, off), _value(voices, sure, off)
        if before != after:
            winner = voices.reason(sure).winner if sure else ""
            yield _Otherwise(name, before, after, winner)


def _value(voices: Voices, speaking: int, off: Value | None) -> Value | None:
    return voices.reason(speaking).value if speaking else off


def _is_known(voices: Voices, sure: int, doubts: int, off: Value | None) -> bool:
    """Is the value the same, whichever of the doubtful rules applied?"""
    if doubts.bit_count() > MAX_DOUBTS:
        return False
    values = set()
    some = doubts
    while True:  # every set of the doubtful rules
        values.add(_value(voices, sure | some, off))
        if not some:
            return len(values) == 1
        some = (some - 1) & doubts


_NOBODY = Voices("", Combine.ONE, ())


# ------------------------------------------------------------------ in sentences

_WORDS = {
    "en": {
        "once": "{first}",
        "often": "{first}, and {more} more until {last}",
        "rule": "{where}: {effect} {before} -> {after} because {winner}: {say}",
        "silent": "{where}: {effect} {before} -> {after}, as no rule speaks about it",
        "unknown": "{where}: {effect} is not known, as the record does not hold {facts}",
        "nothing": "not set",
        "and": " and ",
    },
    "fr": {
        "once": "{first}",
        "often": "{first}, et {more} de plus jusqu'à {last}",
        "rule": "{where} : {effect} {before} -> {after} à cause de {winner} : {say}",
        "silent": "{where} : {effect} {before} -> {after}, car aucune règle n'en parle",
        "unknown": "{where} : {effect} est inconnu, car l'historique n'a pas gardé {facts}",
        "nothing": "non réglé",
        "and": " et ",
    },
}


def sentence(
    change: Change,
    ruleset: RuleSet,
    language: str = "en",
    show: Callable[[Any, Any], str] = lambda about, at: f"{at} ({about})",
) -> str:
    """A change in one sentence, in "fr" or else in English.

    `show` names a place from its `about` and `at`.
    """
    words = _WORDS["fr" if language == "fr" else "en"]
    first, last = show(*change.places[0]), show(*change.places[-1])
    more = len(change.places) - 1
    said = ruleset.by_name[change.winner].say.text(language) if change.winner else ""
    before, after = (
        words["nothing"] if value is None else show_value(value)
        for value in (change.before, change.after)
    )
    return words["unknown" if change.unknown else "rule" if change.winner else "silent"].format(
        where=words["often" if more else "once"].format(first=first, more=more, last=last),
        effect=change.effect,
        before=before,
        after=after,
        winner=change.winner,
        say=said,
        facts=words["and"].join(change.unknown),
    )
