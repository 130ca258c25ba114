"""The rules of engine.md, section 3: each line of its table and of its list is a test here.

What needs the services is in tests/services/test_calendar.py and tests/test_public_holidays.py.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.time import day_bounds, instant, to_local, working_day
from planner.domain.window import Schedule, SpecialDay, Weekly, day_of, windows_between

BRUSSELS, TORONTO = "Europe/Brussels", "America/Toronto"
LORD_HOWE, APIA = "Australia/Lord_Howe", "Pacific/Apia"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
FOUR, DAILY = time(4), frozenset(range(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(day: date, *rows: Weekly, zone=BRUSSELS, day_starts=FOUR, special=()):
    """The windows whose planned start is on a date of the wall calendar."""
    noon = datetime.combine(day, time(12), UTC)
    schedule = Schedule(zone, day_starts, rows, special)
    around = windows_between(schedule, noon - timedelta(days=2), noon + timedelta(days=2))
    return [w for w in around if w.id.startswith(day.isoformat())]


# The table


def test_half_past_two_in_the_night_of_spring_is_three_o_clock():
    at = instant(SPRING, time(2, 30), BRUSSELS)
    assert at == utc("2027-03-28T01:00")
    assert to_local(at, BRUSSELS).time == time(3)


def test_half_past_two_in_the_night_of_autumn_is_the_first_for_a_start_the_second_for_an_end():
    assert instant(AUTUMN, time(2, 30), BRUSSELS) == utc("2027-10-31T00:30")
    assert instant(AUTUMN, time(2, 30), BRUSSELS, last=True) == utc("2027-10-31T01:30")


def test_four_hours_from_eleven_at_night_are_four_hours_over_both_changes():
    for day, wall in ((SPRING, time(4)), (AUTUMN, time(2))):
        start = instant(day - timedelta(days=1), time(23), BRUSSELS)
        assert to_local(start + timedelta(hours=4), BRUSSELS).time == wall
        (window,) = on(day - timedelta(days=1), Weekly(DAILY, time(23), time(3)))
        assert window.minutes == (window.end - window.start) / timedelta(minutes=1)


def test_both_half_past_twos_of_autumn_are_different_instants():
    first = instant(AUTUMN, time(2, 30), BRUSSELS)
    second = instant(AUTUMN, time(2, 30), BRUSSELS, last=True)
    assert first != second
    assert second - first == timedelta(hours=1)


# The list


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "opens"),
    [
        (BRUSSELS, SPRING, time(2, 30), time(4), "2027-03-28T01:00"),
        (TORONTO, date(2027, 3, 14), time(2, 30), time(4), "2027-03-14T07:00"),
        (LORD_HOWE, date(2027, 10, 3), time(2, 10), time(4), "2027-10-02T15:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 15), time(4), "2018-11-04T03:00"),
        ("Asia/Beirut", date(2027, 3, 28), time(0), time(2), "2027-03-27T22:00"),
        # Morocco's clock goes back for Ramadan and forward after it.
        ("Africa/Casablanca", date(2027, 3, 14), time(2, 30), time(4), "2027-03-14T02:00"),
    ],
)
def test_a_start_in_the_gap_is_the_end_of_the_gap(zone, day, start, end, opens):
    (window,) = on(day, Weekly(DAILY, start, end), zone=zone)
    assert window.start == utc(opens)
    assert window.id == f"{day}T{start:%H:%M}"  # as planned
    assert window.minutes == (window.end - window.start) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("zone", "day", "at", "hours"),
    [
        (BRUSSELS, AUTUMN, time(2, 15), 1),
        (TORONTO, date(2027, 11, 7), time(1, 15), 1),
        (LORD_HOWE, date(2027, 4, 4), time(1, 45), 0.5),
        ("Africa/Casablanca", date(2027, 2, 7), time(2, 15), 1),
    ],
)
def test_a_start_that_happens_twice_is_the_first_and_such_an_end_the_second(zone, day, at, hours):
    later = (datetime.combine(day, at) + timedelta(minutes=10)).time()
    (window,) = on(day, Weekly(DAILY, at, later), zone=zone)
    assert window.start == instant(day, at, zone)
    assert window.end == instant(day, later, zone, last=True)
    assert window.minutes == 10 + hours * 60


def test_the_real_length_is_the_difference_of_the_instants():
    row = Weekly(DAILY, time(1), time(4))
    lengths = {d: on(d, row)[0].minutes for d in (SPRING, AUTUMN, date(2027, 6, 1))}
    assert lengths == {SPRING: 120, AUTUMN: 240, date(2027, 6, 1): 180}


@given(st.integers(1, 1440), st.sampled_from([SPRING, AUTUMN, date(2027, 6, 1)]))
def test_capacity_in_minutes_is_the_configured_or_the_real_length_whichever_is_less(given_, day):
    row = Weekly(DAILY, time(1), time(4))
    assert on(day, replace(row, minutes=given_))[0].minutes == min(given_, on(day, row)[0].minutes)


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        (BRUSSELS, SPRING, time(2), time(3)),
        (LORD_HOWE, date(2027, 10, 3), time(2), time(2, 30)),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), time(0, 45)),
        (APIA, date(2011, 12, 30), time(11), time(11, 45)),
    ],
)
def test_a_window_without_real_length_is_closed_that_day_and_only_that_day(zone, day, start, end):
    row = Weekly(DAILY, start, end)
    assert on(day, row, zone=zone) == []
    for other in (-1, 1):
        assert len(on(day + timedelta(days=other), row, zone=zone)) == 1


def test_a_skipped_date_has_no_window_and_shifts_no_weekday():
    """Samoa had no Friday 30 December 2011: Thursday was followed by Saturday."""
    rows = (Weekly(DAILY, time(11), time(11, 45)), Weekly(DAILY, time(17), time(17, 45)))
    schedule = Schedule(APIA, FOUR, rows)
    found = windows_between(schedule, utc("2011-12-29T12:00"), utc("2011-12-31T12:00"))
    assert [w.id for w in found] == [
        *("2011-12-29T11:00", "2011-12-29T17:00", "2011-12-31T11:00", "2011-12-31T17:00")
    ]
    assert [w.day.weekday() for w in found] == [3, 3, 5, 5]


def test_a_window_over_midnight_belongs_to_the_day_it_starts():
    (window,) = on(date(2026, 11, 22), Weekly(frozenset({6}), time(22), time(1)))
    assert window.day == date(2026, 11, 22)  # a Sunday, as its rule says
    assert window.end == utc("2026-11-23T00:00")


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (time(3, 59), date(2026, 11, 22)),
        (time(4), date(2026, 11, 23)),
        (time(0), date(2026, 11, 22)),
        (time(23, 30), date(2026, 11, 23)),
    ],
)
def test_the_working_day_has_its_own_boundary(start, day):
    """23 November 2026 is a Monday; until four in the morning it is still Sunday."""
    end = (datetime.combine(date(2026, 11, 23), start) + timedelta(minutes=20)).time()
    (window,) = on(date(2026, 11, 23), Weekly(DAILY, start, end))
    assert window.day == day
    schedule = Schedule(BRUSSELS, FOUR, ())
    assert day_of(schedule, window.id) == day


@pytest.mark.parametrize("day_starts", [time(0), time(2, 30), FOUR, time(23)])
@pytest.mark.parametrize("zone", [BRUSSELS, TORONTO, LORD_HOWE, APIA, "Africa/Casablanca"])
def test_a_year_of_working_days_has_no_gap_and_no_overlap(zone, day_starts):
    year = 2011 if zone == APIA else 2027
    day, end = date(year, 1, 1), day_bounds(date(year, 1, 1), zone, day_starts)[0]
    while day.year == year:
        begins, ends = day_bounds(day, zone, day_starts)
        assert begins == end
        if begins < ends:
            assert working_day(begins, zone, day_starts) == day
            assert working_day(ends - timedelta(seconds=1), zone, day_starts) == day
        day, end = day + timedelta(days=1), ends


@pytest.mark.parametrize(
    ("start", "hours"), [(time(0), 24), (time(11), 23), (time(2, 30), 23.5), (time(4), 23)]
)
def test_a_window_of_twenty_four_hours_goes_round_the_clock(start, hours):
    row = Weekly(DAILY, start, start)
    (window,) = on(date(2027, 6, 1), row)
    assert window.minutes == 24 * 60
    (spring,) = on(SPRING - timedelta(days=1), row)
    assert spring.minutes == hours * 60  # 02:30 is skipped: it ends with the gap


def test_a_schedule_knows_wall_times_and_no_offset():
    """The same rows give other instants in another zone or season; nothing is expanded before."""
    row = Weekly(DAILY, time(11), time(11, 45))
    assert on(date(2027, 3, 27), row)[0].start == utc("2027-03-27T10:00")
    assert on(date(2027, 3, 29), row)[0].start == utc("2027-03-29T09:00")
    assert on(date(2027, 3, 29), row, zone=TORONTO)[0].start == utc("2027-03-29T15:00")


def test_a_leap_day_is_a_day_like_the_others():
    (window,) = on(date(2028, 2, 29), Weekly(DAILY, time(11), time(11, 45)))
    assert window.day == date(2028, 2, 29)


# Days that open late or close early

WEEK = (
    Weekly(DAILY, time(11), time(11, 45), minutes=40),
    Weekly(DAILY, time(17), time(17, 45)),
    Weekly(DAILY, time(22), time(1)),
)


def spans(special: SpecialDay, day: date | None = None):
    day = day or special.day
    return [
        (w.id[11:], f"{to_local(w.start, BRUSSELS).time:%H:%M}", w.minutes)
        for w in on(day, *WEEK, special=(special,))
    ]


def test_a_day_that_opens_late_or_closes_early_cuts_the_week():
    day = date(2026, 11, 24)
    late = SpecialDay(day, False, opens=time(14))
    assert spans(late) == [("17:00", "17:00", 45), ("22:00", "22:00", 180)]
    early = SpecialDay(day, False, closes=time(16))
    assert spans(early) == [("11:00", "11:00", 40)]
    both = SpecialDay(day, False, opens=time(11, 15), closes=time(17, 20))
    assert spans(both) == [("11:00", "11:15", 30), ("17:00", "17:00", 20)]
    assert spans(both, day + timedelta(days=1))[0] == ("11:00", "11:00", 40)


def test_a_closing_time_in_the_night_is_that_of_the_night_after():
    early = SpecialDay(date(2026, 11, 24), False, closes=time(0, 30))
    assert spans(early)[-1] == ("22:00", "22:00", 150)


def test_a_cut_window_keeps_its_name_and_its_day():
    late = SpecialDay(SPRING, False, opens=time(3))
    (window,) = on(SPRING, Weekly(DAILY, time(1), time(5)), special=(late,))
    assert (window.id, window.day) == ("2027-03-28T01:00", SPRING - timedelta(days=1))
    assert window.minutes == 120


def test_a_day_cut_in_the_gap_and_in_the_hour_that_comes_twice():
    (window,) = on(
        SPRING,
        Weekly(DAILY, time(1), time(5)),
        special=(SpecialDay(SPRING, False, opens=time(2, 30)),),
    )
    assert window.start == utc("2027-03-28T01:00")
    (window,) = on(
        AUTUMN,
        Weekly(DAILY, time(1), time(5)),
        special=(SpecialDay(AUTUMN, False, opens=time(2, 30)),),
    )
    assert window.start == utc("2027-10-31T00:30")
