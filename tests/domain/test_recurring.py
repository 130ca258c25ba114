"""Absences that come again, by the week and by the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.absence import halved, joined, news_of, stretch, yearly
from planner.domain.capacity import DayRule, ramp_days
from planner.domain.recurring import WeeklyAbsence, YearlyAbsence
from planner.domain.window import Absence, Schedule, SpecialDay, Weekly, windows_between

BRUSSELS, FOUR = "Europe/Brussels", time(4)
WEEK = (
    Weekly(frozenset(range(6)), time(11), time(11, 45)),
    Weekly(frozenset(range(6)), time(17), time(17, 45)),
)
WEDNESDAYS = WeeklyAbsence(frozenset({2}), time(12), time(0))
SHOP = Schedule(BRUSSELS, FOUR, WEEK, weekly_absences=(WEDNESDAYS,))
LEAVE = YearlyAbsence((12, 24), (1, 2))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def away(since: str, until: str | None, id_: int = 1, half: str = "") -> Absence:
    return Absence(id_, "leave", utc(since), utc(until) if until else None, half)


def ids(schedule, since, until):
    return [w.id[5:] for w in windows_between(schedule, utc(since), utc(until))]


def test_every_wednesday_afternoon_is_closed():
    assert ids(SHOP, "2026-11-24T12:00", "2026-11-26T12:00") == [
        *("11-24T17:00", "11-25T11:00", "11-26T11:00"),
    ]


def test_it_is_closed_time_and_starts_no_ramp():
    windows = windows_between(SHOP, utc("2026-11-23T00:00"), utc("2026-12-05T00:00"))
    assert ramp_days(SHOP, windows, (), utc("2026-11-26T09:00")) == {}
    assert yearly(SHOP, utc("2026-11-26T09:00"), ()) == ()


def test_a_weekly_absence_has_dates_too():
    spring = replace(WEDNESDAYS, valid_from=date(2026, 11, 26), valid_until=date(2026, 12, 2))
    schedule = replace(SHOP, weekly_absences=(spring,))
    evenings = [i for i in ids(schedule, "2026-11-24T00:00", "2026-12-11T00:00") if "17:00" in i]
    assert "11-25T17:00" in evenings
    assert "12-02T17:00" not in evenings
    assert "12-09T17:00" in evenings


def test_a_day_with_its_own_hours_wins_over_a_weekly_absence():
    own = SpecialDay(date(2026, 11, 25), False, (Weekly(frozenset({2}), time(14), time(15)),))
    assert ids(replace(SHOP, special=(own,)), "2026-11-25T00:00", "2026-11-26T00:00") == [
        "11-25T14:00"
    ]
    late = SpecialDay(date(2026, 11, 25), False, opens=time(10))
    assert ids(replace(SHOP, special=(late,)), "2026-11-25T00:00", "2026-11-26T00:00") == [
        "11-25T11:00"
    ]


def test_a_weekly_absence_over_midnight_and_over_both_clock_changes():
    """A night absence is an hour shorter or longer, and cuts the same wall time."""
    night = WeeklyAbsence(frozenset({5}), time(22), time(3, 30))
    rows = (Weekly(frozenset({6}), time(3), time(5)),)
    schedule = Schedule(BRUSSELS, FOUR, rows, weekly_absences=(night,))
    for day in ("2027-03-28", "2027-10-31", "2027-06-06"):
        (window,) = windows_between(schedule, utc(f"{day}T00:00"), utc(f"{day}T12:00"))
        assert window.minutes == 90


def test_every_year_over_the_turn_of_the_year():
    schedule = replace(SHOP, weekly_absences=(), yearly_absences=(LEAVE,))
    found = yearly(schedule, utc("2026-12-28T09:00"), ())
    assert [absence.key for absence in found] == [
        "2026-12-24..2027-01-02",
        "2027-12-24..2028-01-02",
        "2028-12-24..2029-01-02",
    ]
    assert (found[0].since, found[0].until) == (utc("2026-12-24T03:00"), utc("2027-01-03T03:00"))
    assert found[0].covers(utc("2027-01-02T22:00"))
    assert (
        yearly(schedule, utc("2026-12-28T09:00"), {"2026-12-24..2027-01-02"})[0].since.year == 2027
    )


def test_it_is_remembered_for_its_ramp_and_then_forgotten():
    schedule = replace(SHOP, yearly_absences=(LEAVE,))
    keys = [a.key for a in yearly(schedule, utc("2027-01-20T09:00"), ())]
    assert keys[0] == "2026-12-24..2027-01-02"
    keys = [a.key for a in yearly(schedule, utc("2027-04-20T09:00"), ())]
    assert keys[0] == "2027-12-24..2028-01-02"


@pytest.mark.parametrize(
    ("row", "year", "expected"),
    [
        (YearlyAbsence((2, 29), (2, 29)), 2028, (date(2028, 2, 29), date(2028, 2, 29))),
        (YearlyAbsence((2, 29), (2, 29)), 2027, None),
        (YearlyAbsence((2, 29), (3, 5)), 2027, (date(2027, 3, 1), date(2027, 3, 5))),
        (YearlyAbsence((2, 20), (2, 29)), 2027, (date(2027, 2, 20), date(2027, 2, 28))),
        (YearlyAbsence((2, 20), (2, 29)), 2100, (date(2100, 2, 20), date(2100, 2, 28))),
        (YearlyAbsence((12, 31), (1, 1)), 2027, (date(2027, 12, 31), date(2028, 1, 1))),
        (YearlyAbsence((11, 30), (12, 31)), 2027, (date(2027, 11, 30), date(2027, 12, 31))),
    ],
)
def test_leap_days_and_the_ends_of_months(row, year, expected):
    assert row.in_year(year) == expected


def test_ill_until_the_day_the_leave_begins_is_one_stretch():
    ill = away("2026-12-21T03:00", "2026-12-24T03:00")
    leave = away("2026-12-24T03:00", "2027-01-03T03:00", 2)
    inside = away("2026-12-26T03:00", "2026-12-27T03:00", 3)
    assert stretch((leave, ill, inside), utc("2026-12-22T09:00")) == replace(ill, until=leave.until)
    (whole,) = joined((leave, inside, ill))
    assert (whole.since, whole.until) == (ill.since, leave.until)
    assert stretch((ill,), utc("2027-01-22T09:00")) is None


def test_a_stretch_into_an_absence_without_an_end_has_none():
    ill, endless = away("2026-12-21T03:00", "2026-12-24T03:00"), away("2026-12-23T03:00", None, 2)
    assert stretch((ill, endless), utc("2026-12-22T09:00")) is endless
    assert joined((ill, endless))[0].until is None


def test_absences_apart_stay_apart():
    ill, leave = away("2026-11-23T03:00", "2026-11-24T03:00"), away("2026-12-21T03:00", None, 2)
    assert joined((leave, ill)) == (ill, leave)
    assert stretch((ill, leave), utc("2026-11-23T09:00")) is ill


def test_news_is_never_given_on_a_day_of_leave():
    shop = replace(SHOP, weekly_absences=())
    ill, leave = away("2026-12-23T08:00", None), away("2026-12-24T03:00", "2027-01-03T03:00", 2)
    news = news_of(shop, ill, utc("2026-12-23T09:00"), lambda window: window, (ill, leave))
    assert news.due == utc("2027-01-05T16:45")  # the second working day after the leave


def test_half_a_day_away_halves_what_the_day_holds():
    rule = halved(
        lambda _: DayRule(), (away("2026-11-24T12:00", "2026-11-25T03:00", half="pm"),), SHOP
    )
    assert (rule(date(2026, 11, 24)).answers, rule(date(2026, 11, 24)).minutes) == (15, 45)
    assert rule(date(2026, 11, 25)) == DayRule()


INSTANTS = st.datetimes(datetime(2027, 1, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
ABSENCES = st.lists(
    st.builds(
        lambda since, hours: Absence(1, "leave", since, since + timedelta(hours=hours)),
        INSTANTS,
        st.integers(1, 400),
    ),
    max_size=5,
)


@given(ABSENCES, INSTANTS)
def test_joined_absences_cover_the_same_instants_and_stand_apart(absences, at):
    whole = joined(absences)
    assert any(a.covers(at) for a in absences) == any(a.covers(at) for a in whole)
    for before, after in pairwise(whole):
        assert before.until < after.since
    holding = stretch(absences, at)
    if holding is not None:
        assert holding.until == next(a.until for a in whole if a.covers(at))
