"""A travelling owner: windows of the new zone from a stated day, promises stay instants."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.quiet import quiet_until
from planner.domain.time import (
    Zones,
    day_bounds,
    instant,
    to_local,
    working_day,
    zone_at,
)
from planner.domain.window import Schedule, Weekly, day_of, windows_between

BRUSSELS, TORONTO = "Europe/Brussels", "America/Toronto"
FOUR = time(4)
DAILY = frozenset(range(7))
#: In Toronto from 20 December to 5 January.
TRIP = Zones(BRUSSELS, ((date(2026, 12, 20), TORONTO), (date(2027, 1, 6), BRUSSELS)), FOUR)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shop(*rows: Weekly, zone=TRIP) -> Schedule:
    return Schedule(zone, FOUR, rows, quiet=(time(20, 30), time(8, 30)))


def found(schedule: Schedule, since: str, until: str) -> dict[str, tuple[str, str]]:
    return {
        w.id: (f"{w.start:%d %H:%M}", f"{w.end:%d %H:%M}")
        for w in windows_between(schedule, utc(since), utc(until))
    }


def test_windows_use_the_new_zone_from_the_stated_day_on():
    lunch = shop(Weekly(DAILY, time(11), time(11, 45)))
    assert found(lunch, "2026-12-19T00:00", "2026-12-21T00:00") == {
        "2026-12-19T11:00": ("19 10:00", "19 10:45"),
        "2026-12-20T11:00": ("20 16:00", "20 16:45"),
    }
    assert found(lunch, "2027-01-05T00:00", "2027-01-07T00:00") == {
        "2027-01-05T11:00": ("05 16:00", "05 16:45"),
        "2027-01-06T11:00": ("06 10:00", "06 10:45"),
    }


def test_the_zone_changes_with_the_working_day():
    change = utc("2026-12-20T09:00")  # 04:00 in Toronto
    assert zone_at(TRIP, change - timedelta(seconds=1)) == BRUSSELS
    assert zone_at(TRIP, change) == TORONTO
    assert to_local(change, TRIP).time == FOUR
    assert zone_at(BRUSSELS, change) == BRUSSELS


def test_the_day_of_a_journey_is_longer_westward_and_shorter_eastward():
    def hours(day: date) -> float:
        begins, ends = day_bounds(day, TRIP, FOUR)
        return (ends - begins) / timedelta(hours=1)

    assert hours(date(2026, 12, 19)) == 30
    assert hours(date(2026, 12, 20)) == 24
    assert hours(date(2027, 1, 5)) == 18


def test_what_a_journey_eastward_leaves_out_does_not_take_place():
    late = shop(Weekly(DAILY, time(21), time(21, 45)), Weekly(DAILY, time(23), time(23, 45)))
    nights = found(late, "2027-01-05T12:00", "2027-01-06T12:00")
    # 23:00 in Toronto is 05:00 in Brussels: there the next working day has begun already.
    assert nights == {"2027-01-05T21:00": ("06 02:00", "06 02:45")}


def test_a_window_over_the_change_is_cut_there():
    night = shop(Weekly(DAILY, time(20), time(2)))
    nights = found(night, "2027-01-05T12:00", "2027-01-06T12:00")
    assert nights == {"2027-01-05T20:00": ("06 01:00", "06 03:00")}


def test_a_window_past_midnight_belongs_to_the_zone_of_the_evening_before():
    past = shop(Weekly(DAILY, time(0, 30), time(1)))
    assert found(past, "2026-12-19T20:00", "2026-12-21T20:00") == {
        "2026-12-20T00:30": ("19 23:30", "20 00:00"),
        "2026-12-21T00:30": ("21 05:30", "21 06:00"),
    }
    assert day_of(past, "2026-12-20T00:30") == date(2026, 12, 19)


def test_quiet_hours_end_in_the_morning_of_the_new_zone():
    assert quiet_until(shop(), utc("2026-12-19T23:00")) == utc("2026-12-20T13:30")
    assert quiet_until(shop(), utc("2027-01-06T02:00")) == utc("2027-01-06T07:30")


def test_a_journey_that_ends_nowhere_lasts():
    moved = Zones(BRUSSELS, ((date(2026, 12, 20), TORONTO),), FOUR)
    assert zone_at(moved, utc("2036-01-01T00:00")) == TORONTO


def test_the_dates_of_a_zone_rise():
    with pytest.raises(ValueError, match="rise"):
        Zones(BRUSSELS, ((date(2027, 1, 6), TORONTO), (date(2027, 1, 6), BRUSSELS)), FOUR)


PLACES = st.sampled_from(
    [
        *(BRUSSELS, TORONTO, "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
        *("Africa/Casablanca", "America/St_Johns", "Asia/Kathmandu"),
    ]
)
DATES = st.dates(date(2027, 1, 1), date(2027, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def journeys(draw):
    days = sorted(draw(st.sets(DATES, min_size=1, max_size=5)))
    return Zones(draw(PLACES), tuple((day, draw(PLACES)) for day in days), draw(TIMES))


def near(zones, draw_days):
    """An instant within some days of a change: there everything happens."""
    day = zones.changes[draw_days % len(zones.changes)][0]
    return datetime.combine(day, time(), UTC)


@given(journeys(), st.integers(0, 4), st.integers(-72 * 60, 72 * 60))
def test_working_days_follow_each_other_without_gap_or_overlap(zones, which, minutes):
    at = near(zones, which) + timedelta(minutes=minutes)
    day = working_day(at, zones, zones.day_starts)
    begins, ends = day_bounds(day, zones, zones.day_starts)
    assert begins <= at < ends
    for other in (-2, -1, 0, 1):
        first, second = day + timedelta(days=other), day + timedelta(days=other + 1)
        assert (
            day_bounds(first, zones, zones.day_starts)[1]
            == day_bounds(second, zones, zones.day_starts)[0]
        )
        assert day_bounds(first, zones, zones.day_starts)[0] <= ends or other > 0


@given(journeys(), st.integers(0, 4), st.integers(-3, 3), TIMES, TIMES)
def test_later_on_the_calendar_is_never_earlier_in_time(zones, which, days, one, other):
    day = near(zones, which).date() + timedelta(days=days)
    first, second = sorted((one, other))
    assert instant(day, first, zones) <= instant(day, second, zones)
    assert instant(day, second, zones) <= instant(day + timedelta(days=1), first, zones, last=True)


@given(
    journeys(),
    st.lists(st.tuples(TIMES, st.integers(5, 600)), min_size=1, max_size=3),
    st.integers(0, 4),
)
def test_no_window_is_doubled_and_none_overlaps_at_a_change(zones, rows, which):
    """Rows that are apart on the wall are apart in time, but for the hour that comes twice."""
    rows = sorted(rows)
    weekly, free_from = [], 0
    for start, length in rows:
        begin = start.hour * 60 + start.minute
        end = begin + length
        if begin < free_from or end > 1439:
            continue
        weekly.append(Weekly(DAILY, start, time(end // 60, end % 60)))
        free_from = end
    middle = near(zones, which)
    schedule = Schedule(zones, zones.day_starts, tuple(weekly))
    windows = windows_between(schedule, middle - timedelta(days=3), middle + timedelta(days=3))
    assert len({w.id for w in windows}) == len(windows)
    for before, after in pairwise(windows):
        assert before.end <= after.start + timedelta(hours=1)
    for window in windows:
        assert day_of(schedule, window.id) == window.day
        begins, ends = day_bounds(window.day, zones, zones.day_starts)
        assert begins <= window.start < ends
        assert 0 < window.minutes <= (window.end - window.start) / timedelta(minutes=1)


@given(journeys(), st.integers(0, 4), st.integers(1, 4))
def test_two_halves_make_the_whole_over_a_change(zones, which, days):
    rows = (Weekly(DAILY, time(11), time(11, 45)), Weekly(DAILY, time(22), time(1)))
    schedule = replace(Schedule(zones, zones.day_starts, rows))
    middle = near(zones, which)
    since, until = middle - timedelta(days=days), middle + timedelta(days=days)
    halves = windows_between(schedule, since, middle) + windows_between(schedule, middle, until)
    assert set(halves) == set(windows_between(schedule, since, until))
