"""A planning case cut down to what has to be chosen: one option a job, at a cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.board import Board, lane
from planner.domain.jobs import Job

NOWHERE = -1
"""The option of having no place."""

Costs = Sequence[Sequence[int]]
"""A cost for each job and each of its options; never negative."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Jobs and the seats each may take, NOWHERE last; `day` gives the day of a seat."""

    jobs: Sequence[Job]
    options: Sequence[list[int]]
    day: Sequence[int]

    def total(self, cost: Costs, chosen: Sequence[int]) -> int:
        """What a choice costs."""
        return sum(costs[option] for costs, option in zip(cost, chosen, strict=True))


def puzzle(board: Board, jobs: Sequence[Job], before: Sequence[int | None]) -> Puzzle:
    """The options of jobs that do not sit on the board; where each sat before is one of them."""
    options = []
    for job, at in zip(jobs, before, strict=True):
        seats = _seats(board, job, len(jobs))
        left = [] if at is None or at in seats else [at]
        options.append([*seats, *left, NOWHERE])
    return Puzzle(jobs, options, board.day)


def _seats(board: Board, job: Job, others: int) -> list[int]:
    """The seats that could hold a job, as far ahead as any plan can need.

    In as many days as there are jobs one day is free of the others: nobody has to wait longer.
    Where windows lie inside one another earlier and later mean little, so all are kept.
    """
    own = board.number.get(str(job.promised))
    found: list[int] = []
    days: set[int] = set()
    for at in range(len(board.slots)):
        if not board.fits(job, at):
            continue
        days.add(board.day[at])
        if len(days) <= others or not board.in_order or at == own:
            found.append(at)
    return found


def packed(costs: Sequence[Costs]) -> list[list[int]]:
    """Several costs as one that orders choices as they do, the first before the second."""
    whole = [[0] * len(row) for row in costs[0]]
    for cost in costs:
        most = 1 + sum(max(row) for row in cost)
        whole = [
            [a * most + b for a, b in zip(left, right, strict=True)]
            for left, right in zip(whole, cost, strict=True)
        ]
    return whole


def one_lane(board: Board, jobs: Sequence[Job]) -> bool:
    """Whether the same limits bind all of the jobs, wherever they sit."""
    return board.one_lane or len({lane(job) for job in jobs}) <= 1
