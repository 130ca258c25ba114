from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.quiet import quiet_until
from planner.domain.time import day_bounds
from planner.domain.window import (
    Absence,
    Schedule,
    SpecialDay,
    Weekly,
    absent,
    next_window,
    windows_between,
    windows_from,
)

DAILY = frozenset(range(7))
BRUSSELS = "Europe/Brussels"
LUNCH = Weekly(DAILY - {6}, time(11), time(11, 45), name="morning")
EVENING = Weekly(DAILY - {6}, time(17), time(17, 45), minutes=30, name="evening")
SHOP = Schedule(BRUSSELS, time(4), (EVENING, LUNCH), quiet=(time(20, 30), time(8, 30)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def one(row: Weekly, day: date, zone: str = BRUSSELS, day_starts: time = time(4)):
    """The windows of a single row that start within a day of noon of a date."""
    noon = datetime.combine(day, time(12), UTC)
    schedule = Schedule(zone, day_starts, (row,))
    found = windows_between(schedule, noon - timedelta(days=2), noon + timedelta(days=2))
    return [window for window in found if window.id.startswith(day.isoformat())]


def ids(windows) -> list[str]:
    return [window.id for window in windows]


def test_weekly_rows_become_windows_in_order():
    found = windows_between(SHOP, utc("2026-11-21T00:00"), utc("2026-11-24T00:00"))
    assert ids(found) == [
        "2026-11-21T11:00",
        "2026-11-21T17:00",
        "2026-11-23T11:00",
        "2026-11-23T17:00",
    ]
    assert found[0].start == utc("2026-11-21T10:00")
    assert (found[0].answers, found[0].minutes, found[0].name) == (15, 45, "morning")
    assert found[1].minutes == 30
    assert found[0].day == date(2026, 11, 21)


def test_bounds_are_half_open():
    start, end = utc("2026-11-23T10:00"), utc("2026-11-23T10:45")
    second = timedelta(seconds=1)
    assert ids(windows_between(SHOP, end - second, end)) == ["2026-11-23T11:00"]
    assert windows_between(SHOP, end, end + second) == ()
    assert ids(windows_between(SHOP, start - second, start + second)) == ["2026-11-23T11:00"]
    assert windows_between(SHOP, start - second, start) == ()


def test_the_next_window_is_the_open_one_until_it_ends():
    assert next_window(SHOP, utc("2026-11-23T10:44")).id == "2026-11-23T11:00"
    assert next_window(SHOP, utc("2026-11-23T10:45")).id == "2026-11-23T17:00"
    assert next_window(SHOP, utc("2026-11-21T17:00")).id == "2026-11-23T11:00"


def test_no_window_ahead():
    assert next_window(Schedule(BRUSSELS, time(4), ()), utc("2026-11-23T10:44")) is None
    past = replace(LUNCH, valid_until=date(2026, 11, 20))
    assert next_window(Schedule(BRUSSELS, time(4), (past,)), utc("2026-11-23T10:44")) is None
    late = replace(LUNCH, valid_from=date(2026, 12, 20))
    schedule = Schedule(BRUSSELS, time(4), (late,))
    assert next_window(schedule, utc("2026-11-23T10:44"), horizon_days=20) is None
    assert next_window(schedule, utc("2026-11-23T10:44")).id == "2026-12-21T11:00"


def test_the_next_window_looks_no_further_than_it_must():
    asked = []
    next_window(SHOP, utc("2026-11-23T09:00"), left=lambda window: asked.append(window) or window)
    assert ids(asked) == ["2026-11-23T11:00"]


def test_validity_dates_are_inclusive():
    row = replace(LUNCH, valid_from=date(2026, 11, 24), valid_until=date(2026, 11, 25))
    found = windows_between(
        Schedule(BRUSSELS, time(4), (row,)), utc("2026-11-01T00:00"), utc("2026-12-01T00:00")
    )
    assert ids(found) == ["2026-11-24T11:00", "2026-11-25T11:00"]


@pytest.mark.parametrize(
    ("day", "start", "end", "from_", "until", "minutes"),
    [
        # Spring, Brussels: 02:00 becomes 03:00 at 01:00 UTC.
        (date(2027, 3, 28), time(2, 15), time(3, 15), "01:00", "01:15", 15),
        (date(2027, 3, 28), time(1, 30), time(2, 30), "00:30", "01:00", 30),
        (date(2027, 3, 28), time(1, 30), time(3, 30), "00:30", "01:30", 60),
        # Autumn: 03:00 becomes 02:00 at 01:00 UTC.
        (date(2027, 10, 31), time(2, 15), time(2, 45), "00:15", "01:45", 90),
        (date(2027, 10, 31), time(1, 30), time(3, 30), "-1:30", "02:30", 180),
    ],
)
def test_the_two_changes_in_brussels(day, start, end, from_, until, minutes):
    (window,) = one(Weekly(DAILY, start, end), day)
    midnight = datetime.combine(day, time(), UTC)

    def hours(text: str) -> datetime:
        if text.startswith("-"):
            return midnight - timedelta(minutes=30)
        return utc(f"{day}T{text}")

    assert (window.start, window.end) == (hours(from_), hours(until))
    assert window.minutes == minutes


def test_a_window_that_the_clock_skips_does_not_take_place():
    assert one(Weekly(DAILY, time(2), time(2, 45)), date(2027, 3, 28)) == []
    assert one(Weekly(DAILY, time(2), time(2, 45)), date(2027, 3, 29)) != []


def test_configured_minutes_shrink_to_the_real_length_and_never_grow():
    row = Weekly(DAILY, time(1, 30), time(3, 30), minutes=100)
    assert one(row, date(2027, 3, 28))[0].minutes == 60
    assert one(row, date(2027, 10, 31))[0].minutes == 100


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("America/Toronto", date(2027, 3, 14), 60),
        ("America/Toronto", date(2027, 11, 7), 180),
        ("Australia/Sydney", date(2027, 10, 3), 60),
        ("Australia/Sydney", date(2027, 4, 4), 180),
        ("Australia/Lord_Howe", date(2027, 10, 3), 90),
        ("Australia/Lord_Howe", date(2027, 4, 4), 150),
    ],
)
def test_two_hours_over_a_change_elsewhere(zone, day, minutes):
    (window,) = one(Weekly(DAILY, time(1), time(3)), day, zone)
    assert window.minutes == minutes


