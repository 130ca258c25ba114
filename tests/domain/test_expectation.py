from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.story import check_expectations
from planner.errors import StoryError

EVENTS = (
    {"at": "2026-11-21T21:00:00Z", "event": "request.opened", "request": 1, "person": "Lise"},
    {
        "at": "2026-11-21T21:00:20Z",
        "event": "message.sent",
        "request": 1,
        "person": "Lise",
        "to": "lise@example.org",
        "text": "Bonsoir, la boutique se repose. Illustre.",
    },
    {
        "at": "2026-11-21T21:00:20Z",
        "event": "promise.made",
        "person": "Lise",
        "due": "2026-11-23T16:45:00Z",
    },
    {"at": "2026-11-22T09:00:00Z", "event": "request.opened", "request": 2, "person": "List"},
    {
        "at": "2026-11-22T09:00:01Z",
        "event": "message.suppressed",
        "request": 2,
        "rows": ["H2", "H4"],
    },
    {"at": "2026-11-22T09:00:02Z", "event": "request.ended", "request": 2, "how": "closed"},
    {"at": "2026-11-22T19:40:00Z", "event": "notification.sent"},
    {"at": "2026-11-23T10:00:00Z", "event": "promise.moved", "person": "Lise", "in_time": True},
    *(
        {"event": "shown", "at": "2026-11-23T16:00:00Z", "command": name, "text": text}
        | {"people": who}
        for name, text, who in (
            ("status", "rest", []),
            ("status", "rest", []),
            ("desk", "a", ["Lise", "Basile"]),
            ("desk", "b", ["Basile"]),
        )
    ),
    {"at": "2026-11-23T17:00:00Z", "event": "end", "violations": []},
)


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"violations": 0},
        {"zone": "Europe/Brussels"},
        {"sent": [{"to": "lise@example.org", "count": 1}]},
        {"sent": {"contains": ["BONSOIR", "repose"], "lacks": "malade"}},
        {"sent": [{"after": utc(22, 0), "count": 0}, {"before": utc(22, 0), "at_most": 1}]},
        {"seen": [{"event": "promise.made", "due_after": utc(23, 11), "due_before": utc(24, 0)}]},
        {"seen": [{"event": "promise.moved", "in_time": False, "count": 0}]},
        {"events": {"request.opened": 2, "promise.broken": 0, "message.sent": {"at_least": 1}}},
        {"ended": {"closed": 1, "answered": 0}},
        {"reasons": {"message.suppressed": ["H2", "H4"]}},
        {"never_sent_to": ["list@example.org"]},
        {"never_said": ["malade", "ill"]},
        {"no_notification_between": ["20:30", "08:30"]},
        {"no_notification_between": ["20:41", "08:30"], "zone": "Europe/Brussels"},
        {"all_ended": False},
        {"order": [{"event": "promise.made"}, {"event": "promise.moved"}, {"event": "end"}]},
        {"same_shown": "status"},
        {"seen": [{"event": "shown", "command": "desk", "people": ["Lise", "Basile"]}]},
        {"seen": [{"event": "shown", "people": [], "count": 2}]},
    ],
)
def test_what_happened_as_expected_is_not_mentioned(expect):
    assert check_expectations(expect, EVENTS) == ()


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"violations": 1}, "expected 1, found 0"),
        ({"sent": [{"to": "lise@example.org", "count": 2}]}, "expected count 2, found 1"),
        ({"sent": [{"to": "lise@example.org", "at_most": 0}]}, "at most 0"),
        ({"sent": [{"to": "nobody@example.org"}]}, "at least 1, found 0 (none)"),
        ({"sent": [{"lacks": "repose"}]}, "lacks repose"),
        ({"seen": [{"event": "promise.made", "due_before": utc(23, 16)}]}, "promise.made"),
        ({"seen": [{"event": "request.opened", "due_before": utc(23, 16)}]}, "request.opened"),
        ({"events": {"request.opened": 1}}, "found 2"),
        ({"ended": {"closed": {"at_least": 2}}}, "how closed"),
        ({"reasons": {"message.suppressed": ["H1"]}}, "H1"),
        ({"never_sent_to": ["LISE@example.org"]}, "lise@example.org"),
        ({"never_said": ["Repose"]}, "'Repose'"),
        (
            {"no_notification_between": ["20:30", "08:30"], "zone": "Europe/Brussels"},
            "2026-11-22T19:40",
        ),
        ({"no_notification_between": ["19:00", "20:00"]}, "2026-11-22T19:40"),
        ({"all_ended": True}, "['1']"),
        ({"order": [{"event": "promise.moved"}, {"event": "promise.made"}]}, "step 2"),
        ({"same_shown": ["status", "desk"]}, "desk showed a / b"),
        ({"same_shown": "windows"}, "windows showed nothing"),
        ({"seen": [{"command": "desk", "people": ["Basile", "Lise"]}]}, "people"),
        ({"violation": 0}, "expect.violation is not known"),
        ({"sent": [{"too": "x", "at_least": 0}]}, "expect.sent.too is not known"),
    ],
)
def test_what_did_not_is_told_in_one_sentence(expect, said):
    (failure,) = check_expectations(expect, EVENTS)
    assert said in failure


def test_violations_are_named():
    end = {"event": "end", "violations": ["day 2026-11-24 holds 31 of 30"]}
    (failure,) = check_expectations({"violations": 0}, [end])
    assert "31 of 30" in failure


def test_a_replay_that_broke_off_does_not_pass():
    (failure,) = check_expectations({"violations": 0}, EVENTS[:-1])
    assert "`end`" in failure
    assert check_expectations({"violations": 0}, []) != ()


def test_a_reopened_request_has_to_end_again():
    events = [
        {"event": "request.opened", "request": 1},
        {"event": "request.ended", "request": 1, "how": "answered"},
        {"event": "request.reopened", "request": 1},
    ]
    assert check_expectations({"all_ended": True}, events[:2]) == ()
    assert check_expectations({"all_ended": True}, events) != ()


def test_an_expectation_of_the_wrong_shape_is_refused():
    with pytest.raises(StoryError, match="list of tables"):
        check_expectations({"sent": ["lise@example.org"]}, EVENTS)


@given(st.lists(st.sampled_from(EVENTS)), st.integers(0, 5))
def test_counting_agrees_with_counting_by_hand(events, number):
    found = sum(event["event"] == "message.sent" for event in events)
    exact = check_expectations({"events": {"message.sent": number}}, events)
    least = check_expectations({"sent": [{"at_least": number}]}, events)
    most = check_expectations({"sent": [{"at_most": number}]}, events)
    assert (exact == (), least == (), most == ()) == (
        found == number,
        found >= number,
        found <= number,
    )
