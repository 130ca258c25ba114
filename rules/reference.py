"""The reference page of the rule language, written from the vocabulary: `make reference`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from rules.schema import Effect, EffectType, Fact, FactType, Scope, Vocabulary
from rules.vocabulary import PRODUCT

_EXAMPLES: Mapping[FactType, str] = {
    FactType.TIME: '"20:30..08:30"',
    FactType.WEEKDAY: '"saturday..sunday"',
    FactType.DATE: '"2026-12-01..2026-12-24"',
    FactType.FLAG: "true",
    FactType.DURATION: '"> 4h"',
    FactType.TEXT: '"mail"',
    FactType.WORDS: '["refund", "broken"]',
}
#: Where the example of the type would say nothing.
_OWN_EXAMPLES = {
    "season": '"market"',
    "days_since_season": '"1..7"',
    "night_rest": '"< 11h"',
    "worked_days_in_a_row": '">= 6"',
    "looks_today": '">= 5"',
    "ramp_day": '"1..3"',
    "only_in_window": '"afternoon"',
}
_COUNTS = {"%": "80", "min": "60", "answers": "10"}
_UNITS_FR = {
    "answers": "réponses",
    "requests": "demandes",
    "days": "jours",
    "looks": "regards",
    "peeks": "coups d'œil",
}

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Facts and effects of the rules",
        "intro": (
            "This page is written by `make reference` from the product's own registry. A rule asks "
            "about facts (`when`, `unless`) and sets effects (`then`)."
        ),
        "facts": "Facts",
        "effects": "Effects",
        "kinds": "Which rule wins",
        "kinds_text": (
            "The order of the file never matters. Rules of one kind combine as the tables below "
            "say. A `protect` rule is stronger than an `exception`, an `exception` than a `normal` "
            "rule: an exception takes the place of normal rules, and a protection binds both. "
            "What no rule of yours sets has its usual value, from the rules of the house."
        ),
        "unknown": (
            "A fact may be unknown, such as the check-in before it is made: then a `when` line "
            "about it does not hold, and an `unless` line does not hold the rule back."
        ),
        "fact_head": "| fact | kind of value | write it like | what it is | other names |",
        "effect_head": (
            "| effect | value | write it like | what it sets | several rules | other names |"
        ),
        "DAY": "Known of a day, also of a day to come",
        "MOMENT": "Known of a moment",
        "REQUEST": "Known of a request",
        "E-DAY": "Decided for a whole day: rules about these ask only about facts of a day",
        "E-MOMENT": "Decided for a moment: rules about these ask about facts of a day or a moment",
        "E-REQUEST": "Decided for a request: rules about these may ask about every fact",
        "time": "time of day; the end is not included",
        "weekday": "day of the week",
        "date": "date, last day included; `12-24..01-02` is every year",
        "count": "whole number",
        "flag": "`true` or `false`",
        "choice": "one of {choices}",
        "duration": "length of time: `min`, `h`, `d`",
        "text": "a word",
        "words": "words, of which one is enough",
        "e-count": "whole number, 0 to {high}",
        "e-text": "a word",
        "from": "{low} or more",
        "between": "{low} to {high}",
        "min": "the smallest holds",
        "max": "the largest holds",
        "any": "one is enough",
        "one": "must agree",
        "colon": ": ",
    },
    "fr": {
        "title": "Les faits et les effets des règles",
        "intro": (
            "Cette page est écrite par `make reference` à partir du registre du produit. Une règle "
            "interroge des faits (`when`, `unless`) et règle des effets (`then`)."
        ),
        "facts": "Les faits",
        "effects": "Les effets",
        "kinds": "Quelle règle l'emporte",
        "kinds_text": (
            "L'ordre du fichier ne compte jamais. Les règles d'un même genre se combinent comme le "
            "disent les tableaux. Une règle `protect` est plus forte qu'une `exception`, une "
            "`exception` qu'une règle `normal` : l'exception prend la place des règles normales, "
            "et la protection borne les deux. Ce qu'aucune de vos règles ne fixe garde sa valeur "
            "habituelle, celle des règles de la maison."
        ),
        "unknown": (
            "Un fait peut être inconnu, comme le point du jour avant qu'il soit fait : une ligne "
            "`when` qui en parle ne vaut pas, et une ligne `unless` ne retient pas la règle."
        ),
        "fact_head": "| fait | genre de valeur | exemple | ce que c'est | autres noms |",
        "effect_head": (
            "| effet | valeur | exemple | ce qu'il règle | plusieurs règles | autres noms |"
        ),
        "DAY": "Ce qui est connu d'un jour, même d'un jour à venir",
        "MOMENT": "Ce qui est connu d'un moment",
        "REQUEST": "Ce qui est connu d'une demande",
        "E-DAY": "Décidés pour tout un jour : leurs règles n'interrogent que les faits d'un jour",
        "E-MOMENT": (
            "Décidés pour un moment : leurs règles interrogent les faits d'un jour ou d'un moment"
        ),
        "E-REQUEST": "Décidés pour une demande : leurs règles peuvent interroger tous les faits",
        "time": "heure ; la fin n'est pas comprise",
        "weekday": "jour de la semaine",
        "date": "date, dernier jour compris ; `12-24..01-02` vaut chaque année",
        "count": "nombre entier",
        "flag": "`true` ou `false`",
        "choice": "un mot parmi {choices}",
        "duration": "durée : `min`, `h`, `j`",
        "text": "un mot",
        "words": "des mots, dont un seul suffit",
        "e-count": "nombre entier, de 0 à {high}",
        "e-text": "un mot",
        "from": "{low} ou plus",
        "between": "de {low} à {high}",
        "min": "le plus petit vaut",
        "max": "le plus grand vaut",
        "any": "une seule suffit",
        "one": "doivent s'accorder",
        "colon": " : ",
    },
}


def page(vocabulary: Vocabulary = PRODUCT, language: str = "en") -> str:
    """Every fact and effect as a page of Markdown, in "fr" or else in English."""
    words = _TEXTS["fr" if language == "fr" else "en"]
    lines = [
        f"# {words['title']}", "", words["intro"], "",
        f"## {words['kinds']}", "", words["kinds_text"], "",
        f"## {words['facts']}", "", words["unknown"], "",
    ]  # fmt: skip
    facts, effects = vocabulary.facts.values(), vocabulary.effects.values()
    for scope in Scope:
        rows = [_fact_row(fact, words, language) for fact in facts if fact.scope is scope]
        lines += _table(words[scope.name], words["fact_head"], rows)
    lines += [f"## {words['effects']}", ""]
    for scope in Scope:
        rows = [_effect_row(one, words, language) for one in effects if one.scope is scope]
        lines += _table(words[f"E-{scope.name}"], words["effect_head"], rows)
    return "\n".join(lines).rstrip() + "\n"


def fact_example(fact: Fact) -> str:
    """A line that asks about the fact: `when.energy = "<= 2"`."""
    written = _OWN_EXAMPLES.get(fact.name) or _EXAMPLES.get(fact.type)
    if fact.choices:
        written = f'"{fact.choices[-1]}"'
    if written is None:  # a count
        written = f'"<= {fact.low + 1}"' if fact.low else '">= 2"'
    return f"when.{fact.name} = {written}"


def effect_example(effect: Effect) -> str:
    """A line that sets the effect: `then.answers_at_most = 10`."""
    ordinary = {EffectType.FLAG: "true", EffectType.COUNT: _COUNTS.get(effect.unit, "3")}
    return f"then.{effect.name} = {_OWN_EXAMPLES.get(effect.name) or ordinary[effect.type]}"


def _table(title: str, head: str, rows: Iterable[str]) -> list[str]:
    columns = head.count("|") - 1
    return [f"### {title}", "", head, "|" + " --- |" * columns, *rows, ""]


def _fact_row(fact: Fact, words: Mapping[str, str], language: str) -> str:
    value = words[fact.type.value].format(choices=_choices(fact))
    if fact.type is FactType.COUNT:
        key = "from" if fact.high is None else "between"
        value += ", " + words[key].format(low=fact.low, high=fact.high)
        value += _unit(fact.unit, language)
    if fact.type is FactType.WORDS and fact.choices:
        value += words["colon"] + _choices(fact)
    said = fact.description_fr if language == "fr" else fact.description
    return _row(f"`{fact.name}`", value, f"`{fact_example(fact)}`", said, _codes(fact.aliases))


def _effect_row(effect: Effect, words: Mapping[str, str], language: str) -> str:
    key = "flag" if effect.type is EffectType.FLAG else f"e-{effect.type.value}"
    value = words[key].format(high=effect.high) + _unit(effect.unit, language)
    said = effect.description_fr if language == "fr" else effect.description
    return _row(
        f"`{effect.name}`",
        value,
        f"`{effect_example(effect)}`",
        said,
        words[effect.combine.value],
        _codes(effect.aliases),
    )


def _row(name: str, value: str, example: str, said: str, *more: str) -> str:
    said = said.replace("<", "\\<")  # "[season.<name>]" is no HTML
    return f"| {' | '.join((name, value, example, said, *more))} |".replace("|  |", "| |")


def _unit(unit: str, language: str) -> str:
    shown = _UNITS_FR.get(unit, unit) if language == "fr" else unit
    return f" ({shown})" if shown else ""


def _choices(fact: Fact) -> str:
    """Every choice with the other words for it."""
    shown = []
    for choice in fact.choices:
        others = [word for word, meant in fact.choice_aliases.items() if meant == choice]
        shown.append(f"`{choice}`" + (f" ({_codes(others)})" if others else ""))
    return ", ".join(shown)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    sys.stdout.write(page(language=sys.argv[1] if len(sys.argv) > 1 else "en"))
