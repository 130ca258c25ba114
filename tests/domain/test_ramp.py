"""The ramp after an absence: none for a short one with little behind it (needs.md 3.1)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from planner.domain.capacity import DayRule, ramp_days
from planner.domain.request import Effort
from planner.domain.window import Absence, Schedule, Weekly, windows_between

ROWS = tuple(Weekly(frozenset(range(6)), time(hour), time(hour, 45)) for hour in (11, 17))
SCHEDULE = Schedule("Europe/Brussels", time(4), ROWS)
TUESDAY = datetime(2026, 11, 24, 3, tzinfo=UTC)


def ramp(days: float, backlog: Effort) -> int:
    """How many days are in the ramp after an absence of so many days from Tuesday on."""
    away = Absence(1, "sick", TUESDAY, TUESDAY + timedelta(days=days))
    assert away.until is not None
    ahead = windows_between(SCHEDULE, away.until, away.until + timedelta(days=30))
    rule = DayRule()
    found = ramp_days(
        SCHEDULE, ahead, [away], away.until, backlog=lambda _: backlog, rule=lambda _: rule
    )
    return len(found)


@pytest.mark.parametrize(
    ("days", "backlog", "ramped"),
    [
        (1, Effort(0, 0), False),
        (1, Effort(30, 90), False),  # exactly one day's budget
        (1, Effort(31, 90), True),
        (1, Effort(10, 91), True),
        (0.2, Effort(99, 300), False),  # no open day was lost: this was no absence
        (2, Effort(1, 3), True),
    ],
)
def test_a_short_absence_has_no_ramp_unless_much_waited(days, backlog, ramped):
    assert bool(ramp(days, backlog)) is ramped
