"""A planning case cut down to what has to be chosen: one option a job, at a cost.

Jobs that nothing tells apart are of one kind: they have the same options at the same costs, which
are kept once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.plan.board import ENDLESS, Board, lane
from planner.domain.plan.jobs import ALWAYS, Job

NOWHERE = -1
"""The option of having no place."""

Costs = Sequence[Sequence[int]]
"""A cost for each kind and each of its options; never negative."""

Choice = list[int]
"""For each job the number of an option of its kind."""


@dataclass(frozen=True, slots=True)
class Units:
    """How many jobs each slot and each day can still hold, where it does not matter which."""

    slots: Sequence[int]
    days: Sequence[int]


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Jobs by kind, one job to speak for each kind, and the seats a kind may take, NOWHERE last.

    `day` gives the day of a seat.
    """

    kind: Sequence[int]
    kinds: Sequence[Job]
    options: Sequence[list[int]]
    day: Sequence[int]

    def total(self, cost: Costs, chosen: Sequence[int]) -> int:
        """What a choice costs."""
        return sum(cost[kind][option] for kind, option in zip(self.kind, chosen, strict=True))

    def seats(self, chosen: Sequence[int]) -> list[int]:
        """The seat of each job."""
        return [self.options[kind][option] for kind, option in zip(self.kind, chosen, strict=True)]

    def each(self) -> Iterator[tuple[Job, list[int]]]:
        """Every kind with its options."""
        return zip(self.kinds, self.options, strict=True)

    def jobs(self) -> list[Job]:
        """For each job the one that speaks for its kind."""
        return [self.kinds[kind] for kind in self.kind]


def puzzle(
    board: Board,
    jobs: Sequence[Job],
    before: Sequence[int | None],
    units: Units | None,
    *,
    waiting: bool,
) -> Puzzle:
    """The options of jobs that do not sit on the board; where each sat before is one of them.

    Only with `waiting` it matters when exactly those arrived who came before the first slot.
    """
    since = ALWAYS if waiting else min(board.starts, default=ALWAYS)
    spoken = kinds(jobs, since)
    number = {traits: n for n, traits in enumerate(spoken)}
    kind = [number[_traits(job, since)] for job in jobs]
    options = [_seats(board, job, len(jobs), units) for job in spoken.values()]
    for n, at in zip(kind, before, strict=True):
        if at is not None and at not in options[n]:
            options[n].append(at)
    return Puzzle(kind, list(spoken.values()), [[*seats, NOWHERE] for seats in options], board.day)


def kinds(jobs: Sequence[Job], since: int) -> dict[tuple[object, ...], Job]:
    """The kinds among jobs: what nothing else tells apart, and the first job of each.

    Those who arrived before `since` came at the same time.
    """
    found: dict[tuple[object, ...], Job] = {}
    for job in jobs:
        found.setdefault(_traits(job, since), job)
    return found


def _traits(job: Job, since: int) -> tuple[object, ...]:
    arrival = max(job.arrival, since)
    return job.count, job.minutes, arrival, job.due, job.weight, job.promised, job.moves


def _seats(board: Board, job: Job, jobs: int, units: Units | None) -> list[int]:
    """The seats that could hold a job, as far ahead as any plan can need.

    The first seats that hold all jobs always have one that the others leave free, and so have as
    many days as there are jobs: nobody has to wait longer. Where windows lie inside one another
    earlier and later mean little, so all are kept.
    """
    found: list[int] = []
    held: dict[int, int] = defaultdict(int)
    for at in board.between(job, ENDLESS):
        if not board.fits(job, at):
            continue
        day = board.day[at]
        if units is None:
            enough = day not in held and len(held) >= jobs
        else:
            enough = sum(min(n, units.days[day]) for day, n in held.items()) >= jobs
        if enough and board.in_order:
            break
        found.append(at)
        held[day] += units.slots[at] if units else 1
    own = board.number.get(str(job.promised))
    if own is not None and own not in found and board.fits(job, own):
        found.append(own)
    return found


def packed(costs: Sequence[Costs], jobs: int) -> list[list[int]]:
    """Several costs as one that orders choices of so many jobs as they do, the first first."""
    whole = [[0] * len(row) for row in costs[0]]
    for cost in costs:
        most = 1 + jobs * max((max(row) for row in cost), default=0)
        whole = [
            [a * most + b for a, b in zip(left, right, strict=True)]
            for left, right in zip(whole, cost, strict=True)
        ]
    return whole


def one_lane(board: Board, jobs: Sequence[Job]) -> bool:
    """Whether the same limits bind all of the jobs, wherever they sit."""
    return board.one_lane or len({lane(job) for job in jobs}) <= 1
