"""What other rules would have decided."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import decide, load
from rules.compare import Change, Past, compare, sentence
from rules.record import to_json
from rules.schema import Scope

OLD = """
[rule.day]
say.en = "At most 10 answers."
say.fr = "Au plus 10 réponses."
then.answers_at_most = 10
[rule.evening]
say = "Evenings are mine."
when.time = "20:00..08:00"
then.closed = true
"""
NEW = """
[rule.day]
say.en = "At most 10 answers."
say.fr = "Au plus 10 réponses."
then.answers_at_most = 10
[rule.afternoon]
say.en = "Thursday afternoon is mine."
say.fr = "Le jeudi après-midi est à moi."
when.time = "16:00..08:00"
then.closed = true
[rule.tired]
say.en = "Few when tired."
say.fr = "Peu quand je suis fatiguée."
when.energy = "<= 2"
then.answers_at_most = 3
"""


def past(text: str, about: str, at: object, scope: Scope = Scope.MOMENT, **facts: object) -> Past:
    record = to_json(decide(load(text, "old.toml"), facts))
    return Past(about, at, record["facts"], record["effects"], scope)


def at_hour(hour: int) -> Past:
    return past(OLD, "now", f"Thursday {hour}:00", time=time(hour))


def test_the_same_rules_differ_in_nothing():
    rules = load(OLD, "old.toml")
    assert compare(rules, [at_hour(hour) for hour in range(24)]) == ()


def test_equal_differences_are_told_once():
    rules = load(NEW, "new.toml")
    changes = compare(rules, [at_hour(hour) for hour in (15, 16, 17, 18, 20)])
    assert [change for change in changes if not change.unknown] == [
        Change(
            "closed", False, True, "afternoon", (),
            (("now", "Thursday 16:00"), ("now", "Thursday 17:00"), ("now", "Thursday 18:00")),
        )
    ]  # fmt: skip
    closed = next(change for change in changes if change.effect == "closed")

    def show(about: str, at: str) -> str:
        return at

    assert sentence(closed, rules, "en", show) == (
        "Thursday 16:00, and 2 more until Thursday 18:00: closed false -> true because afternoon: "
        "Thursday afternoon is mine."
    )
    assert sentence(closed, rules, "fr", show) == (
        "Thursday 16:00, et 2 de plus jusqu'à Thursday 18:00 : closed false -> true à cause de "
        "afternoon : Le jeudi après-midi est à moi."
    )


def test_a_fact_that_the_record_does_not_hold_is_not_guessed():
    rules = load(NEW, "new.toml")
    (change,) = compare(rules, [at_hour(12)])
    assert change == Change(
        "answers_at_most", None, None, "", ("energy",), (("now", "Thursday 12:00"),)
    )
    assert sentence(change, rules) == (
        "Thursday 12:00 (now): answers_at_most is not known, as the record does not hold energy"
    )
    assert sentence(change, rules, "fr") == (
        "Thursday 12:00 (now) : answers_at_most est inconnu, car l'historique n'a pas gardé energy"
    )


def test_a_fact_that_was_asked_and_not_known_then_is_not_known_now():
    asked = past(NEW, "now", "noon", time=time(12))
    assert asked.facts == {"energy": None, "time": "12:00"}
    assert compare(load(NEW, "new.toml"), [asked]) == ()


def test_a_doubt_that_changes_nothing_is_no_doubt():
    looser = NEW.replace("then.answers_at_most = 3", "then.answers_at_most = 20")
    assert compare(load(looser, "new.toml"), [at_hour(12)]) == ()


def test_of_a_day_only_the_limits_of_a_day_are_compared():
    day = past(OLD, "day", "Thursday", Scope.DAY)
    changes = compare(load(NEW.replace("10", "12"), "new.toml"), [day])
    assert {change.effect for change in changes} == {"answers_at_most"}


def test_an_effect_that_no_rule_speaks_about_any_more():
    rules = load("", "none.toml")
    (limit,) = compare(rules, [at_hour(12)])
    assert (limit.before, limit.after, limit.winner) == (10, None, "")
    assert sentence(limit, rules) == (
        "Thursday 12:00 (now): answers_at_most 10 -> not set, as no rule speaks about it"
    )
    assert sentence(limit, rules, "fr") == (
        "Thursday 12:00 (now) : answers_at_most 10 -> non réglé, car aucune règle n'en parle"
    )
    evening, _ = compare(rules, [at_hour(21)])
    assert (evening.effect, evening.before, evening.after) == ("closed", True, False)


def test_a_record_that_cannot_be_read_is_said():
    with pytest.raises(ValueError, match="the fact time of a record"):
        compare(load(NEW, "new.toml"), [Past("now", 1, {"time": "late"}, {})])


@given(
    st.fixed_dictionaries({}, optional={"energy": st.integers(1, 5), "time": st.times()}),
    st.sampled_from([OLD, NEW]),
    st.sampled_from([OLD, NEW]),
)
def test_what_is_told_is_what_the_new_rules_decide(facts, old, new):
    was, rules = decide(load(old, "old.toml"), facts), load(new, "new.toml")
    record = to_json(was)
    full = decide(rules, facts).effects
    changes = {
        change.effect: change
        for change in compare(rules, [Past("now", 1, record["facts"], record["effects"])])
    }
    for effect in ("closed", "answers_at_most"):
        off = False if effect == "closed" else None
        before, after = was.effects.get(effect, off), full.get(effect, off)
        change = changes.get(effect)
        if change is None:
            assert before == after
        elif not change.unknown:
            assert (change.before, change.after) == (before, after)
