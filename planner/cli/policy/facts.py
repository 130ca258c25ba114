"""Facts and effects as they are typed: `energy=2`, `attente=4h`, `weekday=dimanche`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale import language
from rules.problems import Mark, Notebook, PolicyProblems, Unreadable
from rules.schema import Effect, Fact, FactType, Vocabulary
from rules.text import folded
from rules.values import read_point

_FLAGS = {
    **dict.fromkeys(("true", "yes", "vrai", "oui"), True),
    **dict.fromkeys(("false", "no", "faux", "non"), False),
}


def read_facts(typed: Iterable[str], vocabulary: Vocabulary) -> dict[str, object]:
    """The facts typed as FACT=VALUE, by their names in the vocabulary. Raises WrongUse."""
    return dict(_read(words, vocabulary) for words in typed)


def named_effect(name: str, vocabulary: Vocabulary) -> Effect:
    """The effect meant, by its name or one of its aliases. Raises WrongUse."""
    found = vocabulary.effect_names.get(folded(name))
    if found is None:
        what = _("There is no effect “{name}”.").format(name=name)
        raise _unknown(what, name, vocabulary.effects, vocabulary.effect_names)
    return vocabulary.effects[found]


def shown(value: object) -> object:
    """A fact as JSON carries it, written as in a policy."""
    from rules.show import show_value

    if isinstance(value, frozenset):
        return sorted(value)
    return value if isinstance(value, bool | int) else show_value(value)


def _read(words: str, vocabulary: Vocabulary) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in words.partition("="))
    found = vocabulary.fact_names.get(folded(name))
    if found is None:
        what = _("There is no fact “{name}”.").format(name=name)
        raise _unknown(what, name, vocabulary.facts, vocabulary.fact_names)
    if not equals or not value:
        raise WrongUse(
            _("“{words}” has no value.").format(words=words),
            do=_("Write {example}.").format(example=f"{name}=…"),
        )
    fact = vocabulary.facts[found]
    try:
        return found, read_point(fact, _raw(fact, value))
    except Unreadable as trouble:
        raise WrongUse(_sentence(trouble), where=words) from None


def _raw(fact: Fact, value: str) -> object:
    """What a policy would carry between quotes or without them."""
    if fact.type is FactType.FLAG:
        return _FLAGS.get(value.casefold(), value)
    if fact.type is FactType.WORDS:
        return [word.strip() for word in value.split(",")]
    return value


def _sentence(trouble: Unreadable) -> str:
    """Why a value cannot be read, as the check of a file says it."""
    notebook = Notebook("")
    notebook.note_unreadable(Mark(1, 1), trouble)
    try:
        notebook.raise_if_any()
    except PolicyProblems as error:
        problem = error.problems[0]
        message = problem.message_fr if language() == "fr" else problem.message
        return message if message.endswith("?") else f"{message}."
    return ""


def _unknown(what: str, name: str, known: Collection[str], spellings: Collection[str]) -> WrongUse:
    plain = folded(name)
    begun = [word for word in spellings if plain and word.startswith(plain)]
    near = begun or difflib.get_close_matches(plain, spellings, 1)
    if near:
        return WrongUse(what, do=_("Did you mean “{name}”?").format(name=near[0]))
    return WrongUse(what, do=_("Possible here: {names}.").format(names=", ".join(known)))