def test_a_window_over_midnight_belongs_to_the_day_it_starts():
    (window,) = one(Weekly(frozenset({4}), time(22), time(2)), date(2026, 11, 27))
    assert window.day == date(2026, 11, 27)
    assert (window.start, window.end) == (utc("2026-11-27T21:00"), utc("2026-11-28T01:00"))


def test_a_window_past_midnight_belongs_to_the_working_day_before():
    (window,) = one(Weekly(frozenset({5}), time(0, 30), time(2)), date(2026, 11, 28))
    assert window.id == "2026-11-28T00:30"
    assert window.day == date(2026, 11, 27)


def test_a_window_that_ends_at_midnight_and_one_that_starts_there():
    assert one(Weekly(DAILY, time(23), time(0)), date(2026, 11, 27))[0].minutes == 60
    (window,) = one(Weekly(DAILY, time(0), time(1)), date(2026, 11, 27))
    assert window.start == utc("2026-11-26T23:00")


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 11, 27), 24), (date(2027, 3, 28), 23), (date(2027, 10, 31), 25)]
)
def test_a_window_of_a_whole_day(day, hours):
    (window,) = one(Weekly(DAILY, time(0), time(0)), day)
    assert window.minutes == hours * 60


def test_whole_days_follow_each_other_without_a_gap():
    schedule = Schedule(BRUSSELS, time(4), (Weekly(DAILY, time(2, 30), time(2, 30)),))
    year = windows_between(schedule, utc("2027-01-01T00:00"), utc("2028-01-01T00:00"))
    pairs = list(pairwise(year))
    assert all(before.end >= after.start for before, after in pairs)
    overlaps = [after.id for before, after in pairs if before.end > after.start]
    assert overlaps == ["2027-10-31T02:30"]  # starts the first time, the other ends the second


