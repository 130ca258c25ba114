"""What the owner types as a moment, also over clock changes and on a journey."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.time import Zones, day_bounds
from planner.errors import WrongUse
from planner.services import moments

BRUSSELS, FOUR = "Europe/Brussels", time(4)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TRIP = Zones(BRUSSELS, ((date(2026, 12, 20), "America/Toronto"),), FOUR)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("today", "2026-11-24T03:00", "2026-11-25T03:00"),
        ("yesterday", "2026-11-23T03:00", "2026-11-24T03:00"),
        ("hier", "2026-11-23T03:00", "2026-11-24T03:00"),
        ("après-demain", "2026-11-26T03:00", "2026-11-27T03:00"),
        ("2026-12-24", "2026-12-24T03:00", "2026-12-25T03:00"),
        ("2028-02-29", "2028-02-29T03:00", "2028-03-01T03:00"),
        ("2027-03-27", "2027-03-27T03:00", "2027-03-28T02:00"),
        ("2027-10-30", "2027-10-30T02:00", "2027-10-31T03:00"),
        ("2027-03-28T02:30", "2027-03-28T01:00", "2027-03-28T01:00"),
        ("14:00", "2026-11-24T13:00", "2026-11-24T13:00"),
        ("08:00", "2026-11-25T07:00", "2026-11-25T07:00"),
        ("2026-11-26T14:00:00+00:00", "2026-11-26T14:00", "2026-11-26T14:00"),
    ],
)
def test_a_moment_begins_and_ends(words, begin, end):
    assert moments.begin(words, NOW, BRUSSELS, FOUR) == utc(begin)
    assert moments.end(words, NOW, BRUSSELS, FOUR) == utc(end)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_last_day_is_included_whole(day):
    """`--until` that day: the last second of it is away, the first of the next is not."""
    end = moments.end(day.isoformat(), NOW, BRUSSELS, FOUR)
    assert day_bounds(day, BRUSSELS, FOUR)[1] == end
    assert day_bounds(day + timedelta(days=1), BRUSSELS, FOUR)[0] == end


def test_a_day_of_a_journey_is_the_day_there():
    assert moments.end("2026-12-24", NOW, TRIP, FOUR) == utc("2026-12-25T09:00")
    assert moments.begin("2026-12-20", NOW, TRIP, FOUR) == utc("2026-12-20T09:00")
    assert moments.end("2026-12-19", NOW, TRIP, FOUR) == utc("2026-12-20T09:00")


def test_before_four_in_the_morning_today_is_yesterday_s_date():
    night = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert moments.day("today", night, BRUSSELS, FOUR) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-11-24", (9, 15)), ("2027-03-27", (9, 14)), ("2027-10-30", (9, 16))]
)
def test_the_two_halves_meet_at_one_o_clock_and_make_the_day(day, hours):
    morning = moments.half("am", day, NOW, BRUSSELS, FOUR)
    afternoon = moments.half("pm", day, NOW, BRUSSELS, FOUR)
    assert morning[1] == afternoon[0]
    assert (morning[0], afternoon[1]) == day_bounds(date.fromisoformat(day), BRUSSELS, FOUR)
    lengths = tuple((end - begin) / timedelta(hours=1) for begin, end in (morning, afternoon))
    assert lengths == hours


@pytest.mark.parametrize("words", ["someday", "25:00", "2027-02-29", "2026-13-01", ""])
def test_what_is_no_moment(words):
    with pytest.raises(WrongUse, match="is not a moment"):
        moments.begin(words, NOW, BRUSSELS, FOUR)
    with pytest.raises(WrongUse):
        moments.half("am", "14:00", NOW, BRUSSELS, FOUR)
