"""The shipped policies, and the rules of the house under them."""

from __future__ import annotations

from datetime import time

import pytest

from rules import decide, explain, load, run_tests
from rules.model import Kind
from rules.parse import join
from rules.policies import default_text, house_text, names, text
from rules.vocabulary import HOUSE


@pytest.fixture(scope="module")
def house():
    return load(house_text(), "house.toml", HOUSE, tuple(Kind))


def test_the_first_is_the_one_of_a_new_installation():
    assert text(names()[0]) == default_text()
    with pytest.raises(KeyError):
        text("house")


@pytest.mark.parametrize("name", names())
def test_each_is_good_and_passes_its_tests_alone_and_with_the_house(name, house):
    policy = load(text(name), f"{name}.toml")
    assert len(policy.cases) >= 10
    assert run_tests(policy) == ()
    assert run_tests(policy, house) == ()


@pytest.mark.parametrize("name", [*names(), "house"])
def test_every_rule_speaks_both_languages(name, house):
    rules = house.rules if name == "house" else load(text(name), name).rules
    assert [rule.name for rule in rules if rule.say.en == rule.say.fr] == []


def test_tests_with_the_house_see_its_defaults(house):
    policy = load('[test.usual]\nexpect.answers_at_most = 30\nexpect.closed = "none"', "p.toml")
    assert [failure.effect for failure in run_tests(policy)] == ["answers_at_most"]
    assert run_tests(policy, house) == ()


def test_defaults_hold_where_the_owner_says_nothing(house):
    effects = decide(join(load("", "p.toml"), house), {"ramp_day": 0}).effects
    assert effects == {
        "answers_at_most": 30,
        "minutes_at_most": 90,
        "window_answers_at_most": 15,
        "portion_at_most": 7,
        "fill_percent_at_most": 80,
        "hostile_at_most": 3,
        "portion_hostile_at_most": 1,
        "urgent_answers_at_most": 3,
        "peeks_at_most": 3,
        "notifications_at_most": 5,
    }


@pytest.mark.parametrize("kind", ["normal", "exception", "protect"])
def test_every_rule_of_the_owner_takes_the_place_of_a_default(house, kind):
    owner = f'[rule.mine]\nsay = "Mine."\nkind = "{kind}"\nthen.answers_at_most = 50'
    if kind == "exception":
        owner += '\n[rule.plain]\nsay = "Plain."\nthen.answers_at_most = 20'
    reason = decide(join(load(owner, "p.toml"), house), {}).reasons["answers_at_most"]
    assert (reason.value, reason.winner) == (50, "mine")
    assert "house:answers" in reason.overruled


@pytest.mark.parametrize(
    ("ramp_day", "percent", "reserve"),
    [(None, None, None), (0, None, None), (1, 50, 40), (2, 75, 40), (3, 100, 40), (10, 100, 40),
     (11, None, None), (31, None, None)],
)  # fmt: skip
def test_the_days_after_an_absence(house, ramp_day, percent, reserve):
    effects = decide(house, {"ramp_day": ramp_day}).effects
    assert effects.get("day_percent_at_most") == percent
    assert effects.get("reserve_percent") == reserve


def test_unavailable_is_closed_and_quiet_until_the_owners_own_hand(house):
    rules = join(load(default_text(), "p.toml"), house)
    away = decide(rules, {"unavailable": True, "time": time(11), "weekday": "tuesday"})
    assert (away.effects["closed"], away.effects["hold_notifications"]) == (True, True)
    assert "beyond_limits" not in away.effects
    sunday = decide(rules, {"weekday": "sunday", "by_hand": True, "unavailable": True})
    assert (sunday.effects["closed"], sunday.effects["beyond_limits"]) == (False, True)
    assert explain(sunday)[0] == (
        "closed = false because house:by-hand "
        "(your own hand; above house:unavailable and sunday): "
        "You asked for a little more time: it is yours."
    )
