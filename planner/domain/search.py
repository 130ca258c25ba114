"""The best seats for a few jobs of any size: branch and bound within a budget of nodes.

The bound is Lagrangian: every limit that may bind gets a price, and the reduced cost of an option
(its cost and what it uses, less the cheapest option of its job) adds up to a lower bound of every
plan that takes it (Fisher 1981). Prices are whole numbers, so the bound is exact arithmetic and the
same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from planner.domain.puzzle import NOWHERE, Costs, Puzzle

SCALE = 1 << 10
"""Prices are whole multiples of one part in SCALE of a unit of cost."""
ROUNDS = 60
"""How often prices are adjusted before the search begins."""

Use = tuple[tuple[int, int], ...]
"""What an option takes: rows and amounts."""


@dataclass(slots=True)
class Budget:
    """How many nodes may still be looked at."""

    nodes: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Limits as rows: how much each holds, and what each option of each job takes of it."""

    room: Sequence[int]
    uses: Sequence[Sequence[Use]]


def rows(
    puzzle: Puzzle,
    slots: tuple[Sequence[int], Sequence[int]],
    days: tuple[Sequence[int], Sequence[int]],
) -> Rows:
    """The limits of slots and days, in answers and in minutes, that these jobs could exceed."""
    room: list[int] = []
    number: dict[tuple[int, int, int], int] = {}
    sizes = ([job.count for job in puzzle.jobs], [job.minutes for job in puzzle.jobs])
    wanted: dict[tuple[int, int, int], int] = {}
    for n, options in enumerate(puzzle.options):
        for key in {key for seat in options for key in _keys(puzzle, seat)}:
            wanted[key] = wanted.get(key, 0) + sizes[key[2]][n]
    for key in sorted(wanted):
        level, place, unit = key
        limit = (slots, days)[level][unit][place]
        if wanted[key] > limit:
            number[key] = len(room)
            room.append(limit)
    uses = [
        [
            tuple(
                (number[key], sizes[key[2]][n])
                for key in _keys(puzzle, seat)
                if key in number and sizes[key[2]][n]
            )
            for seat in options
        ]
        for n, options in enumerate(puzzle.options)
    ]
    return Rows(room, uses)


def _keys(puzzle: Puzzle, seat: int) -> tuple[tuple[int, int, int], ...]:
    """The limits a seat is under: slot or day, which, and whether answers or minutes."""
    if seat == NOWHERE:
        return ()
    day = puzzle.day[seat]
    return (0, seat, 0), (0, seat, 1), (1, day, 0), (1, day, 1)


