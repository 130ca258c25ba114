"""A decision in sentences, in French or English, with the owner's own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.engine import Decision
from rules.model import Kind, Line, Reason
from rules.schema import Combine
from rules.show import show_value

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "because": "{effect} = {value} because {winner}{others}: {say}",
            "exception": "exception to {names}",
            "aside": "{names} set aside",
            "stricter": "stricter than {names}",
            "larger": "more than {names}",
            "stronger": "stronger than {names}",
            "agreeing": "like {names}",
            "and": " and ",
            "when": "{rule} does not apply: it wants {fact} {written}, and {fact} is {found}",
            "unless": "{rule} does not apply: unless {fact} {written}, and {fact} is {found}",
            "absent": "{rule} does not apply: it wants {fact} {written}, and {fact} is not known",
            "silent": "No rule speaks about this.",
        },
        "fr": {
            "because": "{effect} = {value} à cause de {winner}{others} : {say}",
            "exception": "exception à {names}",
            "aside": "sans tenir compte de {names}",
            "stricter": "plus strict que {names}",
            "larger": "plus que {names}",
            "stronger": "plus fort que {names}",
            "agreeing": "comme {names}",
            "and": " et ",
            "when": "{rule} ne s'applique pas : il faut {fact} {written}, or {fact} vaut {found}",
            "unless": "{rule} ne s'applique pas : sauf {fact} {written}, or {fact} vaut {found}",
            "absent": "{rule} ne s'applique pas : il faut {fact} {written}, or {fact} est inconnu",
            "silent": "Aucune règle n'en parle.",
        },
    }
)


def explain(decision: Decision, language: str = "en", *, near: bool = False) -> tuple[str, ...]:
    """One sentence an effect, in the order of the vocabulary; with `near`, near misses after them.

    `language` is "fr" or "en"; any other is read as "en".
    """
    words = _WORDS.get(language, _WORDS["en"])
    effects = [name for name in decision.ruleset.vocabulary.effects if name in decision.reasons]
    sentences = [explain_effect(decision, name, language) for name in effects]
    if near:
        sentences.extend(_near_miss(decision, line, words) for line in decision.near_misses)
    return tuple(sentences) or (words["silent"],)


def explain_effect(decision: Decision, effect: str, language: str = "en") -> str:
    """Why one effect has its value; says so when no rule sets it."""
    words = _WORDS.get(language, _WORDS["en"])
    reason = decision.reasons.get(effect)
    if reason is None:
        return words["silent"]
    return words["because"].format(
        effect=effect,
        value=show_value(reason.value),
        winner=reason.winner,
        others=_others(decision, reason, words),
        say=decision.ruleset.by_name[reason.winner].say.text(language),
    )


def _others(decision: Decision, reason: Reason, words: Mapping[str, str]) -> str:
    """The other rules that spoke, in brackets, each with why it did not decide."""
    if not reason.overruled and not reason.agreeing:
        return ""
    combine = decision.ruleset.vocabulary.effects[reason.effect].combine
    rules = decision.ruleset.by_name
    spoke = (reason.winner, *reason.overruled, *reason.agreeing)
    excepted = any(rules[name].kind is Kind.EXCEPTION for name in spoke)
    groups: dict[str, list[str]] = {}
    for name in reason.overruled:
        groups.setdefault(_relation(combine, reason, rules[name].kind, excepted), []).append(name)
    if reason.agreeing:
        groups["agreeing"] = list(reason.agreeing)
    parts = [words[key].format(names=_listed(names, words)) for key, names in groups.items()]
    return f" ({'; '.join(parts)})"


def _relation(combine: Combine, reason: Reason, loser: Kind, excepted: bool) -> str:
    """How the winner stands to a rule that wanted something else."""
    if loser is Kind.NORMAL and excepted:
        return "exception" if reason.kind is Kind.EXCEPTION else "aside"
    if combine is Combine.MIN:
        return "stricter"
    if combine is Combine.MAX:
        is_cap = reason.kind is Kind.PROTECT or loser is Kind.PROTECT
        return "stricter" if is_cap and reason.kind is not loser else "larger"
    return "stronger"


def _listed(names: list[str], words: Mapping[str, str]) -> str:
    *first, last = names
    return f"{', '.join(first)}{words['and']}{last}" if first else last


def _near_miss(decision: Decision, line: Line, words: Mapping[str, str]) -> str:
    """The one line that kept a rule from applying."""
    found = decision.facts.get(line.fact)
    key = "absent" if found is None else "unless" if line.unless else "when"
    return words[key].format(
        rule=line.rule, fact=line.fact, written=line.written, found=show_value(found)
    )
