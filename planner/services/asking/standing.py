"""Standing: a request as the job that it is in the plan."""

from __future__ import annotations

from planner.domain.plan import Job
from planner.domain.promise import Kind
from planner.domain.request import Request
from planner.domain.time import to_minutes
from planner.domain.window import Window
from planner.services.planning import Situation


def standing(situation: Situation, request: Request, place: Window | None) -> Job:
    """A request as it stands in the plan: with a date it keeps its window, without one its turn."""
    date_ = situation.told.get(request.id) or situation.pending.get(request.id)
    dated = place is not None and date_ is not None and date_.kind is Kind.ANSWER
    snoozed = request.snoozed_until
    begin = snoozed if snoozed and snoozed > situation.now else None
    return Job(
        id=str(request.id),
        minutes=request.effort.minutes,
        count=request.effort.answers,
        arrival=to_minutes(begin) if begin else 0,
        due=to_minutes(date_.due) if dated and date_ is not None else None,
        promised=place.id if dated and place is not None else None,
    )