def minimise(
    limits: Rows,
    cost: Costs,
    kept: Sequence[tuple[Costs, int]],
    below: int,
    budget: Budget,
) -> tuple[list[int] | None, bool]:
    """The cheapest choice that costs less than `below`, and whether nothing can be cheaper.

    Each cost in `kept` may not exceed its number. None when no such choice was found.
    """
    base = [min(row) for row in cost]
    spare = [[value - least for value in row] for row, least in zip(cost, base, strict=True)]
    grain = gcd(*(value for row in spare for value in row)) or 1
    spare = [[value // grain for value in row] for row in spare]
    goal = -((sum(base) - below) // grain)  # the least number that is not an improvement
    if goal <= 0:
        return None, True
    return _Search(limits, spare, kept, goal, budget).run()


class _Search:
    """One search; costs have their least at 0 and only those below `goal` are of interest."""

    def __init__(
        self,
        limits: Rows,
        cost: list[list[int]],
        kept: Sequence[tuple[Costs, int]],
        goal: int,
        budget: Budget,
    ) -> None:
        self.cost, self.goal, self.budget = cost, goal, budget
        self.room = [*limits.room]
        self.uses = [list(row) for row in limits.uses]
        for costs, most in kept:
            self._keep(costs, most)
        self.price = [0] * len(self.room)
        self.found: list[int] | None = None

    def _keep(self, costs: Costs, most: int) -> None:
        """A cost that may not exceed a number is a row like any other."""
        if sum(max(row) for row in costs) <= most:
            return
        row = len(self.room)
        self.room.append(most)
        self.uses = [
            [
                (*use, (row, amount)) if amount else use
                for use, amount in zip(uses, amounts, strict=True)
            ]
            for uses, amounts in zip(self.uses, costs, strict=True)
        ]

    def run(self) -> tuple[list[int] | None, bool]:
        """The search itself; see `minimise`."""
        floor = self._bid()
        if floor >= self.goal * SCALE:
            return None, True
        self._prepare()
        chosen: list[int] = [0] * len(self.cost)
        done = self._descend(0, floor, 0, chosen)
        return self.found, done

    # --- prices ----------------------------------------------------------------------------

    def _bid(self) -> int:
        """Find prices with a high bound (subgradients with Polyak's step); return the bound."""
        best, prices = self._bound(self.price)[0], list(self.price)
        price, weight = [0.0] * len(self.room), 1.0
        for _ in range(ROUNDS if self.room else 0):
            whole = [round(p) for p in price]
            bound, slope = self._bound(whole)
            if bound > best:
                best, prices = bound, whole
            else:
                weight *= 0.9
            norm = sum(over * over for over in slope)
            if best >= self.goal * SCALE or not norm:
                break
            step = weight * (self.goal * SCALE - bound) / norm
            price = [max(0.0, p + step * over) for p, over in zip(price, slope, strict=True)]
        self.price = prices
        return best

    def _bound(self, price: Sequence[int]) -> tuple[int, list[int]]:
        """The bound of some prices, in parts of SCALE, and by how much each row is exceeded."""
        over = [-room for room in self.room]
        total = -sum(p * room for p, room in zip(price, self.room, strict=True))
        for costs, uses in zip(self.cost, self.uses, strict=True):
            least, chosen = None, uses[0]
            for cost, use in zip(costs, uses, strict=True):
                value = cost * SCALE
                for row, amount in use:
                    value += price[row] * amount
                if least is None or value < least:
                    least, chosen = value, use
            total += least or 0
            for row, amount in chosen:
                over[row] += amount
        return total, over

    # --- branching -------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Order jobs and options, and note for each depth which rows still matter."""
        reduced = []
        for costs, uses in zip(self.cost, self.uses, strict=True):
            values = [
                cost * SCALE + sum(self.price[row] * amount for row, amount in use)
                for cost, use in zip(costs, uses, strict=True)
            ]
            least = min(values)
            reduced.append(sorted((value - least, n) for n, value in enumerate(values)))
        share = [max(1, room) for room in self.room]

        def hardness(job: int) -> tuple[float, int]:
            most = max((a / share[r] for use in self.uses[job] for r, a in use), default=0.0)
            return -most, job

        self.order = sorted(range(len(self.cost)), key=hardness)
        self.branches = [reduced[job] for job in self.order]
        self.twin = [
            depth > 0 and self._alike(self.order[depth - 1], self.order[depth])
            for depth in range(len(self.order))
        ]
        self.rank = [
            {option: n for n, (_, option) in enumerate(branches)} for branches in self.branches
        ]
        self.matter: list[list[int]] = [[]]
        rows: set[int] = set()
        for job in reversed(self.order):
            rows |= {row for use in self.uses[job] for row, _ in use}
            self.matter.append(sorted(rows))
        self.matter.reverse()
        self.seen: dict[tuple[int, ...], int] = {}

    def _alike(self, one: int, other: int) -> bool:
        """Whether two jobs can change places in any choice."""
        return self.cost[one] == self.cost[other] and self.uses[one] == self.uses[other]

    def _descend(self, depth: int, bound: int, spent: int, chosen: list[int]) -> bool:
        """Look at every choice from here on that may be better; False when the budget is spent."""
        if depth == len(self.order):
            if spent < self.goal:
                self.goal, self.found = spent, list(chosen)
            return True
        if self.budget.nodes <= 0:
            return False
        self.budget.nodes -= 1
        room = self.room
        state = (depth, *[room[row] for row in self.matter[depth]])
        if self.seen.get(state, spent + 1) <= spent:
            return True
        self.seen[state] = spent
        job = self.order[depth]
        costs, uses = self.cost[job], self.uses[job]
        first = self.rank[depth][chosen[self.order[depth - 1]]] if self.twin[depth] else 0
        for extra, option in self.branches[depth][first:]:
            if bound + extra > (self.goal - 1) * SCALE:
                break
            use = uses[option]
            if any(amount > room[row] for row, amount in use):
                continue
            for row, amount in use:
                room[row] -= amount
            chosen[job] = option
            whole = self._descend(depth + 1, bound + extra, spent + costs[option], chosen)
            for row, amount in use:
                room[row] += amount
            if not whole:
                return False
        return True
