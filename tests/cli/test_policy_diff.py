"""`policy diff`: what other rules would have decided, from the decisions of a shop that ran."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from planner.bootstrap import open_shop
from planner.clock import StoryClock, SystemClock
from planner.paths import Paths

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)  # 08:00 in Brussels
NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)  # Friday evening

TEN = """
[rule.my-day]
say.en = "Ten a day."
say.fr = "Dix par jour."
then.answers_at_most = 10
"""
FRIDAY = """
[rule.my-day]
say = "Thirty a day."
then.answers_at_most = 30

[rule.friday]
say = "Friday afternoon is mine."
kind = "protect"
when.weekday = "friday"
when.time = "12:00..24:00"
then.closed = true
"""
WORKED = """
[rule.rest]
say = "A rest day after six."
kind = "protect"
when.worked_days_in_a_row = ">= 6"
then.closed = true
"""


@pytest.fixture
def ran(home, monkeypatch):
    """A shop that ran from Monday to Friday under a rule of thirty answers; Friday evening."""
    (home / "policy.toml").write_text(FRIDAY.partition("[rule.friday]")[0], "utf-8")
    clock = StoryClock(MONDAY)
    shop = open_shop(Paths(str(home)), clock=clock)
    while clock.now() < NOW:
        shop.office.tick()
        clock.step(timedelta(hours=6))
    shop.close()
    monkeypatch.setattr(SystemClock, "now", lambda _self: NOW)
    return home


@pytest.fixture
def other(tmp_path):
    """Rules in a file of their own."""

    def written(text):
        path = tmp_path / "other.toml"
        path.write_text(text, "utf-8")
        return str(path)

    return written


def test_the_same_rules_change_nothing(run, ran):
    code, out, err = run("policy", "diff")
    assert (code, out) == (0, "")
    assert err.endswith("Nothing would have been decided otherwise.\n")


def test_a_smaller_day(run, ran, other):
    code, out, err = run("policy", "diff", other(TEN))
    assert code == 0
    (line,) = out.splitlines()
    assert "answers_at_most 30 -> 10 because my-day: Ten a day." in line
    assert "compared" in err


def test_as_json(run, ran, other):
    code, out, err = run("policy", "diff", other(TEN), "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["since"] == "2026-11-20T20:00:00Z"
    (change,) = found["changes"]
    assert (change["effect"], change["before"], change["after"]) == ("answers_at_most", 30, 10)
    assert (change["rule"], change["unknown"]) == ("my-day", [])
    days = {place["about"] for place in change["places"] if place["about"].startswith("day ")}
    assert days == {f"day 2026-11-{n}" for n in (23, 24, 25, 26, 27)}
    assert 0 < found["decisions"] <= len(change["places"])  # and moments between the decisions


def test_days_go_back_so_far_and_no_further(run, ran, other):
    whole = json.loads(run("policy", "diff", other(TEN), "--json")[1])
    last = json.loads(run("policy", "diff", other(TEN), "--json", "--days", "1")[1])
    assert last["decisions"] < whole["decisions"]
    assert {place["about"] for place in last["changes"][0]["places"]} >= {"day 2026-11-27"}
    assert run("policy", "diff", "--days", "0")[0] == 2


def test_what_the_calendar_knows_is_known_although_nobody_asked_then(run, ran, other):
    found = json.loads(run("policy", "diff", other(FRIDAY), "--json")[1])
    changed = {change["effect"]: change for change in found["changes"]}
    assert changed["closed"]["rule"] == "friday"
    assert changed["closed"]["unknown"] == []
    assert all(place["at"].startswith("2026-11-27") for place in changed["closed"]["places"])


def test_what_only_the_other_rules_change_between_two_decisions_is_found(run, ran, other):
    early = FRIDAY.replace(
        'when.weekday = "friday"\nwhen.time = "12:00..24:00"', 'when.time = "15:10..15:20"'
    )
    found = json.loads(run("policy", "diff", other(early), "--json")[1])
    (change,) = [change for change in found["changes"] if change["after"] is True]
    assert (change["effect"], change["rule"]) == ("closed", "friday")
    assert {place["at"][11:16] for place in change["places"]} == {"14:10"}  # 15:10 in Brussels
    assert len(change["places"]) == 5


def test_what_was_not_noted_is_said(run, ran, other):
    code, out, _err = run("policy", "diff", other(WORKED))
    assert code == 0
    assert "closed is not known, as the record does not hold worked_days_in_a_row" in out


def test_the_file_on_disk_is_compared_even_when_it_is_not_in_force(run, ran):
    (ran / "policy.toml").write_text(TEN, "utf-8")
    assert "30 -> 10" in run("policy", "diff")[1]


def test_in_french(run, ran, other):
    settings = ran / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('"en"', '"fr"', 1), "utf-8")
    out = run("policy", "diff", other(TEN))[1]
    assert "answers_at_most 30 -> 10 à cause de my-day : Dix par jour." in out


def test_nothing_is_written(run, ran, other):
    before = (ran / "policy.toml").read_bytes()
    first = json.loads(run("policy", "diff", other(TEN), "--json")[1])
    assert json.loads(run("policy", "diff", other(TEN), "--json")[1]) == first
    assert (ran / "policy.toml").read_bytes() == before


def test_a_shop_that_has_decided_nothing_yet_says_so(run, home):
    code, out, err = run("policy", "diff")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "Nothing was decided in these days, so there is nothing to compare.",
        "Decisions are noted while Entracte runs: try again in a few days.",
    ]
    found = json.loads(run("policy", "diff", "--json")[1])
    assert (found["decisions"], found["changes"]) == (0, [])


def test_rules_with_errors_are_not_compared(run, ran, other):
    file = other(TEN.replace("answers_at_most", "answer_at_most"))
    code, out, err = run("policy", "diff", file)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}:5:6: unknown effect")


def test_status_says_since_when(run, ran):
    code, out, _err = run("policy", "status")
    assert code == 0
    assert out == "In force: policy.toml, since 23 November 08:00 (rules: 1).\n"
    assert json.loads(run("policy", "status", "--json")[1])["since"] == "2026-11-23T07:00:00Z"
