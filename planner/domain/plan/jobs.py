"""What planning is given, in whole minutes: slots, the limits of their days, and jobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALWAYS = -(1 << 60)
"""The arrival of a job that was there before any window, wherever a case puts its zero."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A window as room: half-open `[start, end)` inside `day`. None is no limit.

    `fill_count` and `fill_minutes` bound everything planned here as soon as a job without a
    standing promise is among it; None means the hard limit. The caller cuts a slot in progress to
    what remains of it.
    """

    id: str
    start: int
    end: int
    day: str
    count: int | None = None
    minutes: int | None = None
    fill_count: int | None = None
    fill_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a day can hold, with the same meanings as in a slot."""

    count: int | None = None
    minutes: int | None = None
    fill_count: int | None = None
    fill_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A request as work: it may start at `arrival` and is on time in a slot that ends by `due`.

    `promised` is the slot it stands in, `pinned` forbids to move it from there, `moves` says how
    often its date was moved before. `rank` is the policy's order among equals; after it come
    arrival and id.
    """

    id: str
    minutes: int = 1
    count: int = 1
    arrival: int = 0
    due: int | None = None
    weight: int = 1
    promised: str | None = None
    pinned: bool = False
    rank: int = 0
    moves: int = 0

    @property
    def committed(self) -> bool:
        """Whether leaving it late or without a place breaks something."""
        return self.due is not None or self.promised is not None


def check(slots: Sequence[Slot], limits: Mapping[str, Limit], jobs: Sequence[Job]) -> None:
    """ValueError with a sentence for anything that planning could only get wrong."""
    _check_ids("windows", [slot.id for slot in slots])
    _check_ids("requests", [job.id for job in jobs])
    for slot in slots:
        if slot.end < slot.start:
            raise ValueError(f"Window {slot.id} ends at {slot.end}, before its start {slot.start}.")
        _check_room(f"Window {slot.id}", slot)
    for day, limit in limits.items():
        _check_room(f"Day {day}", limit)
    known = {slot.id: slot for slot in slots}
    for job in jobs:
        if min(job.minutes, job.count, job.weight, job.moves) < 0:
            raise ValueError(f"Request {job.id} has negative minutes, count, weight or moves.")
        if job.pinned:
            _check_pin(job, known)


def _check_ids(what: str, ids: list[str]) -> None:
    if len(set(ids)) != len(ids):
        twice = min(id_ for id_, times in Counter(ids).items() if times > 1)
        raise ValueError(f"Two {what} have the id {twice}; every id must be unique.")


def _check_room(where: str, room: Slot | Limit) -> None:
    if any(n is not None and n < 0 for n in hard(room) + fill(room)):
        raise ValueError(f"{where} has a negative limit; use 0 for closed.")


def _check_pin(job: Job, known: Mapping[str, Slot]) -> None:
    if job.promised is None:
        raise ValueError(f"Request {job.id} is pinned but names no window to be pinned to.")
    if job.promised not in known:
        raise ValueError(
            f"Request {job.id} is pinned to window {job.promised}, which does not exist."
        )
    if known[job.promised].start < job.arrival:
        raise ValueError(
            f"Request {job.id} is pinned to window {job.promised}, before its arrival."
        )


def hard(room: Slot | Limit) -> tuple[int | None, int | None]:
    """The hard limits: count and minutes."""
    return room.count, room.minutes


def fill(room: Slot | Limit) -> tuple[int | None, int | None]:
    """The limits for jobs without a standing promise: count and minutes."""
    return room.fill_count, room.fill_minutes
