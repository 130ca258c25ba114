"""A decision in sentences, in French or English, with the owner's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rules.engine import Decision
from rules.index import MAX_KEPT, Voices, index
from rules.model import Kind, Reason, RuleSet
from rules.schema import Combine, Fact, FactType
from rules.show import show_value
from rules.values import WEEKDAYS

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "because": "{effect} = {value} because {winner}{others}: {say}",
        "usual": "the usual",
        "hand": "your own hand",
        "overhand": "above {names}",
        "gave_way": "in place of the usual {names}",
        "exception": "exception to {names}",
        "aside": "{names} set aside",
        "stricter": "stricter than {names}",
        "larger": "more than {names}",
        "stronger": "stronger than {names}",
        "guarded": "a protection, stricter than {names}",
        "protection": "a protection, before {names}",
        "agreeing": "like {names}",
        "and": " and ",
        "next": "; ",
        "when": "{rule} does not apply: it wants {fact} {written}, and {fact} is ",
        "unless": "{rule} does not apply: not when {fact} is {written}, and {fact} is ",
        "absent": "{rule} does not apply: it wants {fact} {written}, and {fact} is not known",
        "silent": "No rule speaks about this.",
    },
    "fr": {
        "because": "{effect} = {value} à cause de {winner}{others} : {say}",
        "usual": "l'habitude",
        "hand": "de votre main",
        "overhand": "au-dessus de {names}",
        "gave_way": "à la place de l'habitude {names}",
        "exception": "exception à {names}",
        "aside": "sans tenir compte de {names}",
        "stricter": "plus strict que {names}",
        "larger": "plus que {names}",
        "stronger": "plus fort que {names}",
        "guarded": "une protection, plus stricte que {names}",
        "protection": "une protection, avant {names}",
        "agreeing": "comme {names}",
        "and": " et ",
        "next": " ; ",
        "when": "{rule} ne s'applique pas : il faut {fact} {written}, or {fact} vaut ",
        "unless": "{rule} ne s'applique pas : sauf {fact} {written}, or {fact} vaut ",
        "absent": "{rule} ne s'applique pas : il faut {fact} {written}, or {fact} est inconnu",
        "silent": "Aucune règle n'en parle.",
    },
}
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def explain(decision: Decision, language: str = "en", *, near: bool = False) -> tuple[str, ...]:
    """One sentence an effect, in the order of the vocabulary; with `near`, near misses after them.

    `language` is "fr" or "en"; any other is read as "en".
    """
    speaker = _speaker(decision.ruleset, language)
    applied = decision.applied
    sentences = [
        speaker.sentence(voices, speaking)
        for voices in speaker.voices.values()
        if (speaking := applied & voices.rules)
    ]
    if near:
        sentences += speaker.near_misses(decision)
    return tuple(sentences) or (speaker.words["silent"],)


def explain_effect(decision: Decision, effect: str, language: str = "en") -> str:
    """Why one effect has its value; says so when no rule sets it."""
    speaker = _speaker(decision.ruleset, language)
    voices = speaker.voices.get(effect)
    if voices and (speaking := decision.applied & voices.rules):
        return speaker.sentence(voices, speaking)
    return speaker.words["silent"]


def show_fact(fact: Fact, value: object, language: str = "en") -> str:
    """A value of a fact as an owner writes it: `sunday` or `dimanche`, `19:05`, `4h30`, `true`."""
    if fact.type is FactType.WEEKDAY:
        number = WEEKDAYS.index(value) if isinstance(value, str) else value
        assert isinstance(number, int)
        return (_JOURS if language == "fr" else WEEKDAYS)[number]
    if fact.type is FactType.WORDS and isinstance(value, frozenset):
        return ", ".join(sorted(value)) or ("rien de cela" if language == "fr" else "nothing of it")
    return show_value(value)


def _speaker(ruleset: RuleSet, language: str) -> _Speaker:
    language = language if language in _WORDS else "en"
    found: _Speaker | None = ruleset.kept.get(language)
    if found is None:
        found = ruleset.kept[language] = _Speaker(ruleset, language)
    return found


class _Speaker:
    """The sentences of one rule set in one language; what was said once is kept."""

    def __init__(self, ruleset: RuleSet, language: str) -> None:
        self.words = _WORDS[language]
        self.voices = index(ruleset).voices
        self.sentence = lru_cache(MAX_KEPT)(self._sentence)
        self.wanted = lru_cache(MAX_KEPT)(self._wanted)
        self._ruleset, self._language = ruleset, language

    def _sentence(self, voices: Voices, speaking: int) -> str:
        """Why the effect has its value when these rules speak."""
        reason = voices.reason(speaking)
        groups = self._groups(voices.combine, reason)
        others = self.words["next"].join(self._name(key, names) for key, names in groups.items())
        return self.words["because"].format(
            effect=reason.effect,
            value=show_value(reason.value),
            winner=reason.winner,
            others=f" ({others})" if others else "",
            say=self._ruleset.by_name[reason.winner].say.text(self._language),
        )

    def _groups(self, combine: Combine, reason: Reason) -> dict[str, list[str]]:
        """The other rules that spoke, by why they did not decide."""
        rules = self._ruleset.by_name
        everyone = (reason.winner, *reason.overruled, *reason.agreeing)
        spoke = {rules[name].kind for name in everyone}
        groups: dict[str, list[str]] = {}
        if reason.kind in _OWN_WORD:
            groups[_OWN_WORD[reason.kind]] = []
        for name in reason.overruled:
            why = relation(combine, reason.kind, rules[name].kind, spoke)
            groups.setdefault(why, []).append(name)
        # That the usual is the same says nothing about a rule of the owner's.
        usual = set() if reason.kind is Kind.DEFAULT else {Kind.DEFAULT}
        if agreeing := [name for name in reason.agreeing if rules[name].kind not in usual]:
            groups["agreeing"] = agreeing
        return groups

    def _name(self, key: str, names: Sequence[str]) -> str:
        """ "stricter than one, two and three"."""
        *first, last = names or ("",)
        together = f"{', '.join(first)}{self.words['and']}{last}" if first else last
        return self.words[key].format(names=together)

    def near_misses(self, decision: Decision) -> list[str]:
        """The one line that kept each of these rules from applying, and what was found."""
        facts = self._ruleset.vocabulary.facts
        found = {
            name: show_fact(facts[name], value, self._language)
            for name, value in decision.facts.items()
        }
        return [
            self.wanted(line.rule, line.fact, line.unless, line.fact in found)
            + found.get(line.fact, "")
            for line in decision.near_misses
        ]

    def _wanted(self, rule: str, fact: str, unless: bool, known: bool) -> str:
        """The sentence about a line that failed, up to what was found."""
        lines = self._ruleset.by_name[rule].lines
        written = next(one.written for one in lines if (one.fact, one.unless) == (fact, unless))
        key = ("unless" if unless else "when") if known else "absent"
        return self.words[key].format(rule=rule, fact=fact, written=written)


_OWN_WORD = {Kind.DEFAULT: "usual", Kind.HAND: "hand"}


def relation(combine: Combine, winner: Kind, loser: Kind, spoke: set[Kind]) -> str:
    """Why a rule that wanted something else did not decide, as a word; `spoke` are all kinds."""
    if winner is Kind.HAND and loser is not Kind.HAND:
        return "overhand"
    if loser is Kind.DEFAULT and winner is not Kind.DEFAULT:
        return "gave_way"
    if loser is Kind.NORMAL and Kind.EXCEPTION in spoke:
        return "exception" if winner is Kind.EXCEPTION else "aside"
    if winner is loser:
        return {Combine.MIN: "stricter", Combine.MAX: "larger"}.get(combine, "stronger")
    if combine is Combine.MIN or combine is Combine.MAX:
        return "guarded" if winner is Kind.PROTECT else "stricter"
    return "protection"
