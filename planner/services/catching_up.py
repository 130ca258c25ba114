"""The day by which everybody who waited at a return has an answer, as the plan has it."""

from __future__ import annotations

from datetime import date, timedelta

from planner.services.planning import Situation
from planner.services.returning import CAUGHT_UP, EVER
from planner.store.unit import Unit

#: An absence that is ended as soon as it began lasts so long, and its end may still be ahead.
LEAST_ABSENCE = timedelta(seconds=1)


def last_day(situation: Situation) -> date | None:
    """The last day of the plan on which somebody who waited has a place; None when nobody has.

    It holds while the owner answers what the windows deal: the days keep their room for those who
    waited, however many write meanwhile (domain/shares.py).
    """
    returns = situation.rooms.returns
    if returns is None or returns > situation.now + LEAST_ABSENCE:
        return None
    places = (situation.place(r.id) for r in situation.requests if r.opened_at < returns)
    return max((place.day for place in places if place is not None), default=None)


def note_last_day(unit: Unit, situation: Situation) -> None:
    """Keep it for the home screen, which reads no plan."""
    if not situation.rooms.ramp:
        return  # nor is any shown
    last = last_day(situation)
    wanted = (last.isoformat(),) if last else ()
    known = unit.journal.keys(CAUGHT_UP, EVER)
    if known == wanted:
        return
    for key in known:
        unit.journal.forget(CAUGHT_UP, key)
    for key in wanted:
        unit.journal.once(CAUGHT_UP, key, situation.now)
