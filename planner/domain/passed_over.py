"""Because: why the windows before a request's own did not take it (design, invariant 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.plan.jobs import Job, Limit, Slot


class Because(StrEnum):
    """Why a window did not take a request. The last two leave room there on purpose."""

    WINDOW_ANSWERS = "window answers full"
    WINDOW_MINUTES = "window minutes full"
    DAY_ANSWERS = "day answers full"
    DAY_MINUTES = "day minutes full"
    TOLD = "another date was already told"
    KEPT = "kept for dates already given"


@dataclass(frozen=True, slots=True)
class Passed:
    """A window that did not take a request.

    `limit` and `taken` (by others) are answers or minutes, as `because` says, and None when there
    was room. `filled` says that the limit is the fill target, not the hard limit.
    """

    slot: str
    because: Because
    limit: int | None = None
    taken: int | None = None
    filled: bool = False


def passed_over(
    slots: Sequence[Slot],
    limits: Mapping[str, Limit],
    jobs: Sequence[Job],
    places: Mapping[str, str | None],
    job: Job,
) -> tuple[Passed, ...]:
    """Every slot that a job might have had before its own (all, when it has none), and why not.

    `jobs` are all that are planned, with or without the job itself; `places` says where.
    """
    load = _Load(slots, limits, [other for other in jobs if other.id != job.id], places)
    own = places.get(job.id)
    found: list[Passed] = []
    for slot in _in_order(slots):
        if slot.id == own:
            break
        if slot.start < job.arrival:
            continue
        stays = job.promised is not None and job.promised == own
        room = Passed(slot.id, Because.TOLD if stays else Because.KEPT)
        found.append(load.full(slot, job) or room)
    return tuple(found)


def first_with_room(
    slots: Sequence[Slot],
    limits: Mapping[str, Limit],
    jobs: Sequence[Job],
    places: Mapping[str, str | None],
    job: Job,
) -> str | None:
    """The first slot that takes a job while everybody stays where they are; None when none does."""
    load = _Load(slots, limits, [other for other in jobs if other.id != job.id], places)
    able = (s for s in _in_order(slots) if s.start >= job.arrival and not load.full(s, job))
    return next((slot.id for slot in able), None)


def _in_order(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.end, slot.start, slot.id))


class _Load:
    """What sits in every slot and day."""

    def __init__(
        self,
        slots: Sequence[Slot],
        limits: Mapping[str, Limit],
        jobs: Sequence[Job],
        places: Mapping[str, str | None],
    ) -> None:
        self._limits = limits
        self._slots: Counter[tuple[str, str]] = Counter()
        self._days: Counter[tuple[str, str]] = Counter()
        day_of = {slot.id: slot.day for slot in slots}
        for job in jobs:
            place = places.get(job.id)
            if place in day_of:
                for unit, size in (("answers", job.count), ("minutes", job.minutes)):
                    self._slots[place, unit] += size
                    self._days[day_of[place], unit] += size

    def full(self, slot: Slot, job: Job) -> Passed | None:
        """The limit that has no room for the job here: hard limits first, the window's first."""
        day = self._limits.get(slot.day, Limit())
        here, today = self._slots, self._days
        count, minutes = here[slot.id, "answers"], here[slot.id, "minutes"]
        day_count, day_minutes = today[slot.day, "answers"], today[slot.day, "minutes"]
        bounds = (
            (Because.WINDOW_ANSWERS, slot.count, slot.fill_count, count, job.count),
            (Because.WINDOW_MINUTES, slot.minutes, slot.fill_minutes, minutes, job.minutes),
            (Because.DAY_ANSWERS, day.count, day.fill_count, day_count, job.count),
            (Because.DAY_MINUTES, day.minutes, day.fill_minutes, day_minutes, job.minutes),
        )
        for because, limit, _fill, taken, size in bounds:
            if limit is not None and taken + size > limit:
                return Passed(slot.id, because, limit, taken)
        for because, _hard, fill, taken, size in bounds:
            if fill is not None and taken + size > fill:
                return Passed(slot.id, because, fill, taken, filled=True)
        return None
