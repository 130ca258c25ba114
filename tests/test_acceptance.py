"""The acceptance story of needs.md, row by row, on the sample week that the product ships."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest

from planner.bootstrap_stories import open_story
from planner.cli.reading import sentences
from planner.domain.story import check_expectations, parse
from planner.face import Face
from planner.services.simulating import start
from planner.stories import sample_week_text
from tests.shop import at

LISE = "lise@example.org"
BACK = "2026-11-27T08:00:00Z"


@pytest.fixture(scope="session")
def simulated(tmp_path_factory):
    """The command, once in each form: (exit code, stdout, stderr)."""
    story = tmp_path_factory.mktemp("week") / "sample-week.toml"
    story.write_text(sample_week_text(), "utf-8")
    command = [sys.executable, "-m", "planner", "simulate", str(story)]
    running = {
        form: subprocess.Popen(
            [*command, *([form] if form else [])],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for form in ("--json", "")
    }
    return {form: (*p.communicate(), p.returncode) for form, p in running.items()}


@pytest.fixture(scope="session")
def week(simulated):
    """Every event of the week, as `simulate --json` tells it."""
    return [json.loads(line) for line in simulated["--json"][0].splitlines()]


@pytest.fixture(scope="session")
def told(week):
    """Every text that left."""
    return [event for event in week if event["event"] == "message.sent"]


@pytest.fixture(scope="session")
def thursday(tmp_path_factory):
    """The same shop on Thursday at noon."""
    folder = tmp_path_factory.mktemp("thursday")
    player = start(sample_week_text(), "sample-week.toml", folder=folder, opened=open_story)
    player.play_to(at("26 12:00"))
    yield player
    player.office.close()


def test_simulate_ends_well_in_both_forms(simulated):
    for form, (_out, err, code) in simulated.items():
        assert (code, err) == (0, ""), form
    assert json.loads(simulated["--json"][0].splitlines()[-1])["violations"] == []
    last = simulated[""][0].splitlines()[-1]
    assert last.partition("violations: ")[2] in ("none", "aucun", "aucune")


def test_the_week_keeps_what_it_expects(week):
    story = parse(sample_week_text(), "sample-week.toml")
    assert check_expectations(story.expect, week) == ()


def of(events, **wanted):
    return [e for e in events if all(e.get(key) == value for key, value in wanted.items())]


def between(events, since, until):
    return [e for e in events if since <= e["at"] < until]


def test_saturday_night_one_word_dated_monday_and_no_notification(week, told):
    (ack,) = between(of(told, to=LISE), "2026-11-21T21:00", "2026-11-21T21:05")
    assert ack["automatic"]
    assert "lundi 23 novembre" in ack["text"]
    assert "automatique" in ack["text"]
    assert "Camille" in ack["text"]
    (made,) = between(of(week, event="promise.made", request=ack["request"]), "2026", "2026-11-22")
    assert made["due"].startswith("2026-11-23")
    weekend = between(week, "2026-11-21T20:59", "2026-11-23T10:00")
    assert not of(weekend, event="notification.sent")


def test_two_more_messages_are_merged_and_nothing_is_said(week, told):
    request = of(told, to=LISE)[0]["request"]
    merged = between(
        of(week, event="request.merged", request=request), "2026-11-21", "2026-11-23T10:00"
    )
    assert [event["at"] for event in merged] == ["2026-11-21T21:05:00Z", "2026-11-22T08:10:00Z"]
    assert len(between(of(told, to=LISE), "2026-11-21", "2026-11-23T10:00")) == 1
    assert len(of(week, event="request.opened", person="Lise")) == 1


def test_monday_the_owner_promises_tuesday(week, told):
    first = between(of(told, to=LISE), "2026-11-23T10:00", "2026-11-24")
    assert [letter["automatic"] for letter in first] == [False]
    (made,) = between(
        of(week, event="promise.made", request=first[0]["request"]), "2026-11-23", "2026-11-24"
    )
    assert made["due"] == "2026-11-24T16:45:00Z"  # the end of Tuesday's 17:00 window


def test_tuesday_the_promise_moves_at_half_past_eight(week, told):
    assert of(week, event="absence.began")[0]["at"] == "2026-11-24T06:05:00Z"
    (notice,) = between(of(told, to=LISE), "2026-11-24", "2026-11-25")
    assert notice["at"] == "2026-11-24T07:30:00Z"
    assert notice["automatic"]
    (moved,) = of(week, event="promise.moved", request=notice["request"])
    assert moved["in_time"]
    assert moved["from"] == "2026-11-24T16:45:00Z"
    windows = of(week, event="window.opened")
    assert not between(windows, "2026-11-24T06:05:00Z", BACK)


def test_the_insult_is_folded_and_pays_nothing(week, told):
    shielded = of(week, event="request.shielded", person="Lise")
    assert [event["at"] for event in shielded] == ["2026-11-24T10:30:00Z"]
    assert not between(of(told, to=LISE), "2026-11-24T07:30:01Z", "2026-11-26")
    answers = [e for e in between(told, BACK, "2026-11-28") if not e["automatic"]]
    assert answers[0]["to"] != LISE


def test_wednesday_the_extension_tells_only_those_whose_date_moves(week, told):
    after = between(told, "2026-11-25T06:30:00Z", "2026-11-25T23:00:00Z")
    arrived = {e["request"] for e in between(of(week, event="request.opened"), "2026-11-25", "9")}
    renewed = [e for e in after if e["request"] not in arrived and e["reason"] != "second"]
    assert renewed == []  # whoever insists hears that the date stands; no other date leaves
    assert not between(of(week, event="promise.moved"), "2026-11-25", "9")


def test_nobody_gets_two_words_at_once_or_three_in_the_absence(told):
    away = between(told, "2026-11-24T06:05:00Z", BACK)
    assert max(Counter((e["to"], e["at"]) for e in away).values()) == 1
    assert max(Counter(e["to"] for e in away).values()) <= 3


def test_78_messages_of_55_people_become_55_requests(week):
    away = between(week, "2026-11-24T06:05:00Z", BACK)
    opened, merged = of(away, event="request.opened"), of(away, event="request.merged")
    lise = of(merged, person="Lise")
    assert len(opened) + len(merged) == 78
    assert len({e["person"] for e in opened} | {e["person"] for e in merged}) == 55
    assert len(opened) == 55 - len({e["person"] for e in lise})


def test_dates_are_spread_over_the_days_of_the_ramp(week):
    end = week[-1]
    by_day = {day["date"]: day for day in end["days"]}
    for day in by_day.values():
        assert day["answered"] <= day["capacity"]
    ramp = [by_day[f"2026-{day}"]["answered"] for day in ("11-27", "11-28")]
    assert ramp[0] <= 15  # half a day
    assert ramp[1] <= 22  # three quarters
    away = of(between(week, "2026-11-25", BACK), event="promise.made", kind="answer")
    assert len({e["due"][:10] for e in away}) >= 4  # no cliff on the day of the return


def test_friday_one_window_two_portions_and_nothing_hostile_first(week, told):
    hostile = {e["request"] for e in of(week, event="request.shielded")}
    friday = [e for e in between(told, BACK, "2026-11-28") if not e["automatic"]]
    assert all(e["at"] <= "2026-11-27T10:45:00Z" for e in friday)
    assert len(friday) <= 14 + 1
    assert not hostile & {e["request"] for e in friday[:7]}
    window, ends = between(of(week, event="notification.sent"), "2026-11-27", "2026-11-28")
    assert (window["kind"], ends["kind"]) == ("window", "ends")
    assert window["at"] == "2026-11-27T10:00:00Z"  # a day that is full announces no window


def test_at_the_end_everybody_has_an_end(week):
    end = week[-1]
    assert set(end["requests"]) <= {"answered", "released", "closed", "declined", "merged"}
    assert "broken" not in end["promises"]
    for moved in of(week, event="promise.moved"):
        assert moved["in_time"]


def test_no_notification_in_quiet_hours_and_none_with_a_name(week):
    names = {e["person"] for e in week if e.get("person")}
    for event in of(week, event="notification.sent"):
        assert "07:30" <= event["at"][11:16] < "19:30"
        assert not any(name in event["text"] for name in names)
        assert not any(sign.isdigit() for sign in event["text"])


def test_texts_are_short_signed_and_automatic_ones_say_so(told):
    for letter in told:
        if letter["automatic"]:
            assert len(letter["text"]) < 320 or " ; " in letter["text"]
            assert "utomati" in letter["text"]
            assert letter["text"].endswith("Camille")


def test_every_ack_leaves_within_a_minute(week, told):
    opened = {e["request"]: e["at"] for e in of(week, event="request.opened")}
    first = {}
    for letter in told:
        first.setdefault(letter["request"], letter)
    late = [
        request
        for request, letter in first.items()
        if letter["automatic"] and not letter["at"] <= _plus(opened[request], minutes=1)
    ]
    assert late == []


def _plus(text, **more):
    moment = datetime.fromisoformat(text) + timedelta(**more)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def test_the_resting_screen_shows_no_number_and_no_name(thursday):
    today = thursday.office.today()
    assert today.face is Face.AWAY
    assert (today.current, today.windows) == (None, ())
    with thursday.office.ctx.store.read() as unit:
        waiting = unit.requests.open()
    assert len(waiting) > 40
    shown = " ".join(sentences(today))
    assert not any(request.person in shown for request in waiting)
    assert str(len(waiting)) not in shown
    desk = thursday.office.desk()
    assert (desk.open, desk.portion) == (False, ())
