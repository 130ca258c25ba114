"""Standing: everybody as they stand in the plan, so that a question moves nobody unasked."""

from __future__ import annotations

from planner.domain.plan.jobs import Job
from planner.domain.promise import Kind
from planner.domain.request import Request
from planner.domain.time import to_minutes
from planner.services.planning import Situation


def standing(situation: Situation) -> list[Job]:
    """Every open request as it stands in the plan."""
    return [standing_job(situation, request) for request in situation.requests]


def standing_job(situation: Situation, request: Request) -> Job:
    """A request as it stands in the plan: with a date it keeps its window, without one its turn."""
    place = situation.place(request.id)
    date = situation.told.get(request.id) or situation.pending.get(request.id)
    dated = place is not None and date is not None and date.kind is Kind.ANSWER
    snoozed = request.snoozed_until
    begin = snoozed if snoozed and snoozed > situation.now else None
    return Job(
        id=str(request.id),
        minutes=request.effort.minutes,
        count=request.effort.answers,
        arrival=to_minutes(begin) if begin else 0,
        due=to_minutes(date.due) if dated and date is not None else None,
        promised=place.id if dated and place is not None else None,
    )
