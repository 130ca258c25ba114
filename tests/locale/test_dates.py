"""Instants in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.locale import dates

ZONE = "Europe/Brussels"
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour - 1, minute, tzinfo=UTC)  # winter time


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (at(22, 17), "aujourd'hui", "today"),
        (at(23, 8), "demain", "tomorrow"),
        (at(24, 17), "mardi 24 novembre", "Tuesday 24 November"),
        (at(1, 17, month=12), "mardi 1er décembre", "Tuesday 1 December"),
        (at(4, 11, month=1, year=2027), "lundi 4 janvier 2027", "Monday 4 January 2027"),
        (at(21, 11), "samedi 21 novembre", "Saturday 21 November"),
    ],
)
def test_days_as_people_say_them(moment, french, english):
    assert dates.day_words(moment, SUNDAY, ZONE, "fr") == french
    assert dates.day_words(moment, SUNDAY, ZONE, "en") == english


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (3, 0, "dans la nuit", "in the night"),
        (8, 30, "tôt le matin", "early in the morning"),
        (10, 0, "dans la matinée", "in the morning"),
        (11, 45, "en fin de matinée", "late in the morning"),
        (12, 0, "en fin de matinée", "late in the morning"),
        (13, 0, "à la mi-journée", "around midday"),
        (14, 30, "en début d'après-midi", "early in the afternoon"),
        (16, 0, "dans l'après-midi", "in the afternoon"),
        (17, 45, "en fin de journée", "late in the day"),
        (20, 0, "en soirée", "in the evening"),
        (23, 30, "tard dans la soirée", "late in the evening"),
    ],
)
def test_parts_of_the_day(hour, minute, french, english):
    assert dates.part_words(at(24, hour, minute), ZONE, "fr") == french
    assert dates.part_words(at(24, hour, minute), ZONE, "en") == english


def test_an_outgoing_moment_is_never_relative():
    tomorrow = at(23, 17, 45)
    assert dates.moment(tomorrow, SUNDAY, ZONE, "fr") == "lundi 23 novembre en fin de journée"
    assert dates.moment(tomorrow, SUNDAY, ZONE, "en") == "Monday 23 November late in the day"


def test_the_day_is_the_local_one():
    just_after_midnight = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert dates.day_words(just_after_midnight, SUNDAY, ZONE, "en") == "tomorrow"
    assert dates.day_words(just_after_midnight, SUNDAY, "UTC", "en") == "today"
    assert dates.clock(just_after_midnight, ZONE) == "00:30"


def test_summer_and_winter_time():
    assert dates.clock(datetime(2026, 7, 1, 15, 45, tzinfo=UTC), ZONE) == "17:45"
    assert dates.clock(datetime(2026, 12, 1, 15, 45, tzinfo=UTC), ZONE) == "16:45"


@pytest.mark.parametrize(
    ("moment", "french"),
    [
        (at(22, 17, 45), "aujourd'hui 17:45"),
        (at(24, 17, 45), "mardi 17:45"),
        (at(28, 11), "samedi 11:00"),
        (at(29, 11), "29 novembre 11:00"),
        (at(20, 11), "20 novembre 11:00"),
        (at(4, 11, month=1, year=2027), "4 janvier 2027 11:00"),
    ],
)
def test_short_for_screens(moment, french):
    assert dates.short(moment, SUNDAY, ZONE, "fr") == french


instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(now=instants, days=st.integers(-400, 400), language=st.sampled_from(["fr", "en"]))
def test_two_days_never_share_a_full_name(now, days, language):
    other = now + timedelta(days=days)
    same = dates.full_day(other, now, "UTC", language) == dates.full_day(now, now, "UTC", language)
    assert same == (days == 0)
