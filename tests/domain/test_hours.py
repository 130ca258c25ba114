"""The standing hours: the week as it is meant to be (B-08)."""

from datetime import date, time

import pytest

from planner.domain.hours import usual_week
from planner.domain.window import Schedule, SpecialDay, Weekly
from planner.texts.hours import about, greeting, hours_words

MONDAY = date(2026, 11, 23)


def week(*rows: Weekly, special: tuple[SpecialDay, ...] = ()) -> Schedule:
    return Schedule("Europe/Brussels", time(4), rows, special)


def row(days: str, start: str, end: str, **more: object) -> Weekly:
    numbers = frozenset(int(d) for d in days)
    return Weekly(numbers, time.fromisoformat(start), time.fromisoformat(end), **more)  # type: ignore[arg-type]


def never(_day: date, start: time, end: time) -> tuple[time, time]:
    return start, end


DEFAULT = week(row("012345", "11:00", "11:45"), row("012345", "17:00", "17:45"))


def test_the_default_week_in_both_languages():
    found = usual_week(DEFAULT, MONDAY, never)
    assert found.rest == (6,)
    assert hours_words(found, "en") == "Monday to Saturday, 11:00–11:45 and 17:00–17:45"
    assert hours_words(found, "fr").replace("\u00a0", " ") == (
        "du lundi au samedi, de 11 h à 11 h 45 et de 17 h à 17 h 45"
    )
    assert "dimanche" in about(found, "fr", "Camille")
    assert about(found, "en", "Camille").endswith("Camille")
    assert greeting(found, "en", "Camille").endswith("Camille")


def test_days_that_differ_are_said_apart():
    found = usual_week(
        week(row("0123", "11:00", "12:00"), row("5", "10:00", "10:30")), MONDAY, never
    )
    assert hours_words(found, "en") == "Monday to Thursday, 11:00–12:00; on Saturday, 10:00–10:30"
    assert found.rest == (4, 6)
    assert "vendredi et dimanche" in about(found, "fr", "C")


def test_seven_days_alike_are_every_day():
    found = usual_week(week(row("0123456", "10:00", "11:00")), MONDAY, never)
    assert hours_words(found, "en") == "every day, 10:00–11:00"
    assert hours_words(found, "fr").replace("\u00a0", " ") == "tous les jours, de 10 h à 11 h"


def test_a_special_day_and_a_row_of_another_season_are_not_the_week():
    schedule = week(
        row("012345", "11:00", "11:45"),
        row("0", "09:00", "10:00", valid_until=date(2026, 1, 1)),
        special=(SpecialDay(MONDAY),),
    )
    found = usual_week(schedule, MONDAY, never)
    assert [group.days for group in found.open] == [(0, 1, 2, 3, 4, 5)]


def no_wednesdays_nor_evenings(day: date, start: time, end: time) -> tuple[time, time] | None:
    return None if day.weekday() == 2 or start.hour == 17 else (start, end)


def test_what_the_rules_close_is_no_answering_hour():
    found = usual_week(DEFAULT, MONDAY, no_wednesdays_nor_evenings)
    assert found.rest == (2, 6)
    assert found.open[0].windows == ((time(11), time(11, 45)),)
    assert "Monday, Tuesday, Thursday, Friday and Saturday" in hours_words(found, "en")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_any_window_it_says_so(language):
    found = usual_week(week(), MONDAY, never)
    assert about(found, language, "Camille") == greeting(found, language, "Camille")
    assert "{" not in about(found, language, "Camille")