def test_special_days_replace_the_week():
    own = Weekly(frozenset(), time(9), time(9, 30))
    schedule = replace(
        SHOP,
        special=(
            SpecialDay(date(2026, 11, 23)),
            SpecialDay(date(2026, 11, 24), closed=False, windows=(own,)),
            SpecialDay(date(2026, 11, 25), closed=False),
            SpecialDay(date(2026, 11, 29), closed=False, windows=(own,)),
        ),
    )
    found = windows_between(schedule, utc("2026-11-23T00:00"), utc("2026-11-30T00:00"))
    assert ids(found) == [
        "2026-11-24T09:00",
        *(f"2026-11-{day}T{hour}:00" for day in (26, 27, 28) for hour in (11, 17)),
        "2026-11-29T09:00",
    ]


def test_two_rows_with_one_start_make_one_window():
    longer = replace(LUNCH, end=time(12), name="longer")
    schedule = Schedule(BRUSSELS, time(4), (LUNCH, longer))
    found = windows_between(schedule, utc("2026-11-23T00:00"), utc("2026-11-24T00:00"))
    assert [(window.id, window.name) for window in found] == [("2026-11-23T11:00", "morning")]


DAY = (utc("2026-11-23T00:00"), utc("2026-11-24T00:00"))


def away(since: str, until: str | None, id_: int = 1) -> Absence:
    return Absence(id_, "sick", utc(since), None if until is None else utc(until))


def test_an_absence_removes_cuts_and_leaves():
    def found(*absences: Absence):
        windows = windows_between(SHOP, *DAY, absences=absences)
        return [
            (w.id[11:], w.start.strftime("%H:%M"), w.end.strftime("%H:%M"), w.minutes)
            for w in windows
        ]

    lunch, evening = ("11:00", "10:00", "10:45", 45), ("17:00", "16:00", "16:45", 30)
    assert found(away("2026-11-23T08:00", None)) == []
    assert found(away("2026-11-23T10:00", "2026-11-23T10:45")) == [evening]
    assert found(away("2026-11-23T10:45", "2026-11-23T16:00")) == [lunch, evening]
    assert found(away("2026-11-23T10:20", "2026-11-23T12:00")) == [
        ("11:00", "10:00", "10:20", 20),
        evening,
    ]
    assert found(away("2026-11-23T15:00", "2026-11-23T16:25")) == [
        lunch,
        ("17:00", "16:25", "16:45", 20),
    ]
    assert found(away("2026-11-23T16:05", "2026-11-23T16:15")) == [
        lunch,
        ("17:00", "16:15", "16:45", 30),
    ]
    assert found(away("2026-11-23T10:00:30", "2026-11-23T20:00")) == []  # less than a minute left
    assert found(away("2026-11-23T12:00", "2026-11-23T12:00")) == [lunch, evening]


def test_two_absences_cut_from_both_sides():
    cuts = (away("2026-11-23T09:00", "2026-11-23T10:10"), away("2026-11-23T10:30", None, 2))
    (window,) = windows_between(SHOP, *DAY, absences=cuts)
    assert (window.id, window.minutes) == ("2026-11-23T11:00", 20)


def test_order_holds_when_an_absence_cuts_a_long_window_behind_a_later_one():
    night = Weekly(frozenset({0}), time(23), time(23))
    schedule = Schedule(BRUSSELS, time(4), (night, Weekly(frozenset({1}), time(1), time(2))))
    absence = away("2026-11-24T01:00", "2026-11-24T02:00")
    found = windows_between(schedule, DAY[0], DAY[1] + timedelta(days=1), (absence,))
    assert ids(found) == ["2026-11-24T01:00", "2026-11-23T23:00"]
    assert found[1].start == utc("2026-11-24T02:00")
    assert found[1].minutes == 20 * 60


def test_closed_windows_are_left_out():
    found = windows_between(
        SHOP, *DAY, left=lambda window: None if window.name == "morning" else window
    )
    assert ids(found) == ["2026-11-23T17:00"]


def test_the_stream_is_the_list():
    since, until = utc("2027-03-20T12:00"), utc("2027-04-20T12:00")
    expected = windows_between(SHOP, since, until)
    assert tuple(islice(windows_from(SHOP, since), len(expected))) == expected


