"""The days of a return are shared: those who waited, and what is kept for who writes since (E-03).

Both parts are promises of room, so neither fills up what the other has not asked for yet: as long
as somebody who waited stands on a later day, the others stay within what is kept for them. What is
left over in the end is given away at the desk (domain/portion.py, in_shares).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from planner.domain.capacity import NOTHING, Capacity
from planner.domain.plan.jobs import Job, Limit
from planner.domain.request import Effort


def for_waited(plain: Capacity, reserved: Capacity, others: Iterable[Job]) -> Capacity:
    """The room of those who waited: `reserved`, where the promises of others take nothing from it.

    Never more than the `plain` room of a day.
    """
    taken = _by_day(plain, ((job, job.promised) for job in others))
    return replace(
        reserved,
        limits={
            day: _filled(limit, plain.limits[day], _of(limit) + taken.get(day, NOTHING))
            for day, limit in reserved.limits.items()
        },
    )


def for_others(
    plain: Capacity,
    reserved: Capacity,
    waited: Iterable[tuple[Job, str | None]],
    keeps: Callable[[str], bool],
) -> Capacity:
    """The room of everybody once those who `waited` have a place: theirs, and what is kept.

    From the last day of theirs on, all of it; `keeps` says whether anything is kept on a day.
    """
    placed = _by_day(plain, waited)
    last = max(placed, default="")

    def limited(day: str, limit: Limit) -> Limit:
        if day >= last or not keeps(day):
            return limit
        share = _of(reserved.limits[day])
        kept = Effort(_of(limit).answers - share.answers, _of(limit).minutes - share.minutes)
        return _filled(limit, limit, placed.get(day, NOTHING) + kept)

    return replace(plain, limits={day: limited(day, x) for day, x in plain.limits.items()})


def _by_day(room: Capacity, placed: Iterable[tuple[Job, str | None]]) -> Mapping[str, Effort]:
    days = {slot.id: slot.day for slot in room.slots}
    found: dict[str, Effort] = {}
    for job, slot in placed:
        day = days.get(slot) if slot else None
        if day is not None:
            found[day] = found.get(day, NOTHING) + Effort(job.count, job.minutes)
    return found


def _of(limit: Limit) -> Effort:
    return Effort(limit.fill_count or 0, limit.fill_minutes or 0)


def _filled(limit: Limit, most: Limit, effort: Effort) -> Limit:
    """The limit with another fill, never above that of `most`."""
    return replace(
        limit,
        fill_count=min(_of(most).answers, effort.answers),
        fill_minutes=min(_of(most).minutes, effort.minutes),
    )
