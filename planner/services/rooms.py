"""Rooms: what the windows ahead still hold, under the rules of their days and a ramp."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.absence import halved
from planner.domain.capacity import NOTHING, Capacity, DayRule, capacity
from planner.domain.request import Effort
from planner.domain.window import Absence, Window, windows_from
from planner.services.context import Context
from planner.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the windows still hold; `reserved` is that beside the reserve, None without a ramp.

    `shared` is what those who wrote since a return may have, once the plan knows it.
    `whole` is what they held before anything of today was answered, with or without the reserve.
    `ramp` numbers the first open days after an absence from 1; `rule` says the limits of a day,
    ramp included; `used` is what today has used up, `used_in` what its windows have, `waited` what
    of it went to requests from before `returns`, the end of the latest absence.
    """

    plain: Capacity
    reserved: Capacity | None
    whole: Callable[[bool], Capacity]  # only `why` asks
    ramp: Mapping[date, int]
    rule: Callable[[date], DayRule]
    used: Mapping[date, Effort]
    used_in: Mapping[str, Effort]
    waited: Mapping[date, Effort]
    returns: datetime | None
    shared: Capacity | None = None

    def of(self, opened_at: datetime) -> Capacity:
        """What somebody who wrote then may have: before the return, nothing of the reserve."""
        waited = self.returns is not None and opened_at < self.returns
        return self.reserved if self.reserved and waited else self.shared or self.plain


def rooms(
    unit: Unit,
    ctx: Context,
    now: datetime,
    windows: Sequence[Window],
    absences: Sequence[Absence],
) -> Rooms:
    """What these windows hold, seen from now."""
    ends = [a for a in absences if a.until]
    begun = [a for a in ends if a.since <= now] or ends  # a leave next month is no return of today
    returns = max((a.until for a in begun if a.until), default=None)
    used, used_in, waited = spent(unit, ctx, now, returns)
    ramp = ctx.policy.ramp
    rule = halved(ctx.policy.day, absences, ctx.schedule)

    def held(*, reserve: bool) -> Capacity:
        given = waited if reserve else None
        return capacity(windows, rule, now, used=used, used_in=used_in, waited=given)

    def whole(reserve: bool) -> Capacity:
        given: Mapping[date, Effort] | None = {} if reserve else None
        return capacity(windows, rule, now, used={}, used_in={}, waited=given)

    return Rooms(
        plain=held(reserve=False),
        reserved=held(reserve=True) if ramp else None,
        whole=whole,
        ramp=ramp,
        rule=rule,
        used=used,
        used_in=used_in,
        waited=waited,
        returns=returns,
    )


Spent = tuple[dict[date, Effort], dict[str, Effort], dict[date, Effort]]


def spent(unit: Unit, ctx: Context, now: datetime, returns: datetime | None = None) -> Spent:
    """What the owner's own answers have used up: of today, of the window they fell into, and of
    today for requests from before `returns`.
    """
    today = ctx.day(now)
    begins, _ = ctx.bounds(today)
    windows = [
        w for w in windows_from(ctx.schedule, begins, (), None, horizon_days=1) if w.day == today
    ]
    whole = waited = NOTHING
    parts: dict[str, Effort] = {}
    for at, opened_at, effort in unit.requests.answered_since(begins):
        whole += effort
        if returns is not None and opened_at < returns:
            waited += effort
        for window in windows:
            if window.start <= at < window.end:
                parts[window.id] = parts.get(window.id, NOTHING) + effort
    return {today: whole}, parts, {today: waited}