def test_who_is_absent():
    first, second = away("2026-11-23T08:00", "2026-11-24T08:00"), away("2026-11-23T10:00", None, 2)
    assert absent((first, second), utc("2026-11-23T07:59")) is None
    assert absent((first, second), utc("2026-11-23T08:00")) is first
    assert absent((first, second), utc("2026-11-23T12:00")) is second
    assert absent((first,), utc("2026-11-24T08:00")) is None
    assert absent((replace(first, id=9), first), utc("2026-11-23T12:00")) is first


def test_quiet_hours_over_midnight_are_half_open():
    assert quiet_until(SHOP, utc("2026-11-23T19:29")) is None
    assert quiet_until(SHOP, utc("2026-11-23T19:30")) == utc("2026-11-24T07:30")
    assert quiet_until(SHOP, utc("2026-11-24T07:29")) == utc("2026-11-24T07:30")
    assert quiet_until(SHOP, utc("2026-11-24T07:30")) is None


def test_quiet_hours_within_a_day_and_none():
    nap = replace(SHOP, quiet=(time(13), time(14)))
    assert quiet_until(nap, utc("2026-11-23T12:30")) == utc("2026-11-23T13:00")
    assert quiet_until(nap, utc("2026-11-23T13:00")) is None
    for nothing in (None, (time(9), time(9))):
        never = replace(SHOP, quiet=nothing)
        assert quiet_until(never, utc("2026-11-23T08:30")) is None


def test_quiet_hours_last_until_the_second_of_two_ends():
    schedule = replace(SHOP, quiet=(time(22), time(2, 30)))
    assert quiet_until(schedule, utc("2027-10-31T00:45")) == utc("2027-10-31T01:30")
    assert quiet_until(schedule, utc("2027-03-28T00:30")) == utc("2027-03-28T01:00")


def test_impossible_rows_are_refused():
    with pytest.raises(ValueError, match="0 \\(Monday\\) to 6"):
        Weekly(frozenset({7}), time(9), time(10))
    with pytest.raises(ValueError, match="fewer than 0"):
        Weekly(DAILY, time(9), time(10), answers=-1)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
ROWS = st.builds(
    Weekly,
    st.frozensets(st.integers(0, 6), min_size=1),
    TIMES,
    TIMES,
    st.integers(0, 20),
    st.none() | st.integers(0, 2000),
)
ZONES = st.sampled_from([BRUSSELS, "America/Toronto", "Australia/Lord_Howe", "America/Sao_Paulo"])
SCHEDULES = st.builds(Schedule, ZONES, TIMES, st.lists(ROWS, max_size=4).map(tuple))
INSTANTS = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
ABSENCES = st.lists(
    st.builds(
        lambda since, hours: Absence(1, "leave", since, since + timedelta(hours=hours)),
        INSTANTS,
        st.integers(0, 100),
    ),
    max_size=3,
)


@given(SCHEDULES, INSTANTS, st.integers(0, 30), ABSENCES)
def test_what_holds_for_all_windows(schedule, since, days, absences):
    until = since + timedelta(days=days)
    found = windows_between(schedule, since, until, absences)
    assert list(found) == sorted(found, key=lambda window: (window.start, window.id))
    assert len({window.id for window in found}) == len(found)
    for window in found:
        assert window.end > since
        assert window.start < until
        assert 0 <= window.minutes <= (window.end - window.start) / timedelta(minutes=1)
        assert absent(absences, window.start) is None
        assert absent(absences, window.end - timedelta(seconds=1)) is None
    for window in windows_between(schedule, since, until):
        first, last = day_bounds(window.day, schedule.zone, schedule.day_starts)
        assert first <= window.start < last


@given(SCHEDULES, INSTANTS, st.integers(1, 10))
def test_two_halves_make_the_whole(schedule, since, days):
    middle, until = since + timedelta(days=days), since + timedelta(days=2 * days)
    halves = windows_between(schedule, since, middle) + windows_between(schedule, middle, until)
    assert set(halves) == set(windows_between(schedule, since, until))
