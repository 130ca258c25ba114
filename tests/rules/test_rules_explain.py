"""Decisions in sentences, and the policy's own tests."""

from __future__ import annotations

from datetime import time

from rules import decide, explain, load, run_tests
from rules.explaining import explain_effect
from rules.model import Kind
from rules.parse import join
from rules.vocabulary import HOUSE

POLICY = """
[rule.my-day]
say.en = "At most 10 answers a day."
say.fr = "Au plus 10 réponses par jour."
then.answers_at_most = 10

[table.energy]
say.en = "The morning check-in sets the size of the day."
say.fr = "Le point du matin donne la taille de la journée."
given = ["energy"]
sets = ["answers_at_most"]
rows = [["1", 0], ["2", 3], ["3..5", 10]]

[rule.lunch]
say = "Quiet at lunch."
when.time = "12:00..13:00"
unless.unavailable = true
then.hold_notifications = true
"""


def sentences(facts, language="en", text=POLICY, near=False):
    return explain(decide(load(text, "house.toml"), facts), language, near=near)


def test_a_stricter_row_in_english_and_french():
    assert sentences({"energy": 2}) == (
        "answers_at_most = 3 because energy[2] (stricter than my-day): "
        "The morning check-in sets the size of the day.",
    )
    assert sentences({"energy": 2}, "fr") == (
        "answers_at_most = 3 à cause de energy[2] (plus strict que my-day) : "
        "Le point du matin donne la taille de la journée.",
    )


def test_rules_that_agree_are_named():
    assert sentences({"energy": 4}) == (
        "answers_at_most = 10 because energy[3] (like my-day): "
        "The morning check-in sets the size of the day.",
    )


def test_near_misses_say_what_was_found():
    assert sentences({"time": time(13, 5)}, near=True)[1:] == (
        "lunch does not apply: it wants time 12:00..13:00, and time is 13:05",
    )
    assert sentences({"time": time(12, 5), "unavailable": True}, "fr", near=True)[1:] == (
        "lunch ne s'applique pas : sauf unavailable true, or unavailable vaut true",
    )
    assert sentences({}, near=True)[1:] == (
        "lunch does not apply: it wants time 12:00..13:00, and time is not known",
    )


def test_exceptions_and_protections_are_named_as_such():
    text = """
    [rule.day]
    say = "Day."
    then.answers_at_most = 10
    [rule.guest]
    say = "Guest."
    kind = "exception"
    when.weekday = "friday"
    then.answers_at_most = 20
    [rule.guard]
    say = "Guard."
    kind = "protect"
    when.energy = 1
    then.answers_at_most = 12
    """
    assert sentences({"weekday": "friday"}, text=text) == (
        "answers_at_most = 20 because guest (exception to day): Guest.",
    )
    assert sentences({"weekday": "friday", "energy": 1}, text=text) == (
        "answers_at_most = 12 because guard (a protection, stricter than guest; day set aside): "
        "Guard.",
    )
    assert sentences({"energy": 1}, "fr", text=text) == (
        "answers_at_most = 10 à cause de day (plus strict que guard) : Day.",
    )


def test_a_normal_rule_is_set_aside_when_exception_and_protection_agree():
    text = """
    [rule.day]
    say = "Day."
    then.answers_at_most = 10
    [rule.guest]
    say = "Guest."
    kind = "exception"
    then.answers_at_most = 12
    [rule.guard]
    say = "Guard."
    kind = "protect"
    then.answers_at_most = 12
    """
    assert sentences({}, text=text) == (
        "answers_at_most = 12 because guard (day set aside; like guest): Guard.",
    )


def test_a_conflict_names_every_loser_and_why_it_lost():
    """F-07: two rules disagree, and "why" names the winner and the losers."""
    house = """
    [rule.usual]
    say.en = "Usual."
    say.fr = "Habituel."
    kind = "default"
    then.answers_at_most = 30
    [rule.by-hand]
    say = "By hand."
    kind = "hand"
    when.by_hand = true
    then.closed = false
    """
    owner = """
    [rule.many]
    say = "Many."
    then.answers_at_most = 25
    [rule.few]
    say = "Few."
    when.energy = "<= 3"
    then.answers_at_most = 15
    [rule.evening]
    say = "Evening."
    kind = "protect"
    when.time = "20:00..08:00"
    then.closed = true
    [rule.morning]
    say = "Morning window only."
    kind = "protect"
    when.tone = "hostile"
    then.only_in_window = "morning"
    [rule.regular]
    say = "Regulars in the afternoon."
    when.earlier_requests = ">= 3"
    then.only_in_window = "afternoon"
    """
    rules = join(load(owner, "policy.toml"), load(house, "house.toml", HOUSE, tuple(Kind)))
    alone = join(load("", "policy.toml"), load(house, "house.toml", HOUSE, tuple(Kind)))
    facts = {
        "energy": 2, "time": time(21), "by_hand": True, "tone": "hostile", "earlier_requests": 3,
    }  # fmt: skip
    assert explain(decide(rules, facts)) == (
        "closed = false because house:by-hand (your own hand; above evening): By hand.",
        "answers_at_most = 15 because few (stricter than many; "
        "in place of the usual house:usual): Few.",
        "only_in_window = morning because morning (a protection, before regular): "
        "Morning window only.",
    )
    assert explain(decide(rules, facts), "fr")[:2] == (
        "closed = false à cause de house:by-hand (de votre main ; au-dessus de evening) : By hand.",
        "answers_at_most = 15 à cause de few (plus strict que many ; "
        "à la place de l'habitude house:usual) : Few.",
    )
    assert explain(decide(alone, {})) == (
        "answers_at_most = 30 because house:usual (the usual): Usual.",
    )


def test_weekdays_and_words_that_were_found_are_named_in_the_language():
    text = """
    [rule.sunday]
    say = "Sunday."
    when.weekday = "sunday"
    then.closed = true
    [rule.refund]
    say = "Refund."
    when.says = "refund"
    then.shield = true
    """
    facts = {"weekday": 3, "says": {"hello", "there"}}
    assert sentences(facts, text=text, near=True) == (
        "sunday does not apply: it wants weekday sunday, and weekday is thursday",
        "refund does not apply: it wants says refund, and says is nothing of it",
    )
    assert sentences(facts, "fr", text=text, near=True) == (
        "sunday ne s'applique pas : il faut weekday sunday, or weekday vaut jeudi",
        "refund ne s'applique pas : il faut says refund, or says vaut rien de cela",
    )


def test_silence_is_said():
    assert sentences({}, text="") == ("No rule speaks about this.",)
    decision = decide(load(POLICY, "house.toml"), {})
    assert explain_effect(decision, "closed", "fr") == "Aucune règle n'en parle."


def test_a_failing_test_of_the_policy_is_told_with_its_place():
    text = POLICY + (
        "[test.tired]\ngiven.energy = 2\nexpect.answers_at_most = 5\nexpect.closed = false\n"
        '[test.noon]\ngiven.time = "12:00"\nexpect.hold_notifications = true\n'
        'expect.minutes_at_most = "none"\n'
    )
    failures = run_tests(load(text, "house.toml"))
    assert [str(failure.problem()) for failure in failures] == [
        "house.toml:21:8: test 'tired': answers_at_most should be 5, is 3 because of energy[2]"
    ]
    assert failures[0].problem().text("fr") == (
        "house.toml:21:8: test « tired » : answers_at_most devrait valoir 5, vaut 3 "
        "à cause de energy[2]"
    )
