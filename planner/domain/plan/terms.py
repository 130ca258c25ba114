"""The terms of the objective as costs of the options of a puzzle; see `make`."""

from __future__ import annotations

from math import gcd

from planner.domain.plan.board import Board, due
from planner.domain.plan.jobs import ALWAYS
from planner.domain.plan.puzzle import NOWHERE, Costs, Puzzle

BROKEN, MOVED, LATENESS, WAITING = "broken", "moved", "max_lateness", "waiting"
PROMISES: tuple[str, ...] = (BROKEN, MOVED, LATENESS)
"""The terms that only jobs with a due time or a promise decide."""


def broken(board: Board, case: Puzzle) -> Costs:
    """Weight of jobs that are late or nowhere though committed; only proportions count."""
    unit = gcd(*(job.weight for job in case.kinds)) or 1
    return [
        [
            job.weight // unit
            if job.committed and board.late_at(job, None if at == NOWHERE else at)
            else 0
            for at in options
        ]
        for job, options in case.each()
    ]


def moved(board: Board, case: Puzzle) -> Costs:
    """Promises that leave their slot; among as many, those that were moved before."""
    first = 1 + sum(job.moves for job in case.jobs())
    return [
        [
            0 if job.promised is None or at == board.number.get(job.promised) else first + job.moves
            for at in options
        ]
        for job, options in case.each()
    ]


def nowhere(case: Puzzle) -> Costs:
    """Committed jobs without a place."""
    return [
        [int(job.committed and at == NOWHERE) for at in options] for job, options in case.each()
    ]


def late(board: Board, case: Puzzle) -> list[list[int]]:
    """Minutes after the due time; nothing for no place, which is counted by itself."""
    return [
        [0 if at == NOWHERE else max(0, board.ends[at] - due(job)) for at in options]
        for job, options in case.each()
    ]


def waiting(board: Board, case: Puzzle) -> Costs:
    """Minutes from arrival to the start of the seat; to have no place is worse than all of them."""
    since = [job.arrival for job in case.kinds if job.arrival > ALWAYS]
    known = min([*since, *board.starts], default=0)
    never = 1 + len(case.kind) * (max(board.starts, default=0) - known)
    return [
        [never if at == NOWHERE else board.starts[at] - max(known, job.arrival) for at in options]
        for job, options in case.each()
    ]
