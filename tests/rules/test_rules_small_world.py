"""In a small world, decisions are those of a naive reference, for every combination of facts."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine import decide
from rules.explaining import explain
from rules.model import Kind
from rules.parse import load
from rules.schema import Combine, Effect, EffectType, Fact, FactType, Vocabulary

SMALL = Vocabulary.of(
    (
        Fact("energy", FactType.COUNT, "energy", "forme", low=1, high=3),
        Fact("time", FactType.TIME, "time", "heure"),
        Fact("urgent", FactType.FLAG, "urgent", "urgent"),
        Fact("via", FactType.TEXT, "channel", "canal"),
        Fact("says", FactType.WORDS, "words", "mots"),
    ),
    (
        Effect("limit", EffectType.COUNT, Combine.MIN, "limit", "limite"),
        Effect("grant", EffectType.COUNT, Combine.MAX, "grant", "don"),
        Effect("switch", EffectType.FLAG, Combine.ANY, "switch", "interrupteur"),
        Effect("choice", EffectType.TEXT, Combine.ONE, "choice", "choix"),
    ),
)
VALUES: dict[str, tuple[Any, ...]] = {
    "energy": (None, 1, 2, 3),
    "time": (None, time(9), time(12), time(20, 30)),
    "urgent": (None, False, True),
    "via": (None, "Mail", "shop"),
    "says": (None, frozenset(), frozenset("a"), frozenset("b"), frozenset("abc")),
}
WORLD = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]

#: How a line is written, and what it means; the meaning is not taken from the engine.
TESTS: dict[str, dict[str, Callable[[Any], bool]]] = {
    "energy": {
        '"2..3"': lambda value: value in (2, 3),
        '"<= 1"': lambda value: value == 1,
        "[1, 3]": lambda value: value in (1, 3),
    },
    "time": {
        '"9h..12h"': lambda value: value.hour < 12,
        '"20:30..10:00"': lambda value: value.hour in (9, 20),
    },
    "urgent": {"true": lambda value: value, "false": lambda value: not value},
    "via": {
        '"mail"': lambda value: value.lower() == "mail",
        '["mail", "shop"]': lambda value: True,
    },
    "says": {'"a"': lambda value: "a" in value, '["b", "c"]': lambda value: "b" in value},
}


@dataclass(frozen=True)
class R:
    """A rule: its lines as {fact: how it is written}, what it sets as {effect: value}."""

    kind: str
    then: dict[str, Any]
    when: dict[str, str]
    unless: dict[str, str]

    def failed(self, facts: dict[str, Any]) -> list[str]:
        failed = []
        for fact, written in self.when.items():
            if facts[fact] is None or not TESTS[fact][written](facts[fact]):
                failed.append(fact)
        for fact, written in self.unless.items():
            if facts[fact] is not None and TESTS[fact][written](facts[fact]):
                failed.append(fact)
        return failed

    def toml(self, name: str) -> str:
        lines = [f"[rule.{name}]", f'say = "{name}."', f'kind = "{self.kind}"']
        lines += [f"when.{fact} = {written}" for fact, written in self.when.items()]
        lines += [f"unless.{fact} = {written}" for fact, written in self.unless.items()]
        lines += [
            f"then.{effect} = {value if isinstance(value, int) else repr(value)}".replace(
                "True", "true"
            ).replace("False", "false")
            for effect, value in self.then.items()
        ]
        return "\n".join([*lines, ""])


def ruleset(rules: dict[str, R]):
    text = "\n".join(rule.toml(name) for name, rule in rules.items())
    return load(text, "small.toml", SMALL, tuple(Kind))


# ------------------------------------------------------------------ the naive reference


def naive_value(effect: str, said: list[tuple[str, Any]]) -> tuple[Any, str]:
    """The value, and the kind that it comes from."""

    def of(kind: str) -> Any:
        values = [value for other, value in said if other == kind]
        if not values:
            return None
        if effect == "limit":
            return sorted(values)[0]
        if effect == "grant":
            return sorted(values)[-1]
        if effect == "switch":
            return True in values
        return values[0]

    if of("hand") is not None:
        return of("hand"), "hand"
    free, kind = None, ""
    for kind in ("exception", "normal"):
        free = of(kind)
        if free is not None:
            break
    bound = of("protect")
    if free is None and bound is None:
        return of("default"), "default"
    if bound is None:
        return free, kind
    if free is None or effect == "choice":
        return bound, "protect"
    if effect == "switch":
        return (True, "protect") if bound else (free, kind)
    return (bound, "protect") if bound <= free else (free, kind)


def check_everywhere(rules: dict[str, R]) -> None:
    prepared = ruleset(rules)
    for facts in WORLD:
        decision = decide(prepared, facts)
        failed = {name: rule.failed(facts) for name, rule in rules.items()}
        speak = [name for name in rules if not failed[name]]
        near = sorted((name, lines[0]) for name, lines in failed.items() if len(lines) == 1)
        assert sorted((line.rule, line.fact) for line in decision.near_misses) == near
        for effect in ("limit", "grant", "switch", "choice"):
            said = {name: rules[name].then[effect] for name in speak if effect in rules[name].then}
            reason = decision.reasons.get(effect)
            if not said:
                assert reason is None
                assert effect not in decision.effects
                continue
            value, kind = naive_value(effect, [(rules[n].kind, v) for n, v in said.items()])
            assert reason is not None
            assert decision.effects[effect] == reason.value == value
            assert rules[reason.winner].kind == kind == reason.kind.name.lower()
            assert said[reason.winner] == value
            assert set(reason.overruled) == {name for name, v in said.items() if v != value}
            assert {reason.winner, *reason.agreeing} == {n for n, v in said.items() if v == value}
            assert len(reason.agreeing) + len(reason.overruled) + 1 == len(said)


# ------------------------------------------------------------------ rule sets made by hand


def rule(kind: str = "normal", when=None, unless=None, **then) -> R:
    return R(kind, then, when or {}, unless or {})


TIRED, MORNING = {"energy": '"<= 1"'}, {"time": '"9h..12h"'}
URGENT, MAIL, A = {"urgent": "true"}, {"via": '"mail"'}, {"says": '"a"'}
ONE_OF_EACH_KIND = {
    "usual": rule("default", limit=8, grant=2, switch=True, choice="z"),
    "plain": rule("normal", MORNING, limit=6, grant=3, switch=True, choice="a"),
    "lifted": rule("exception", URGENT, limit=9, grant=1, switch=False, choice="b"),
    "guard": rule("protect", TIRED, limit=7, grant=2, switch=True, choice="c"),
    "hand": rule("hand", A, limit=50, grant=40, switch=False, choice="d"),
}
BY_HAND = {
    "nobody": {},
    "one of each kind": ONE_OF_EACH_KIND,
    "two of each kind": {
        **ONE_OF_EACH_KIND,
        "usual-2": rule("default", MAIL, limit=8, grant=9),
        "plain-2": rule("normal", MAIL, unless=URGENT, limit=6, grant=9, switch=True),
        "lifted-2": rule("exception", MAIL, limit=4, grant=9, switch=True),
        "guard-2": rule("protect", MAIL, limit=3, grant=1),
        "hand-2": rule("hand", MAIL, limit=5, grant=5, switch=True),
    },
    "when and unless on one fact": {
        "x": rule("normal", {"energy": '"2..3"'}, {"energy": "[1, 3]"}, limit=1),
        "y": rule("normal", {"via": '["mail", "shop"]'}, {"via": '"mail"'}, limit=2),
    },
    "every line there is": {
        f"{fact}-{number}-{word}": R("normal", {"limit": number}, *lines)
        for fact, tests in TESTS.items()
        for number, written in enumerate(tests)
        for word, lines in {"when": ({fact: written}, {}), "unless": ({}, {fact: written})}.items()
    },
}


@pytest.mark.parametrize("name", BY_HAND)
def test_rule_sets_made_by_hand(name):
    check_everywhere(BY_HAND[name])


def test_rows_of_a_table_decide_and_are_no_near_misses():
    text = """
    [table.day]
    say = "Day."
    given = ["energy", "urgent"]
    sets = ["limit", "grant"]
    rows = [["1", "*", 0, "-"], ["2..3", true, 5, 1], ["2..3", false, 3, "-"]]
    """
    prepared = load(text, "small.toml", SMALL)
    for facts in WORLD:
        row: dict[str, int] = {}
        if facts["energy"] == 1:
            row = {"limit": 0}
        elif facts["energy"] and facts["urgent"] is not None:
            row = {"limit": 5, "grant": 1} if facts["urgent"] else {"limit": 3}
        decision = decide(prepared, facts)
        assert decision.effects == row
        assert decision.near_misses == ()


# ------------------------------------------------------------------ rule sets made by chance

#: Choices of one kind agree: the loader refuses others.
SETTINGS = {
    "limit": st.integers(0, 4), "grant": st.integers(0, 4),
    "switch": st.just(True), "choice": st.just(""),
}  # fmt: skip


@st.composite
def rules_by_chance(draw) -> dict[str, R]:
    kinds = draw(st.lists(st.sampled_from([kind.name.lower() for kind in Kind]), max_size=7))
    made = {f"base-{effect}": rule("normal", **{effect: value}) for effect, value in
            {"limit": 3, "grant": 1, "switch": True, "choice": "normal"}.items()
            if draw(st.booleans()) or "exception" in kinds}  # fmt: skip
    for number, kind in enumerate(kinds):
        facts = draw(st.lists(st.sampled_from(sorted(TESTS)), max_size=3, unique=True))
        lines = {fact: draw(st.sampled_from(sorted(TESTS[fact]))) for fact in facts}
        cut = draw(st.integers(0, len(facts)))
        then = draw(st.fixed_dictionaries({}, optional=SETTINGS).filter(bool))
        if "choice" in then:
            then["choice"] = kind
        if "switch" in then and kind in ("exception", "hand"):
            then["switch"] = draw(st.booleans())
        when = {fact: lines[fact] for fact in facts[:cut]}
        unless = {fact: lines[fact] for fact in facts[cut:]}
        made[f"r{number}"] = R(kind, then, when, unless)
    return made


@settings(max_examples=40)
@given(rules_by_chance())
def test_rule_sets_made_by_chance(rules):
    check_everywhere(rules)


@settings(max_examples=40)
@given(rules_by_chance(), st.randoms())
def test_any_order_of_rules_and_facts_gives_the_same(rules, rng: random.Random):
    names = list(rules)
    rng.shuffle(names)
    one, other = ruleset(rules), ruleset({name: rules[name] for name in names})
    for facts in rng.sample(WORLD, 30):
        items = list(facts.items())
        rng.shuffle(items)
        first, second = decide(one, facts), decide(other, dict(items))
        assert first.reasons == second.reasons
        assert list(first.effects) == list(second.effects)
        for language in ("en", "fr"):
            told = explain(first, language, near=True)
            assert told == explain(second, language, near=True)


@settings(max_examples=40)
@given(rules_by_chance(), st.sampled_from(WORLD), st.sampled_from(["en", "fr"]))
def test_a_sentence_names_the_effect_its_value_and_every_rule_that_matters(rules, facts, language):
    decision = decide(ruleset(rules), facts)
    sentences = explain(decision, language)
    assert len(sentences) == max(1, len(decision.reasons))
    for sentence, (effect, reason) in zip(sentences, decision.reasons.items(), strict=False):
        assert sentence.startswith(f"{effect} = ")
        # That the usual says the same as a rule of hers is not worth a word.
        usual = {name for name, rule in rules.items() if rule.kind == "default"}
        silent = set() if reason.kind is Kind.DEFAULT else usual & set(reason.agreeing)
        for name in {reason.winner, *reason.overruled, *reason.agreeing} - silent:
            assert name in sentence
