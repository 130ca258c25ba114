"""Re-seating jobs at the least objective, term by term, with a proof where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd

from planner.domain import flow, search
from planner.domain.board import ENDLESS, Board, due, lane
from planner.domain.jobs import ALWAYS, Job
from planner.domain.puzzle import NOWHERE, Costs, Puzzle, one_lane, puzzle

FEW, OPTIONS = 26, 1500
"""So many jobs of any size are searched through, with so many seats in all."""
NODES = 40_000
"""How many nodes the search of one plan may look at."""
ARCS = 60_000
"""Jobs of one size flow, while jobs times seats are no more than this."""

BROKEN, MOVED, LATENESS, WAITING = "broken", "moved", "max_lateness", "waiting"

Choice = list[int]
"""The option that each job takes."""


Solver = Callable[[Costs, Sequence[Costs], Choice, int], tuple[Choice, bool]]
"""Lowers a cost while others keep their totals: the choice, and whether nothing is lower.

Only totals below the number are looked for; without one the same choice comes back.
"""


def improve(board: Board, jobs: Sequence[Job], *, waiting: bool = False) -> tuple[str, ...]:
    """Give these jobs the best seats there are; return the terms that are proven the least.

    Everybody else on the board stays. Each term is the least under the least of those before it:
    weight of broken jobs, moved promises (those not moved before first), lateness (having no place
    is worst) and, with `waiting`, those without a place and the minutes from arrival to seat.
    Nothing changes and nothing is proven where there are too many jobs, or where some of them are
    bound by the fill and others are not.
    """
    free = [job for job in jobs if not job.pinned]
    if not free:
        return (BROKEN, MOVED, LATENESS, WAITING) if waiting else (BROKEN, MOVED, LATENESS)
    before = [board.remove(job) for job in free]
    seats = before
    proven: tuple[str, ...] = ()
    if one_lane(board, free):
        case = puzzle(board, free, before)
        solver = _solver(board, case)
        if solver is not None:
            best = _Best(board, case, solver, before)
            proven = best.solve(waiting=waiting)
            seats = best.seats()
    for job, at in zip(free, seats, strict=True):
        if at is not None:
            board.put(job, at)
    return proven


class _Best:
    """The best choice so far and what may not be lost of it."""

    def __init__(
        self, board: Board, case: Puzzle, solver: Solver, before: Sequence[int | None]
    ) -> None:
        self.board, self.case, self.solver = board, case, solver
        self.kept: list[Costs] = []
        self.chosen = [
            options.index(NOWHERE if at is None else at)
            for options, at in zip(case.options, before, strict=True)
        ]

    def seats(self) -> list[int | None]:
        """The seat of each job; None without a place."""
        found = (options[n] for options, n in zip(self.case.options, self.chosen, strict=True))
        return [None if at == NOWHERE else at for at in found]

    def solve(self, *, waiting: bool) -> tuple[str, ...]:
        """Lower every term in its order, as far as there is a proof; see `improve`."""
        proven: list[str] = []
        for term, cost in ((BROKEN, self._broken()), (MOVED, self._moved())):
            if not self._lower(cost):
                return tuple(proven)
            proven.append(term)
        if not self._lower(self._nowhere()) or not self._hurry():
            return tuple(proven)
        proven.append(LATENESS)
        if waiting and self._lower(self._waiting()):
            proven.append(WAITING)
        return tuple(proven)

    def _lower(self, cost: Costs) -> bool:
        """Lower one term to its least and keep it there; False when that is not proven."""
        self.chosen, least = self.solver(
            cost, self.kept, self.chosen, self.case.total(cost, self.chosen)
        )
        self.kept.append(cost)
        return least

    def _hurry(self) -> bool:
        """Lower the largest lateness, one step at a time, down to that of those who stay."""
        late = self._late()
        settled = max((self.board.late(job) for job in self.board.seated()), default=0)
        while (worst := self._worst(late)) > settled:
            as_late = [[int(value >= worst) for value in row] for row in late]
            better, least = self.solver(as_late, self.kept, self.chosen, 1)
            if self.case.total(as_late, better):
                self.kept.append([[int(value > worst) for value in row] for row in late])
                return least
            self.chosen = better
        self.kept.append([[int(value > settled) for value in row] for row in late])
        return True

    def _worst(self, late: Sequence[Sequence[int]]) -> int:
        return max(row[n] for row, n in zip(late, self.chosen, strict=True))

    def _broken(self) -> Costs:
        # Only the proportions of the weights count.
        unit = gcd(*(job.weight for job in self.case.jobs)) or 1
        return [
            [
                job.weight // unit if job.committed and self.board.late_at(job, _seat(at)) else 0
                for at in options
            ]
            for job, options in self._each()
        ]

    def _moved(self) -> Costs:
        first = 1 + sum(job.moves for job in self.case.jobs)
        number = self.board.number
        return [
            [
                0 if job.promised is None or at == number.get(job.promised) else first + job.moves
                for at in options
            ]
            for job, options in self._each()
        ]

    def _nowhere(self) -> Costs:
        return [
            [int(job.committed and at == NOWHERE) for at in options]
            for job, options in self._each()
        ]

    def _late(self) -> list[list[int]]:
        ends = self.board.ends
        return [
            [0 if at == NOWHERE else max(0, ends[at] - due(job)) for at in options]
            for job, options in self._each()
        ]

    def _waiting(self) -> Costs:
        starts = self.board.starts
        since = [job.arrival for job in self.case.jobs]
        known = min([*(at for at in since if at > ALWAYS), *starts], default=0)
        never = 1 + len(since) * (max(starts, default=0) - known)
        return [
            [never if at == NOWHERE else starts[at] - max(known, job.arrival) for at in options]
            for job, options in self._each()
        ]

    def _each(self) -> zip[tuple[Job, list[int]]]:
        return zip(self.case.jobs, self.case.options, strict=True)


def _seat(at: int) -> int | None:
    return None if at == NOWHERE else at


def _solver(board: Board, case: Puzzle) -> Solver | None:
    """How this case is solved exactly: by flow, by search, or not at all."""
    seats = sum(map(len, case.options))
    units = _units(board, case.jobs)
    if units is not None and seats <= ARCS:

        def by_flow(
            cost: Costs, kept: Sequence[Costs], chosen: Choice, _below: int
        ) -> tuple[Choice, bool]:
            return flow.minimise(case, units, cost, kept, chosen), True

        return by_flow
    if len(case.jobs) > FEW or seats > OPTIONS:
        return None
    which = lane(case.jobs[0])
    limits = search.rows(case, board.room.of(which), board.day_room.of(which))
    budget = search.Budget(NODES)

    def by_search(
        cost: Costs, kept: Sequence[Costs], chosen: Choice, below: int
    ) -> tuple[Choice, bool]:
        fixed = [(costs, case.total(costs, chosen)) for costs in kept]
        found, least = search.minimise(limits, cost, fixed, below, budget)
        return found or chosen, least

    return by_search


def _units(board: Board, jobs: Sequence[Job]) -> flow.Units | None:
    """How many of the jobs slots and days hold, if it does not matter which; None if it does."""
    counts = {job.count for job in jobs}
    if len(counts) != 1:
        return None
    count, which = counts.pop(), lane(jobs[0])
    sizes = sorted((job.minutes for job in jobs), reverse=True)
    slots = _whole(*board.room.of(which), count, sizes)
    days = _whole(*board.day_room.of(which), count, sizes)
    return None if slots is None or days is None else flow.Units(slots, days)


def _whole(
    counts: Sequence[int], minutes: Sequence[int], count: int, sizes: Sequence[int]
) -> list[int] | None:
    """How many jobs each place holds; None where that depends on whose minutes they are."""
    one_size = sizes[0] == sizes[-1]
    found = []
    for answers, time in zip(counts, minutes, strict=True):
        units = max(0, answers) // count if count else ENDLESS
        if one_size:
            units = min(units, max(0, time) // sizes[0]) if sizes[0] else units
        elif sum(sizes[:units]) > time:
            return None
        found.append(units)
    return found
