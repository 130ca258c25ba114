"""The shipped policy gives the numbers of needs.md 3.1."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from rules import decide, default_text, explain, load, run_tests


@pytest.fixture(scope="module")
def policy():
    return load(default_text(), "makers-shop.toml")


def test_it_passes_its_own_tests(policy):
    assert len(policy.cases) >= 8
    assert run_tests(policy) == ()


def test_numbers_of_an_open_moment(policy):
    facts = {
        "time": time(11, 10), "weekday": "tuesday", "date": date(2026, 11, 24), "energy": 4,
        "answers_today": 0, "minutes_today": 0, "worked_days_in_a_row": 2, "tone": "calm",
        "urgent": False, "waiting": timedelta(hours=12), "via": "mail", "ramp_day": 0, "season": "",
    }  # fmt: skip
    assert decide(policy, facts).effects == {
        "answers_at_most": 30,
        "minutes_at_most": 90,
        "window_answers_at_most": 15,
        "portion_at_most": 7,
        "fill_percent_at_most": 80,
        "notifications_at_most": 5,
        "hostile_at_most": 3,
        "portion_hostile_at_most": 1,
    }


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        (time(20, 29, 59, 999_999), False),
        (time(20, 30), True),
        (time(0), True),
        (time(8, 29, 59, 999_999), True),
        (time(8, 30), False),
    ],
)
def test_the_evening_is_closed(policy, now, quiet):
    effects = decide(policy, {"time": now, "weekday": 0}).effects
    assert effects.get("closed", False) is quiet


def test_sunday_is_protected(policy):
    reason = decide(policy, {"weekday": "sunday", "time": time(11), "urgent": True}).reasons[
        "closed"
    ]
    assert (reason.value, reason.winner, reason.kind.name) == (True, "sunday", "PROTECT")


def test_hostile_words_are_behind_a_shield(policy):
    assert decide(policy, {"tone": "hostile"}).effects["shield"] is True
    assert "shield" not in decide(policy, {"tone": "annoyed"}).effects


@pytest.mark.parametrize(
    ("energy", "answers", "minutes"),
    [(None, 30, 90), (1, 0, 0), (2, 8, 30), (3, 30, 90), (4, 30, 90), (5, 30, 90)],
)
def test_energy_sets_the_size_of_the_day(policy, energy, answers, minutes):
    effects = decide(policy, {"energy": energy}).effects
    assert (effects["answers_at_most"], effects["minutes_at_most"]) == (answers, minutes)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_speaks_both_languages(policy, language):
    decision = decide(policy, {"time": time(21), "weekday": 6, "energy": 2, "tone": "hostile"})
    sentences = explain(decision, language)
    assert len(sentences) == len(decision.effects)
    assert explain(decision, "en") != explain(decision, "fr")


def test_the_ideas_in_its_comments_are_good_rules():
    lines = default_text().split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("# [rule.urgent]"))
    end = next(n for n, line in enumerate(lines) if n > start and line.startswith("# ----"))
    ideas = "\n".join(line.removeprefix("#").strip() for line in lines[start:end])
    decision = decide(load(ideas, "p.toml"), {"urgent": True, "waiting": timedelta(hours=5)})
    assert decision.effects == {"extra_answers": 1}
