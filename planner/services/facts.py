"""Reading what is known of today for the rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from planner.domain.capacity import NOTHING
from planner.services.policy.known import (
    BY_HAND,
    COUNTED,
    LOOKED,
    WORK,
    WORKED,
    Known,
    rest_between,
)
from planner.store.unit import Unit


def read_known(
    unit: Unit, today: date, begins: datetime, now: datetime, asked: Collection[str]
) -> Known:
    """What is known at a moment of a working day that began then, as far as it is `asked` for."""
    used = sum((one.effort for one in unit.requests.answered_since(begins)), NOTHING)
    day_before = begins - timedelta(days=1)
    return Known(
        today=today,
        energy=unit.calendar.energy(today),
        answers=used.answers,
        minutes=used.minutes,
        looks=unit.journal.how_often(LOOKED, begins),
        worked=worked_days(unit, now) if "worked_days_in_a_row" in asked else frozenset(),
        night_rest=(
            rest_between(unit.journal.acted(WORK, day_before), begins)
            if "night_rest" in asked
            else None
        ),
        by_hand=by_hand(unit, now),
    )


def worked_days(unit: Unit, now: datetime) -> frozenset[date]:
    """The days on which she answered somebody, of the last weeks."""
    return frozenset(map(date.fromisoformat, unit.journal.keys(WORKED, now - COUNTED)))


def by_hand(unit: Unit, now: datetime) -> datetime | None:
    """Until when she asked for more minutes; None when that has passed."""
    ends = map(datetime.fromisoformat, unit.journal.keys(BY_HAND, now - timedelta(hours=1)))
    return max((end for end in ends if end > now), default=None)
