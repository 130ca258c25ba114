import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.time import (
    check_zone,
    day_bounds,
    from_minutes,
    instant,
    to_local,
    to_minutes,
    working_day,
)

BRUSSELS, TORONTO = "Europe/Brussels", "America/Toronto"
SYDNEY, LORD_HOWE = "Australia/Sydney", "Australia/Lord_Howe"
FOUR = time(4)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        (BRUSSELS, date(2027, 3, 28), time(1, 59), "2027-03-28T00:59"),
        (BRUSSELS, date(2027, 3, 28), time(2), "2027-03-28T01:00"),
        (BRUSSELS, date(2027, 3, 28), time(2, 30), "2027-03-28T01:00"),
        (BRUSSELS, date(2027, 3, 28), time(2, 59, 59), "2027-03-28T01:00"),
        (BRUSSELS, date(2027, 3, 28), time(3), "2027-03-28T01:00"),
        (TORONTO, date(2027, 3, 14), time(2, 30), "2027-03-14T07:00"),
        (SYDNEY, date(2027, 10, 3), time(2, 30), "2027-10-02T16:00"),
        (LORD_HOWE, date(2027, 10, 3), time(2, 10), "2027-10-02T15:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T03:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(12, 30), "2011-12-30T10:00"),
    ],
)
def test_a_skipped_time_is_the_end_of_the_gap(zone, day, at, expected):
    assert instant(day, at, zone) == utc(expected)
    assert instant(day, at, zone, last=True) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "day", "at", "first", "second"),
    [
        (BRUSSELS, date(2027, 10, 31), time(2, 30), "2027-10-31T00:30", "2027-10-31T01:30"),
        (TORONTO, date(2027, 11, 7), time(1, 30), "2027-11-07T05:30", "2027-11-07T06:30"),
        (SYDNEY, date(2027, 4, 4), time(2, 30), "2027-04-03T15:30", "2027-04-03T16:30"),
        (LORD_HOWE, date(2027, 4, 4), time(1, 45), "2027-04-03T14:45", "2027-04-03T15:15"),
    ],
)
def test_a_repeated_time_is_the_first_or_on_request_the_second(zone, day, at, first, second):
    assert instant(day, at, zone) == utc(first)
    assert instant(day, at, zone, last=True) == utc(second)


def test_both_repeated_half_hours_show_the_same_wall_time_and_are_different_instants():
    first = instant(date(2027, 10, 31), time(2, 30), BRUSSELS)
    second = instant(date(2027, 10, 31), time(2, 30), BRUSSELS, last=True)
    assert second - first == timedelta(hours=1)
    assert to_local(first, BRUSSELS) == to_local(second, BRUSSELS)


def test_an_instant_on_the_wall():
    local = to_local(utc("2026-11-22T23:30"), BRUSSELS)
    assert (local.date, local.time, local.weekday) == (date(2026, 11, 23), time(0, 30), 0)
    assert to_local(utc("2026-11-22T23:30"), TORONTO).weekday == 6


def test_what_has_no_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        to_local(datetime(2026, 11, 22), BRUSSELS)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no zone"):
        to_minutes(datetime(2026, 11, 22))  # noqa: DTZ001
    with pytest.raises(ValueError, match="Mars"):
        to_local(utc("2026-11-22T23:30"), "Mars/Olympus")


def test_the_working_day_has_its_own_boundary():
    before, after = utc("2026-11-23T02:59"), utc("2026-11-23T03:00")
    assert working_day(before, BRUSSELS, FOUR) == date(2026, 11, 22)
    assert working_day(after, BRUSSELS, FOUR) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BRUSSELS, date(2027, 3, 27), 23),
        (BRUSSELS, date(2027, 10, 30), 25),
        (BRUSSELS, date(2027, 6, 1), 24),
        (TORONTO, date(2027, 3, 13), 23),
        (TORONTO, date(2027, 11, 6), 25),
        (LORD_HOWE, date(2027, 4, 3), 24.5),
        (LORD_HOWE, date(2027, 10, 2), 23.5),
    ],
)
def test_how_long_a_working_day_really_is(zone, day, hours):
    start, end = day_bounds(day, zone, FOUR)
    assert end - start == timedelta(hours=hours)


ZONES = [
    BRUSSELS,
    TORONTO,
    SYDNEY,
    LORD_HOWE,
    "America/St_Johns",
    "America/Havana",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Apia",
]
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(INSTANTS, st.sampled_from(ZONES), TIMES)
def test_the_working_day_is_the_one_whose_bounds_hold_the_instant(at, zone, day_starts):
    start, end = day_bounds(working_day(at, zone, day_starts), zone, day_starts)
    assert start <= at < end


def test_the_working_day_where_the_clock_fell_back_over_midnight():
    # St John's went from 00:01 back to 23:01 of the day before, until 2011.
    at = utc("2006-10-29T03:00")
    assert to_local(at, "America/St_Johns").date == date(2006, 10, 28)
    assert working_day(at, "America/St_Johns", time(0)) == date(2006, 10, 29)


@given(INSTANTS, st.sampled_from(ZONES))
def test_a_wall_time_comes_back_to_one_of_its_instants(at, zone):
    wall = to_local(at, zone)
    assert at in {instant(wall.date, wall.time, zone, last=last) for last in (False, True)}


@given(st.dates(date(2000, 1, 1), date(2037, 1, 1)), TIMES, TIMES, st.sampled_from(ZONES))
def test_later_on_the_wall_is_never_earlier_in_time(day, one, other, zone):
    first, second = sorted((one, other))
    assert instant(day, first, zone) <= instant(day, second, zone)
    assert instant(day, first, zone, last=True) <= instant(day, second, zone, last=True)


def test_minutes_are_rounded_down_on_both_sides_of_the_epoch():
    assert to_minutes(utc("1970-01-01T00:01:59.999")) == 1
    assert to_minutes(utc("1969-12-31T23:59:59")) == -1
    assert to_minutes(datetime.fromisoformat("1970-01-01T01:00:00+01:00")) == 0
    assert from_minutes(1) == utc("1970-01-01T00:01")


@given(INSTANTS)
def test_minutes_there_and_back(at):
    back = from_minutes(to_minutes(at))
    assert back <= at < back + timedelta(minutes=1)
    assert back.tzinfo is UTC


def test_a_right_zone_is_returned():
    assert check_zone(BRUSSELS) == BRUSSELS
    assert check_zone("UTC") == "UTC"


@pytest.mark.parametrize("wrong", ["Europe/Brusels", "europe/brussels", "Brussel", "Brussels"])
def test_a_wrong_zone_names_the_nearest(wrong):
    with pytest.raises(ValueError, match="Europe/Brussels"):
        check_zone(wrong)


@pytest.mark.parametrize("wrong", ["", "qqqqqqqqq", "../../etc/passwd"])
def test_a_zone_like_no_other_says_how_to_write_one(wrong):
    with pytest.raises(ValueError, match=r"There is no time zone.*Write it as Europe/Brussels"):
        check_zone(wrong)


def test_every_zone_of_the_system_is_known_by_its_name():
    for name in zoneinfo.available_timezones():
        assert check_zone(name) == name


@pytest.mark.parametrize(
    "name", ["Europe/brussels", "europe/Brussels", "posix/Europe/Brussels", "Mars/Olympus",
             "Europe", "Europe/", "../Europe/Brussels", "Europe/Brussels\n", ""]
)  # fmt: skip
def test_a_name_of_no_zone_is_refused(name):
    with pytest.raises(ValueError, match="no time zone"):
        check_zone(name)
