"""settings.toml: journeys, absences that come again, days cut late or early, the country."""

from datetime import UTC, date, datetime, time

import pytest

from planner import locale
from planner.domain.recurring import WeeklyAbsence, YearlyAbsence
from planner.domain.time import Zones, zone_at
from planner.errors import SettingsError
from planner.settings import load

SHOP = '[shop]\nname = "A"\nowner = "B"\nzone = "Europe/Brussels"\n'
TRIP = '[[travel]]\nfrom = 2026-12-20\nuntil = 2027-01-05\nzone = "America/Toronto"\n'
WEDNESDAY = '[[absence]]\ndays = "wednesday"\nfrom = "12:00"\nto = "24:00"\n'
YEARLY = '[[absence]]\nyearly = "12-24..01-02"\n'
DAY = "[[special_day]]\ndate = 2026-12-24\n"


@pytest.fixture(autouse=True)
def _english():
    locale.use("en")


def test_a_journey_is_a_zone_that_changes_and_comes_home():
    settings = load(SHOP + TRIP, "s")
    assert settings.shop.zone == "Europe/Brussels"
    assert settings.schedule.zone == Zones(
        "Europe/Brussels",
        ((date(2026, 12, 20), "America/Toronto"), (date(2027, 1, 6), "Europe/Brussels")),
        time(4),
    )
    assert load(SHOP, "s").schedule.zone == "Europe/Brussels"


def test_journeys_may_follow_each_other_and_the_last_may_stay_open():
    text = SHOP + TRIP + '[[travel]]\nfrom = 2027-01-06\nzone = "Asia/Tokyo"\n'
    zone = load(text, "s").schedule.zone
    assert [name for _, name in zone.changes] == ["America/Toronto", "Asia/Tokyo"]
    assert zone_at(zone, datetime(2030, 1, 1, tzinfo=UTC)) == "Asia/Tokyo"


def test_absences_by_the_week_and_by_the_year():
    friday = '[[absence]]\ndays = "friday"\nvalid_until = 2027-06-30\nnote = "course"\n'
    schedule = load(SHOP + WEDNESDAY + friday + YEARLY, "s").schedule
    assert schedule.weekly_absences == (
        WeeklyAbsence(frozenset({2}), time(12), time(0)),
        WeeklyAbsence(frozenset({4}), time(4), time(4), "course", None, date(2027, 6, 30)),
    )
    assert schedule.yearly_absences == (YearlyAbsence((12, 24), (1, 2)),)


def test_a_day_opens_late_or_closes_early():
    schedule = load(SHOP + DAY + 'opens = "14:00"\ncloses = "16:00"\nnote = "x"\n', "s").schedule
    (day,) = schedule.special
    assert (day.closed, day.opens, day.closes, day.note) == (False, time(14), time(16), "x")
    assert day.cuts


def test_the_country_and_its_region():
    shop = load(SHOP + 'country = "ch"\nregion = "GE"\n', "s").shop
    assert (shop.country, shop.region) == ("CH", "GE")


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ('region = "GE"\n', "5:1", "A region needs its country."),
        (TRIP.replace("Toronto", "Torronto"), "8:1", "America/Toronto"),
        (TRIP.replace("2027-01-05", "2026-12-19"), "7:1", "last day comes before its first"),
        (TRIP + TRIP, "10:1", "before the one above it is over"),
        (TRIP.replace("from", "form"), "6:1", "Did you mean “from”?"),
        (WEDNESDAY.replace('to = "24:00"\n', ""), "7:1", "Hours need both from and to."),
        (WEDNESDAY.replace("24:00", "12:00"), "8:1", "ends when it begins"),
        (WEDNESDAY.replace("24:00", "25:00"), "8:1", 'a time such as "11:00"'),
        (WEDNESDAY + "yearly = 3\n", "6:1", "Possible here: yearly, note."),
        (WEDNESDAY + "valid_from = 2027-01-02\nvalid_until = 2027-01-01\n", "10:1", "last day"),
        (YEARLY.replace("01-02", "02-30"), "6:1", "“02-30” is not a day of the year."),
        (YEARLY.replace("12-24", "christmas"), "6:1", "Write month and day"),
        (YEARLY + YEARLY.replace("12-24..01-02", "01-02"), "8:1", "overlaps another"),
        (DAY + 'opens = "16:00"\ncloses = "14:00"\n', "8:1", "closes before it opens"),
        (DAY + 'closed = true\nopens = "14:00"\n', "6:1", "opens late or closes early"),
        (DAY + 'from = "09:00"\nto = "10:00"\ncloses = "16:00"\n', "6:1", "has its own hours"),
        (DAY + 'opens = "14:00"\n' + DAY + "closed = true\n", "9:1", "already said"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, where, words):
    with pytest.raises(SettingsError) as caught:
        load(SHOP + text, "settings.toml")
    assert words in str(caught.value)
    assert caught.value.where == f"settings.toml:{where}"
