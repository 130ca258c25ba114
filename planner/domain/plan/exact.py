"""Re-seating jobs at the least objective, term by term, with a proof where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.domain.plan import flow, search, terms
from planner.domain.plan.board import Board, lane
from planner.domain.plan.jobs import Job
from planner.domain.plan.puzzle import NOWHERE, Choice, Costs, Puzzle, kinds, one_lane, puzzle
from planner.domain.plan.terms import BROKEN, MOVED, PROMISES, WAITING

FEW = 26
"""So many jobs of any size are searched through."""
LEISURE = 10_000
"""How many nodes of a search may be looked at for what no promise depends on."""
MANY, ARCS = 5_000, 100_000
"""So many jobs of one size flow, while their kinds times the slots are no more than this."""

Solver = Callable[[Costs, Sequence[Costs], Choice, int], tuple[Choice, bool]]
"""Lowers a cost while others keep their totals: the choice, and whether nothing is lower.

Only totals below the number are looked for; without one the same choice comes back.
"""


def improve(
    board: Board, jobs: Sequence[Job], *, nodes: int, waiting: bool = False
) -> tuple[str, ...]:
    """Give these jobs the best seats there are; return the terms that are proven the least.

    Everybody else on the board stays. Each term is the least under the least of those before it:
    weight of broken jobs, moved promises (those not moved before first), lateness (endless when one
    has no place; then as few as possible) and, with `waiting`, the minutes from arrival to seat,
    where having no place is worst. A search looks at `nodes` choices at most.
    Nothing changes and nothing is proven where there are too many jobs, or where some of them are
    bound by the fill and others are not.
    """
    free = [job for job in jobs if not job.pinned]
    if not free:
        return (*PROMISES, WAITING) if waiting else PROMISES
    if too_many(board, free) or not one_lane(board, free):
        return ()
    before = [board.remove(job) for job in free]
    budget = search.Budget(nodes)
    best = _Best(board, free, before, *_solver(board, free, before, budget, waiting), budget)
    proven = best.solve(waiting=waiting)
    best.fill()
    for job, at in zip(free, best.seats(), strict=True):
        if at is not None:
            board.put(job, at)
    return proven


def too_many(board: Board, jobs: Sequence[Job]) -> bool:
    """Whether so many jobs are beyond any exact way."""
    if len(jobs) <= FEW:
        return False
    if len(jobs) > MANY:
        return True
    return (
        len(kinds(jobs, min(board.starts, default=0))) * min(len(board.slots), 4 * len(jobs)) > ARCS
        or flow.units(board, jobs) is None
    )


class _Best:
    """The best choice so far and what may not be lost of it."""

    def __init__(
        self,
        board: Board,
        jobs: Sequence[Job],
        before: Sequence[int | None],
        case: Puzzle,
        solver: Solver,
        budget: search.Budget,
    ) -> None:
        self.board, self.jobs, self.case = board, jobs, case
        self.solver, self.budget = solver, budget
        self.kept: list[Costs] = []
        self.chosen = [
            case.options[kind].index(NOWHERE if at is None else at)
            for kind, at in zip(case.kind, before, strict=True)
        ]

    def seats(self) -> list[int | None]:
        """The seat of each job; None without a place."""
        return [None if at == NOWHERE else at for at in self.case.seats(self.chosen)]

    def solve(self, *, waiting: bool) -> tuple[str, ...]:
        """Lower every term in its order, as far as there is a proof; see `improve`."""
        board, case = self.board, self.case
        if not self._lower(terms.broken(board, case)):
            return ()
        if not self._lower(terms.moved(board, case)):
            return (BROKEN,)
        self.fill()
        endless = self._seat_all()
        if endless is None:
            return BROKEN, MOVED
        if endless:
            self.budget.spare(LEISURE)
        if not self._lower(terms.nowhere(case)) or not self._hurry():
            return PROMISES if endless else (BROKEN, MOVED)
        self.budget.spare(LEISURE)
        if waiting and self._lower(terms.waiting(board, case)):
            return *PROMISES, WAITING
        return PROMISES

    def _lower(self, cost: Costs) -> bool:
        """Lower one term to its least and keep it there; False when that is not proven."""
        least = True
        if total := self.case.total(cost, self.chosen):
            self.chosen, least = self.solver(cost, self.kept, self.chosen, total)
        self.kept.append(cost)
        return least

    def fill(self) -> None:
        """Give those without a place the first that is left: no term before lateness is worse."""
        board, case = self.board, self.case
        seats = case.seats(self.chosen)
        if not case.total(terms.nowhere(case), self.chosen):
            return
        for job, at in zip(self.jobs, seats, strict=True):
            if at != NOWHERE:
                board.put(job, at)
        for n, (job, at) in enumerate(zip(self.jobs, seats, strict=True)):
            if at == NOWHERE and job.committed:
                options = case.options[case.kind[n]]
                free = (o for o, to in enumerate(options[:-1]) if board.fits(job, to))
                self.chosen[n] = next(free, self.chosen[n])
                if (to := options[self.chosen[n]]) != NOWHERE:
                    board.put(job, to)
        for job in self.jobs:
            board.remove(job)

    def _seat_all(self) -> bool | None:
        """Whether somebody must stay without a place, and lateness be endless; None if unknown."""
        cost = terms.nowhere(self.case)
        if not self.case.total(cost, self.chosen):
            return False
        self.chosen, least = self.solver(cost, self.kept, self.chosen, 1)
        if not self.case.total(cost, self.chosen):
            return False
        return True if least else None

    def _hurry(self) -> bool:
        """Lower the largest lateness, one step at a time, down to that of those who stay."""
        late = terms.late(self.board, self.case)
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

    def _worst(self, late: Costs) -> int:
        return max(late[kind][n] for kind, n in zip(self.case.kind, self.chosen, strict=True))


def _solver(
    board: Board,
    jobs: Sequence[Job],
    before: Sequence[int | None],
    budget: search.Budget,
    waiting: bool,
) -> tuple[Puzzle, Solver]:
    """The case and how it is solved exactly: by flow or by search."""
    units = flow.units(board, jobs)
    case = puzzle(board, jobs, before, units, waiting=waiting)
    if units is not None:

        def by_flow(
            cost: Costs, kept: Sequence[Costs], chosen: Choice, _below: int
        ) -> tuple[Choice, bool]:
            return flow.minimise(case, units, cost, kept, chosen), True

        return case, by_flow
    which = lane(jobs[0])
    limits = search.rows(case, board.room.of(which), board.day_room.of(which))

    def by_search(
        cost: Costs, kept: Sequence[Costs], chosen: Choice, below: int
    ) -> tuple[Choice, bool]:
        fixed = [(costs, case.total(costs, chosen)) for costs in kept]
        found, least = search.minimise(case, limits, cost, fixed, below, budget)
        return found or chosen, least

    return case, by_search
