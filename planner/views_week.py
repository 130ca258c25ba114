"""What a week looks like: its days, their windows, and what is to know about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from planner.views_today import PromiseView


@dataclass(frozen=True, slots=True)
class SlotView:
    """A window of a day, or what is in its place.

    `state`: window, over, away (an absence closes it) or left out (the rules open none then: the
    return after an absence). `row` is the usual hour it stands beside, "11:00"; `load` is what is
    promised into it over what it holds, 0..1 and above.
    """

    row: str
    start: datetime
    end: datetime
    state: str
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A local working day.

    `notes` say what is special about it: an absence, a day of return, a holiday, a closed day.
    `due` are the dates people have been told that fall on it, soonest first.
    """

    day: date
    starts: datetime
    today: bool
    slots: tuple[SlotView, ...]
    notes: tuple[str, ...] = ()
    due: tuple[PromiseView, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekView:
    """Seven days from a Monday; `rows` are the hours of its windows, earliest first."""

    days: tuple[WeekDay, ...]
    rows: tuple[str, ...]
    sentences: tuple[str, ...] = ()
