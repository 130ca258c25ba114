"""What the rules leave of windows: they are cut where the rules close, whoever is asked first."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from planner.domain.window import Schedule, Window
from planner.services.policy import of_text
from tests.shop import ZONE, at

SCHEDULE = Schedule(ZONE, time(4), ())


def window(start: str, hours: int, **more) -> Window:
    begins = at(start)
    fields = {"answers": 15, "minutes": hours * 60, **more}
    day = begins.date()
    return Window(begins.isoformat(), day, begins, begins + timedelta(hours=hours), **fields)


def policy(text: str = ""):
    return of_text(text, "policy.toml", SCHEDULE).policy


@pytest.mark.parametrize("order", [1, -1], ids=["whole first", "cut first"])
def test_a_window_begins_when_the_rules_allow_it(order):
    """The shipped rules close everything until 08:30."""
    rules = policy()
    whole = window("24 07:00", 3)
    cut = replace(whole, start=at("24 09:00"), minutes=60)
    left = {w.start: rules.left(w) for w in (whole, cut)[::order]}
    assert left[whole.start].start == at("24 08:30")
    assert left[whole.start].minutes == 90
    assert left[cut.start] == cut


def test_the_latest_hour_cuts_a_window():
    left = policy().left(window("24 20:00", 2))
    assert (left.start, left.end, left.minutes) == (at("24 20:00"), at("24 20:30"), 30)
    assert policy().left(window("24 21:00", 2)) is None


def test_a_window_over_midnight_belongs_to_the_day_it_begins_in():
    """Sunday is closed until Monday 04:00 by her own clock; Saturday night is hers until then."""
    rules = policy('[rule.sunday]\nsay = "Sunday."\nwhen.weekday = "sunday"\nthen.closed = true\n')
    assert rules.left(window("28 23:00", 3)).end == at("29 02:00")
    assert rules.left(window("29 23:00", 3)) is None


def test_days_to_come_count_as_worked_when_a_window_takes_place_on_them():
    from planner.domain.window import Weekly
    from planner.services.policy import Known

    text = (
        '[rule.rest]\nsay = "Rest."\nkind = "protect"\n'
        'when.worked_days_in_a_row = ">= 3"\nthen.closed = true\n'
    )
    daily = Schedule(ZONE, time(4), (Weekly(frozenset(range(7)), time(11), time(12)),))
    monday = at("23 08:00").date()
    rules = of_text(text, "policy.toml", daily).policy.knowing(Known(today=monday), daily)
    week = [rules.left(window(f"{day} 11:00", 1)) is not None for day in range(23, 30)]
    assert week == [True, True, True, False, True, True, True]
    worked = frozenset(monday - timedelta(days=n) for n in (1, 2))
    rules = rules.knowing(Known(today=monday, worked=worked), daily)
    week = [rules.left(window(f"{day} 11:00", 1)) is not None for day in range(23, 30)]
    assert week == [True, False, True, True, True, False, True]


def test_quiet_hours_of_the_settings_are_a_rule_of_the_house():
    quiet = Schedule(ZONE, time(4), (), quiet=(time(20, 30), time(8, 30)))
    rules = of_text("", "", quiet).policy
    for effect in ("hold_notices", "hold_notifications"):
        assert rules.until(effect, at("24 22:00")) == at("25 08:30")
        assert rules.since(effect, at("24 22:00")) == at("24 20:30")
        assert rules.until(effect, at("24 12:00")) is None
    reason = rules.at(at("24 22:00")).reasons["hold_notices"]
    assert reason.winner == "house:quiet-hours"
    begins, ends = at("24 04:00"), at("25 04:00")
    assert tuple(rules.spans("hold_notices", begins, ends)) == (
        (begins, at("24 08:30")),
        (at("24 20:30"), ends),
    )


def test_where_the_clock_falls_back_a_time_of_day_comes_twice():
    text = '[rule.n]\nsay = "N."\nwhen.time = "22:00..02:30"\nthen.hold_notices = true\n'
    rules = of_text(text, "policy.toml", SCHEDULE).policy

    def utc(hour: str):
        return datetime.fromisoformat(f"2027-10-{hour}:00+00:00")

    assert rules.until("hold_notices", utc("30T21:00")) == utc("31T00:30")
    assert rules.until("hold_notices", utc("31T01:10")) == utc("31T01:30")
    spring = datetime.fromisoformat("2027-03-27T23:00:00+00:00")
    assert rules.until("hold_notices", spring) == spring.replace(day=28, hour=1)
