"""Random planning cases, their objective written down once more, and the best there is."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.domain.plan.case import solve_case
from planner.domain.plan.jobs import Job, Limit, Slot

ENDLESS = 1 << 40
Value = tuple[int, int, int, int, int, int, int]
"""Weight broken, promises moved, how often those were moved before, promises without a place, the
largest lateness of the others, anybody without a place, waiting."""

Case = tuple[list[Slot], dict[str, Limit], list[Job]]


def count_bound(rng: random.Random, jobs: int, windows: int) -> Case:
    """A case where only answers are limited, with standing and pinned promises."""
    return _case(rng, jobs, windows, counts=(None, 1, 2, 3), minutes=(None,), day=(None,))


def minute_bound(rng: random.Random, jobs: int, windows: int) -> Case:
    """A case where minutes bind too, by window and by day."""
    return _case(
        rng, jobs, windows, counts=(None, None, 2, 4), minutes=(5, 8, 10, 15, None), day=(8, 12, 20)
    )


def _case(
    rng: random.Random,
    size: int,
    windows: int,
    *,
    counts: Sequence[int | None],
    minutes: Sequence[int | None],
    day: Sequence[int | None],
) -> Case:
    slots, at = [], 0
    for n in range(windows):
        at += rng.choice((0, 10, 10, 30, 60))
        length = rng.choice((10, 10, 20, 45))
        slots.append(
            Slot(f"w{n}", at, at + length, f"d{n // 2}", rng.choice(counts), rng.choice(minutes))
        )
        at += length
    limits = {
        f"d{n}": Limit(rng.choice((None, 1, 2, 3, 4)), rng.choice((None, *day)))
        for n in range((windows + 1) // 2)
        if rng.random() < 0.6
    }
    jobs = [_job(rng, n, slots, at) for n in range(size)]
    return slots, limits, _pin_some(rng, slots, limits, jobs)


def _job(rng: random.Random, number: int, slots: Sequence[Slot], end: int) -> Job:
    promised = rng.choice((None, None, "gone", *(slot.id for slot in slots)))
    return Job(
        f"j{number}",
        minutes=rng.randint(1, 9),
        arrival=rng.choice((0, 0, 0, rng.randint(0, end))),
        due=rng.choice((None, rng.randint(0, end), *(slot.end for slot in slots))),
        weight=rng.choice((1, 1, 1, 2, 3, 5)),
        promised=promised,
        moves=rng.choice((0, 0, 1)) if promised else 0,
    )


def _pin_some(
    rng: random.Random, slots: Sequence[Slot], limits: Mapping[str, Limit], jobs: Sequence[Job]
) -> list[Job]:
    """Pin some standing promises, as far as their slots hold them."""
    room = _Room(slots, limits)
    found = []
    for job in jobs:
        slot = next((s for s in slots if s.id == job.promised), None)
        if slot and rng.random() < 0.3 and slot.start >= job.arrival and room.holds(job, slot):
            room.take(job, slot, 1)
            job = replace(job, pinned=True)
        found.append(job)
    return found


class _Room:
    def __init__(self, slots: Sequence[Slot], limits: Mapping[str, Limit]) -> None:
        days = {slot.day: limits.get(slot.day, Limit()) for slot in slots}
        self.slots = {s.id: [_known(s.count), _known(s.minutes)] for s in slots}
        self.days = {d: [_known(limit.count), _known(limit.minutes)] for d, limit in days.items()}

    def _both(self, slot: Slot) -> tuple[list[int], list[int]]:
        return self.slots[slot.id], self.days[slot.day]

    def holds(self, job: Job, slot: Slot) -> bool:
        return all(job.count <= n and job.minutes <= m for n, m in self._both(slot))

    def take(self, job: Job, slot: Slot, sign: int) -> None:
        for room in self._both(slot):
            room[0] -= sign * job.count
            room[1] -= sign * job.minutes


def _known(limit: int | None) -> int:
    return ENDLESS if limit is None else limit


def term(job: Job, slot: Slot | None) -> Value:
    """What one job adds to the objective."""
    committed = job.due is not None or job.promised is not None
    late = 0 if slot is None or job.due is None else max(0, slot.end - job.due)
    moved = job.promised is not None and (slot is None or slot.id != job.promised)
    return (
        job.weight * (committed and (slot is None or late > 0)),
        int(moved),
        job.moves * moved,
        int(slot is None and committed),
        late,
        int(slot is None),
        0 if slot is None else slot.start - job.arrival,
    )


def together(a: Value, b: Value) -> Value:
    """The objective of two parts: sums, and the largest lateness."""
    sums = [x + y for x, y in zip(a, b, strict=True)]
    return (sums[0], sums[1], sums[2], sums[3], max(a[4], b[4]), sums[5], sums[6])


def promises(found: Value) -> tuple[float, ...]:
    """The terms that a certificate is about; lateness is endless without a place."""
    return *found[:3], float("inf") if found[3] else found[4]


NOTHING: Value = (0, 0, 0, 0, 0, 0, 0)


def value(slots: Sequence[Slot], jobs: Sequence[Job], places: Mapping[str, str | None]) -> Value:
    """The objective of a plan."""
    known = {slot.id: slot for slot in slots}
    found = NOTHING
    for job in jobs:
        found = together(found, term(job, known.get(str(places[job.id]))))
    return found


def best(slots: Sequence[Slot], limits: Mapping[str, Limit], jobs: Sequence[Job]) -> Value:
    """The least objective of all plans there are, by trying every one that may be better."""
    room, found = _Room(slots, limits), [(ENDLESS, 0, 0, 0, 0, 0, 0)]
    queue = sorted(jobs, key=lambda job: not job.pinned)

    def descend(depth: int, so_far: Value) -> None:
        if so_far >= found[0]:
            return  # no job takes anything back
        if depth == len(queue):
            found[0] = so_far
            return
        job = queue[depth]
        for slot in slots:
            if job.pinned and slot.id != job.promised:
                continue
            if slot.start >= job.arrival and room.holds(job, slot):
                room.take(job, slot, 1)
                descend(depth + 1, together(so_far, term(job, slot)))
                room.take(job, slot, -1)
        if not job.pinned:
            descend(depth + 1, together(so_far, term(job, None)))

    descend(0, NOTHING)
    return found[0]


def as_json(case: Case) -> dict[str, object]:
    """The case in the words of `plan --case`."""
    slots, limits, jobs = case
    return {
        "windows": [
            {"id": s.id, "start": s.start, "end": s.end, "day": s.day}
            | {k: v for k, v in (("count", s.count), ("minutes", s.minutes)) if v is not None}
            for s in slots
        ],
        "days": {d: {"count": n.count, "minutes": n.minutes} for d, n in limits.items()},
        "requests": [
            {"id": j.id, "arrival": j.arrival, "minutes": j.minutes, "due": j.due}
            | {"weight": j.weight, "promised": j.promised, "pinned": j.pinned, "moves": j.moves}
            for j in jobs
        ],
    }


def solved(case: Case) -> tuple[dict[str, object], Value]:
    """The answer of `plan --case` and the objective of its plan."""
    answer = solve_case(as_json(case))
    places = answer["plan"]
    assert isinstance(places, dict)
    return answer, value(case[0], case[2], places)
