"""The room that is left while a plan is being made, and quick ways to find some."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planner.domain.plan.jobs import Job, Limit, Slot, fill, hard

ENDLESS = 1 << 60
"""Room where there is no limit, and the due time of a job without one."""

HARD, FILL = 0, 1


def lane(job: Job) -> int:
    """Which limits bind a job: standing promises may use all, others only up to the fill."""
    return FILL if job.promised is None else HARD


def due(job: Job) -> int:
    """The due time as a number that can be compared."""
    return ENDLESS if job.due is None else job.due


class Room:
    """Count and minutes left in slots or days, for both lanes."""

    def __init__(self, limits: Sequence[Slot | Limit]) -> None:
        pairs = [_known(hard(limit)) for limit in limits]
        fills = [_known(fill(limit)) for limit in limits]
        self.count = (
            [count for count, _ in pairs],
            [min(a[0], b[0]) for a, b in zip(pairs, fills, strict=True)],
        )
        self.minutes = (
            [minutes for _, minutes in pairs],
            [min(a[1], b[1]) for a, b in zip(pairs, fills, strict=True)],
        )

    def take(self, at: int, count: int, minutes: int) -> None:
        """Use room (negative numbers give it back); both lanes see it."""
        self.count[HARD][at] -= count
        self.count[FILL][at] -= count
        self.minutes[HARD][at] -= minutes
        self.minutes[FILL][at] -= minutes

    def of(self, which: int) -> tuple[list[int], list[int]]:
        """What is left in one lane: counts and minutes."""
        return self.count[which], self.minutes[which]

    def holds(self, at: int, count: int, minutes: int, which: int) -> bool:
        """Whether so much more fits."""
        return count <= self.count[which][at] and minutes <= self.minutes[which][at]


def _known(pair: tuple[int | None, int | None]) -> tuple[int, int]:
    count, minutes = pair
    return ENDLESS if count is None else count, ENDLESS if minutes is None else minutes


class Board:
    """Slots in order of their end, who sits where, and what is left.

    `place` maps a job's id to the number of its slot.
    """

    def __init__(self, slots: Sequence[Slot], limits: Mapping[str, Limit]) -> None:
        self.slots = sorted(slots, key=lambda slot: (slot.end, slot.start, slot.id))
        self.number = {slot.id: n for n, slot in enumerate(self.slots)}
        self.starts = [slot.start for slot in self.slots]
        self.ends = [slot.end for slot in self.slots]
        days = sorted({slot.day for slot in self.slots})
        numbers = {day: n for n, day in enumerate(days)}
        self.day = [numbers[slot.day] for slot in self.slots]
        self.room = Room(self.slots)
        self.day_room = Room([limits.get(day, Limit()) for day in days])
        self.place: dict[str, int] = {}
        self.members: list[dict[str, Job]] = [{} for _ in self.slots]
        self._skip: dict[tuple[int, int, int], list[int]] = {}
        self._kinds: dict[tuple[int, int, int], tuple[list[int], int, int]] = {}
        self._fresh = list(range(len(self.slots) + 1))
        # Whether a slot that ends later also starts later: none lies inside another.
        self.in_order = self.starts == sorted(self.starts)
        # Where jobs under the fill sit, the fill binds everybody.
        self._filling, self._filling_day = [0] * len(self.slots), [0] * len(days)

    @property
    def one_lane(self) -> bool:
        """Whether the fill is nowhere tighter than the hard limits."""
        return all(
            room.count[HARD] == room.count[FILL] and room.minutes[HARD] == room.minutes[FILL]
            for room in (self.room, self.day_room)
        )

    def fits(self, job: Job, at: int) -> bool:
        """Whether the job may sit there now."""
        if self.starts[at] < job.arrival:
            return False
        day, which = self.day[at], lane(job)
        in_slot = FILL if self._filling[at] else which
        in_day = FILL if self._filling_day[day] else which
        return self.room.holds(at, job.count, job.minutes, in_slot) and self.day_room.holds(
            day, job.count, job.minutes, in_day
        )

    def put(self, job: Job, at: int) -> None:
        """Seat a job."""
        if job.promised is None:
            self._filling[at] += 1
            self._filling_day[self.day[at]] += 1
        self.room.take(at, job.count, job.minutes)
        self.day_room.take(self.day[at], job.count, job.minutes)
        self.members[at][job.id] = job
        self.place[job.id] = at

    def remove(self, job: Job) -> int | None:
        """Take a job out and return where it was; None when it had no place."""
        at = self.place.pop(job.id, None)
        if at is not None:
            if job.promised is None:
                self._filling[at] -= 1
                self._filling_day[self.day[at]] -= 1
            self.room.take(at, -job.count, -job.minutes)
            self.day_room.take(self.day[at], -job.count, -job.minutes)
            del self.members[at][job.id]
            self._skip.clear()  # what was full may have room again
            self._kinds.clear()
        return at

    def left(self, at: int) -> int:
        """How many answers a slot can still hold for promises."""
        in_day = self.day_room.count[HARD][self.day[at]]
        return max(0, min(self.room.count[HARD][at], in_day))

    def seated(self) -> Iterator[Job]:
        """Everybody with a place."""
        return (job for inside in self.members for job in inside.values())

    def crowded(self, at: int) -> bool:
        """Whether more sits in a slot, or in its day, than the hard limits allow."""
        day = self.day[at]
        return not (self.room.holds(at, 0, 0, HARD) and self.day_room.holds(day, 0, 0, HARD))

    def between(self, job: Job, until: int) -> Iterator[int]:
        """The slots after the job's arrival that end by `until`, full or not, in order."""
        for at in range(bisect_left(self.ends, job.arrival), len(self.slots)):
            if self.ends[at] > until:
                return
            if self.starts[at] >= job.arrival:
                yield at

    def earliest(self, job: Job, until: int = ENDLESS) -> int | None:
        """The first slot with room that ends by `until`, or None.

        Slots found too full for the smallest job of a kind are skipped from then on (a union-find
        of "next that may have room"), so that many jobs do not look at every slot.
        """
        arrival, minutes, count = job.arrival, job.minutes, job.count
        which = FILL if job.promised is None else HARD
        skip, few, short = self._kinds.get((count, minutes, which)) or self._kind(job)
        counts, times = self.room.count[which], self.room.minutes[which]
        day_counts, day_times = self.day_room.count[which], self.day_room.minutes[which]
        at, size = bisect_left(self.ends, arrival), len(self.slots)
        while True:
            while skip[at] != at:
                skip[at] = skip[skip[at]]
                at = skip[at]
            if at == size or self.ends[at] > until:
                return None
            day = self.day[at]
            free, time = min(counts[at], day_counts[day]), min(times[at], day_times[day])
            if count <= free and minutes <= time:
                if self.starts[at] >= arrival:
                    return at
            elif few > free or short > time:
                skip[at] = at + 1
            at += 1

    def _kind(self, job: Job) -> tuple[list[int], int, int]:
        """What is skipped for jobs like this one, and the least count and minutes of the kind."""
        few, short, which = _grain(job.count), _grain(job.minutes), lane(job)
        skip = self._skip.setdefault((few, short, which), self._fresh)
        if skip is self._fresh:
            skip = self._skip[few, short, which] = self._fresh.copy()
        self._kinds[job.count, job.minutes, which] = kind = skip, few, short
        return kind

    def alone(self, job: Job) -> int | None:
        """The earliest end among slots that could hold the job if it were the only one.

        Ask a board on which nobody sits.
        """
        return next(
            (self.ends[at] for at in self.between(job, ENDLESS) if self.fits(job, at)), None
        )

    def late_at(self, job: Job, at: int | None) -> bool:
        """Whether a seat would be too late for the job."""
        return at is None or (job.due is not None and self.ends[at] > job.due)

    def late(self, job: Job) -> int:
        """Minutes after its due time; 0 when it is on time or has no place."""
        at = self.place.get(job.id)
        if at is None or job.due is None or self.ends[at] <= job.due:
            return 0
        return self.ends[at] - job.due

    def broken(self, job: Job) -> bool:
        """Whether a commitment is not met: late, or without a place."""
        return job.committed and self.late_at(job, self.place.get(job.id))

    def moved(self, job: Job) -> bool:
        """Whether a standing promise is not in its own slot."""
        if job.promised is None:
            return False
        at = self.place.get(job.id)
        return at is None or at != self.number.get(job.promised)

    def value(self, jobs: Iterable[Job]) -> tuple[int, int, int, int, int]:
        """What these jobs add to the objective.

        Weight of the broken, promises moved, how often those were moved before, committed jobs
        without a place, and the largest lateness.
        """
        jobs = list(jobs)
        moved = [job for job in jobs if self.moved(job)]
        return (
            sum(job.weight for job in jobs if self.broken(job)),
            len(moved),
            sum(job.moves for job in moved),
            sum(job.committed and job.id not in self.place for job in jobs),
            max((self.late(job) for job in jobs), default=0),
        )


def _grain(n: int) -> int:
    """A number rounded down to its four leading bits: few kinds of jobs, each nearly one size."""
    drop = max(0, n.bit_length() - 4)
    return n >> drop << drop
