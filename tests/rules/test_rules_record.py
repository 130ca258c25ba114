"""Decisions are kept as plain values, and decided again with the same result."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import decide, default_text, load
from rules.model import Kind
from rules.parse import join
from rules.policies import house_text, text
from rules.record import fact_of_json, fact_to_json, facts_of, replay, to_json
from rules.vocabulary import HOUSE, PRODUCT

EVERY_FACT = """
[rule.all]
say = "Asks about everything."
when.weekday = "monday..friday"
when.date = "2026-01-01..2026-12-31"
unless.energy = "<= 1"
when.ramp_day = 0
when.night_rest = ">= 11h"
when.time = "9h..18h"
unless.unavailable = true
when.via = ["mail", "shop"]
when.tone = ["calm", "annoyed"]
when.waiting = "> 4h"
when.asks = ["size", "price"]
unless.says = "refund"
then.shield = true
[rule.exception]
say = "Another."
kind = "exception"
when.says = ["refund", "broken"]
then.shield = false
"""


def joined(owner: str):
    return join(load(owner, "policy.toml"), load(house_text(), "house.toml", HOUSE, tuple(Kind)))


RULE_SETS = {
    "everything": joined(EVERY_FACT),
    "shop": joined(default_text()),
    "freelancer": joined(text("freelancer")),
    "alone": load(EVERY_FACT, "policy.toml"),
}

some_facts = st.fixed_dictionaries(
    {},
    optional={
        "weekday": st.one_of(st.integers(0, 6), st.sampled_from(["monday", "sunday"])),
        "date": st.one_of(st.dates(), st.datetimes()),
        "energy": st.one_of(st.none(), st.integers(1, 5)),
        "ramp_day": st.integers(0, 31),
        "worked_days_in_a_row": st.integers(0, 9),
        "night_rest": st.timedeltas(timedelta(0), timedelta(days=2)),
        "time": st.times(),
        "looks_today": st.integers(0, 9),
        "unavailable": st.booleans(),
        "by_hand": st.booleans(),
        "via": st.sampled_from(["mail", "MAIL", "phone"]),
        "tone": st.sampled_from(["calm", "Hostile"]),
        "waiting": st.timedeltas(timedelta(-1), timedelta(days=9)),
        "asks": st.sets(st.sampled_from(["size", "price", "pickup"])),
        "says": st.sets(st.sampled_from(["refund", "broken", "my address is secret"])),
    },
)


@given(st.sampled_from(sorted(RULE_SETS)), some_facts)
def test_a_record_decides_the_same_again(name, facts):
    decision = decide(RULE_SETS[name], facts)
    record = json.loads(json.dumps(to_json(decision)))
    again = replay(RULE_SETS[name], record)
    assert to_json(again) == record
    assert again.effects == decision.effects
    assert again.reasons == decision.reasons
    assert again.near_misses == decision.near_misses


def test_what_a_record_holds():
    facts = {
        "time": time(11, 10), "weekday": 3, "date": date(2026, 11, 26), "via": "Mail",
        "waiting": timedelta(hours=4, minutes=30), "energy": 3, "unavailable": False,
        "asks": {"size", "pickup"}, "says": {"refund", "my address"}, "ramp_day": 0,
    }  # fmt: skip
    record = to_json(decide(RULE_SETS["alone"], facts))
    assert record == {
        "facts": {
            "weekday": "thursday", "date": "2026-11-26", "energy": 3, "ramp_day": 0,
            "night_rest": None, "time": "11:10", "unavailable": False, "via": "mail",
            "tone": None, "waiting": "PT4H30M", "asks": ["size"], "says": ["refund"],
        },
        "effects": {"shield": False},
        "reasons": {"shield": {"winner": "exception", "overruled": [], "agreeing": []}},
        "near": [],
    }  # fmt: skip


def test_near_misses_are_named_by_rule_and_fact():
    record = to_json(decide(RULE_SETS["shop"], {"weekday": "monday", "unavailable": True}))
    assert record["reasons"]["closed"]["winner"] == "house:unavailable"
    assert ["sunday", "weekday"] in record["near"]
    assert ["house:by-hand", "by_hand"] in record["near"]


def test_words_that_no_rule_names_are_never_kept():
    record = to_json(decide(RULE_SETS["everything"], {"says": {"my address", "broken"}}))
    assert record["facts"]["says"] == ["broken"]
    assert "my address" not in json.dumps(record)


@pytest.mark.parametrize(
    ("fact", "value", "written"),
    [
        ("time", time(0), "00:00"),
        ("time", time(23, 59, 59), "23:59:59"),
        ("time", time(8, 0, 0, 1), "08:00:00.000001"),
        ("waiting", timedelta(0), "PT0S"),
        ("waiting", timedelta(hours=4, microseconds=1), "PT4H0.000001S"),
        ("waiting", timedelta(days=2, seconds=61), "PT48H1M1S"),
        ("waiting", -timedelta(minutes=5), "-PT5M"),
        ("urgent", True, True),
        ("energy", 4, 4),
        ("weekday", "sunday", "sunday"),
        ("date", datetime(2026, 12, 24, 18), "2026-12-24"),  # noqa: DTZ001
    ],
)
def test_how_values_are_written(fact, value, written):
    about = PRODUCT.facts[fact]
    assert fact_to_json(about, value) == written
    assert fact_to_json(about, fact_of_json(about, written)) == written


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("time", "noon"), ("time", 12), ("waiting", "4h"), ("waiting", 240), ("date", "tomorrow"),
        ("energy", "3"), ("energy", True), ("urgent", 1), ("weekday", "someday"), ("via", 3),
        ("tone", "furious"), ("says", "refund"), ("says", [1]),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_says_which_fact(fact, written):
    with pytest.raises(ValueError, match=f"the fact {fact} of a record cannot be"):
        facts_of(PRODUCT, {fact: written})


def test_facts_that_mean_nothing_today_are_left_out():
    assert facts_of(PRODUCT, {"moon": "full", "energy": 2, "tone": None}) == {"energy": 2}
