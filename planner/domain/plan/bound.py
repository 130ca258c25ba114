"""How far a plan may be from the best one: lower bounds that any plan must respect."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from planner.domain.plan.board import FILL, HARD, Board, Room, due
from planner.domain.plan.jobs import Job
from planner.domain.plan.terms import PROMISES

EFFORT = 200_000
"""How many seats are looked at, in all, to prove that single jobs are hopeless."""


def proof(
    board: Board, empty: Board, committed: Sequence[Job], doubt: Iterable[Job]
) -> tuple[tuple[str, ...], int]:
    """The terms of the objective that meet a lower bound, the first ones; and a bound of lateness.

    `doubt` holds at least those committed jobs that are broken or moved, and everybody who stands
    where room was lost. The second value is the largest lateness less its bound, in minutes. A job
    that some slot could hold alone and that has no place counts as endlessly late: then lateness is
    not proven. Bounds:

    * weight of broken jobs: jobs that no slot could hold on time even alone; and, where every job
      counts one, the overload of the slots that end by some due time, filled with the lightest;
    * moved: promises whose slot is gone or too early, and those too many for their slot or day; of
      promises moved before, none;
    * lateness: the earliest slot of each late job alone; and the slots that must be used until
      there is room for all that is due by some time, counted in answers and in minutes.
    """
    doubt = list(doubt)
    failed = [job for job in doubt if board.broken(job)]
    moved = [job for job in doubt if board.moved(job)]
    # Too many to look at one by one: nothing is known of single jobs, and the bounds stay valid.
    few = failed if len(failed) * len(board.slots) <= EFFORT else []
    alone = [(job, empty.alone(job)) for job in few]
    nowhere = {job.id for job, end in alone if end is None}
    latest = max((board.late(job) for job in failed), default=0)
    late = _least_lateness(empty, committed, alone, nowhere) if latest else 0
    met = (
        not failed or sum(job.weight for job in failed) == _least_broken(empty, committed, alone),
        not moved
        or (len(moved) == _must_move(empty, doubt) and not any(job.moves for job in moved)),
        latest == late and all(job.id in board.place or job.id in nowhere for job in failed),
    )
    return PROMISES[: (*met, False).index(False)], max(0, latest - late)


def _least_lateness(
    empty: Board,
    committed: Sequence[Job],
    alone: Sequence[tuple[Job, int | None]],
    nowhere: Set[str],
) -> int:
    timed = [job for job in committed if job.due is not None and job.id not in nowhere]
    single = (end - due(job) for job, end in alone if end is not None)
    return max(_late_together(empty, sorted(timed, key=due)), *single, 0)


def _least_broken(
    empty: Board, committed: Sequence[Job], alone: Sequence[tuple[Job, int | None]]
) -> int:
    hopeless = sum(job.weight for job, end in alone if end is None or end > due(job))
    return max(hopeless, _overload(empty, committed))


class _Prefix:
    """What the first slots, by their end, can hold together under the limits of their days."""

    def __init__(self, board: Board, which: int) -> None:
        self._board, self._which, self.size = board, which, 0
        self.count = self.minutes = 0
        self._used: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))

    def grow(self) -> None:
        """Add one slot."""
        board, day = self._board, self._board.day[self.size]
        before = self._capped(day)
        count, minutes = self._used[day]
        self._used[day] = (
            count + board.room.count[self._which][self.size],
            minutes + board.room.minutes[self._which][self.size],
        )
        after = self._capped(day)
        self.count += after[0] - before[0]
        self.minutes += after[1] - before[1]
        self.size += 1

    def _capped(self, day: int) -> tuple[int, int]:
        room: Room = self._board.day_room
        count, minutes = self._used[day]
        return min(count, room.count[self._which][day]), min(
            minutes, room.minutes[self._which][day]
        )


def _lane_of(jobs: Sequence[Job]) -> int:
    """The limits that bind all of these jobs for certain."""
    return FILL if all(job.promised is None for job in jobs) else HARD


def _late_together(empty: Board, timed: Sequence[Job]) -> int:
    """The lateness that the jobs due by some time have together in any plan that seats them all."""
    prefix, count, minutes, late = _Prefix(empty, _lane_of(timed)), 0, 0, 0
    for job in timed:
        count, minutes = count + job.count, minutes + job.minutes
        while (prefix.count < count or prefix.minutes < minutes) and prefix.size < len(empty.slots):
            prefix.grow()
        if prefix.size:
            late = max(late, empty.ends[prefix.size - 1] - due(job))
    return late


def _overload(empty: Board, committed: Sequence[Job]) -> int:
    """The least weight that has to be broken where more is due than the slots until then hold."""
    if any(job.count != 1 for job in committed):
        return 0
    timed = sorted(committed, key=due)
    prefix, worst, until = _Prefix(empty, _lane_of(committed)), 0, 0  # jobs too many; of the first
    for n, job in enumerate(timed, 1):
        while prefix.size < len(empty.slots) and empty.ends[prefix.size] <= due(job):
            prefix.grow()
        if n - prefix.count > worst:
            worst, until = n - prefix.count, n
    return sum(heapq.nsmallest(worst, (job.weight for job in timed[:until])))


def _must_move(empty: Board, jobs: Sequence[Job]) -> int:
    """How many promises among the jobs cannot stay in their slots in any plan."""
    slots: dict[int, list[Job]] = defaultdict(list)
    days: dict[int, list[Job]] = defaultdict(list)
    gone = 0
    for job in jobs:
        at = empty.number.get(str(job.promised))
        if job.promised is None:
            continue
        if at is None or empty.starts[at] < job.arrival:
            gone += 1
        else:
            slots[at].append(job)
            days[empty.day[at]].append(job)
    by_slot: dict[int, int] = defaultdict(int)
    for at, inside in slots.items():
        by_slot[empty.day[at]] += _too_many(inside, empty.room, at)
    return gone + sum(
        max(by_slot[day], _too_many(inside, empty.day_room, day)) for day, inside in days.items()
    )


def _too_many(jobs: Sequence[Job], room: Room, at: int) -> int:
    """How many of the jobs, at least, find no room here even if the smallest stay."""
    counts, minutes = room.count[HARD][at], room.minutes[HARD][at]
    by_count = _stay((job.count for job in jobs), counts)
    return len(jobs) - min(by_count, _stay((job.minutes for job in jobs), minutes))


def _stay(sizes: Iterable[int], room: int) -> int:
    """How many fit at most."""
    stay = 0
    for size in sorted(sizes):
        room -= size
        if room < 0:
            break
        stay += 1
    return stay
