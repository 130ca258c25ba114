"""Rooms: what the windows ahead hold, apart from the plan that was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.capacity import RAMP, Capacity, capacity, ramp_days
from planner.domain.plan import Job
from planner.domain.promise import Kind
from planner.domain.request import Effort, Request
from planner.domain.time import to_minutes
from planner.domain.window import Window
from planner.services.context import Context
from planner.services.planning import Situation, spent
from planner.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the windows still hold; `reserved` is that beside the reserve, None without a ramp.

    `whole` and `whole_reserved` are the same before anything of today was answered.
    `ramp` numbers the first open days after an absence from 1; `used` is what today has used up;
    `returns` is the end of the latest absence.
    """

    plain: Capacity
    reserved: Capacity | None
    whole: Capacity
    whole_reserved: Capacity | None
    ramp: Mapping[date, int]
    used: Mapping[date, Effort]
    returns: datetime | None

    def of(self, opened_at: datetime) -> Capacity:
        """What somebody who wrote then may have: before the return, nothing of the reserve."""
        waited = self.returns is not None and opened_at < self.returns
        return self.reserved if self.reserved and waited else self.plain

    def ramp_percent(self, day: date) -> int:
        """How much of its usual capacity a day holds after an absence; 100 for all other days."""
        number = self.ramp.get(day, 0)
        return RAMP[min(number, len(RAMP)) - 1] if number else 100


def rooms(unit: Unit, ctx: Context, situation: Situation) -> Rooms:
    """The rooms in which the plan of this situation was made."""
    now, windows = situation.now, situation.horizon.open
    used, used_in = spent(unit, ctx, now)
    ramp = ramp_days(ctx.schedule, windows, situation.absences, now)

    def held(reserve: bool, *, fresh: bool = False) -> Capacity:
        return capacity(
            windows,
            ctx.policy.day,
            now,
            used={} if fresh else used,
            used_in={} if fresh else used_in,
            ramp=ramp,
            reserve=reserve,
        )

    return Rooms(
        plain=held(False),
        reserved=held(True) if ramp else None,
        whole=held(False, fresh=True),
        whole_reserved=held(True, fresh=True) if ramp else None,
        ramp=ramp,
        used=used,
        returns=max((a.until for a in situation.absences if a.until), default=None),
    )


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
