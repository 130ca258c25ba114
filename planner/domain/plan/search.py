"""The best seats for a few jobs of any size: branch and bound within a budget of nodes.

The bound is Lagrangian: every limit that may bind gets a price, and the reduced cost of an option
(its cost and what it uses, less the cheapest option of its kind) adds up to a lower bound of every
choice that takes it (Fisher 1981). Prices are whole numbers, so the bound is exact arithmetic and
the same everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from operator import mul

from planner.domain.plan.board import ENDLESS
from planner.domain.plan.puzzle import NOWHERE, Choice, Costs, Puzzle

SCALE = 1 << 10
"""Prices are whole multiples of one part in SCALE of a unit of cost."""
ROUNDS = 60
"""How often prices are adjusted before the search begins."""
CUTS = 2
"""Into how many parts and one a limit is divided to find what is too large to share it."""

Use = tuple[tuple[int, int], ...]
"""What an option takes: rows and amounts."""
NO_USE: Use = ()


@dataclass(slots=True)
class Budget:
    """How many nodes may still be looked at."""

    nodes: int

    def spare(self, most: int) -> None:
        """Keep no more than so many."""
        self.nodes = min(self.nodes, most)


@dataclass(frozen=True, slots=True)
class Rows:
    """Limits as rows: how much each holds, and what each option of each kind takes of it."""

    room: Sequence[int]
    uses: Sequence[Sequence[Use]]


def rows(
    puzzle: Puzzle,
    slots: tuple[Sequence[int], Sequence[int]],
    days: tuple[Sequence[int], Sequence[int]],
) -> Rows:
    """The limits of slots and days, in answers and in minutes, that these jobs could exceed.

    Beside a limit stand the rows that follow from it because jobs are not divisible: of jobs that
    take more than half there is one at most, of those that take more than a third two.
    """
    many = Counter(puzzle.kind)
    sizes = ([job.count for job in puzzle.kinds], [job.minutes for job in puzzle.kinds])
    inside: dict[tuple[int, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for kind, options in enumerate(puzzle.options):
        for option, seat in enumerate(options):
            if seat != NOWHERE:
                inside[0, seat][kind].append(option)
                inside[1, puzzle.day[seat]][kind].append(option)
    room: list[int] = []
    uses = [[list[tuple[int, int]]() for _ in options] for options in puzzle.options]

    def add(options: Mapping[int, Sequence[int]], amounts: Mapping[int, int], limit: int) -> bool:
        if sum(many[kind] * amount for kind, amount in amounts.items()) <= limit:
            return False
        for kind, amount in amounts.items():
            for option in options[kind] if amount else ():
                uses[kind][option].append((len(room), amount))
        room.append(limit)
        return True

    for (level, place), seats in sorted(inside.items()):
        for unit in (0, 1):
            limit = (slots, days)[level][unit][place]
            amounts = {kind: sizes[unit][kind] for kind in seats}
            if add(seats, amounts, limit) and limit > 0:
                for few in range(1, CUTS + 1):
                    # A sum of parts of the limit, each rounded down to less than it was, stays
                    # below their number.
                    parts = {
                        kind: max(0, -(-(few + 1) * size // limit) - 1)
                        for kind, size in amounts.items()
                    }
                    add(seats, parts, few)
    return Rows(room, [[tuple(use) for use in row] for row in uses])


def minimise(
    puzzle: Puzzle,
    limits: Rows,
    cost: Costs,
    kept: Sequence[tuple[Costs, int]],
    below: int,
    budget: Budget,
) -> tuple[Choice | None, bool]:
    """The cheapest choice that costs less than `below`, and whether nothing can be cheaper.

    Each cost in `kept` may not exceed its number. None when no such choice was found.
    """
    base = [min(row) for row in cost]
    spare = [[value - least for value in row] for row, least in zip(cost, base, strict=True)]
    grain = gcd(*(value for row in spare for value in row)) or 1
    spare = [[value // grain for value in row] for row in spare]
    floor = sum(base[kind] for kind in puzzle.kind)
    goal = -((floor - below) // grain)  # the least number that is not an improvement
    if goal <= 0:
        return None, True
    search = _Search(Counter(puzzle.kind), limits, spare, kept, goal, budget)
    least = search.run()
    if search.found is None:
        return None, least
    left = [list(options) for options in search.found]
    return [left[kind].pop() for kind in puzzle.kind], least


def _worth(cost: Costs, kept: Sequence[tuple[Costs, int]]) -> list[list[int]]:
    """For every kind the options that are better in something than no place, and no place."""
    found = []
    for kind, values in enumerate(cost):
        costs = list(zip(values, *(costs[kind] for costs, _ in kept), strict=True))
        *seats, nowhere = costs
        worth = [
            n
            for n, own in enumerate(seats)
            if any(a < b for a, b in zip(own, nowhere, strict=True))
        ]
        found.append([*worth, len(seats)])
    return found


class _Search:
    """One search; costs have their least at 0 and only those below `goal` are of interest.

    `found` has the options of the best choice for each kind, in any order.
    """

    def __init__(
        self,
        many: Mapping[int, int],
        limits: Rows,
        cost: list[list[int]],
        kept: Sequence[tuple[Costs, int]],
        goal: int,
        budget: Budget,
    ) -> None:
        self.many = [many[kind] for kind in range(len(cost))]
        self.cost, self.goal, self.budget = cost, goal, budget
        self.room = [*limits.room]
        self.uses = [list(row) for row in limits.uses]
        for costs, most in kept:
            self._keep(costs, most)
        self.worth = _worth(cost, kept)
        self.offers = [
            (n, [(costs[option] * SCALE, uses[option]) for option in worth])
            for n, costs, uses, worth in zip(
                self.many, self.cost, self.uses, self.worth, strict=True
            )
        ]
        self.found: list[list[int]] | None = None

    def _keep(self, costs: Costs, most: int) -> None:
        """A cost that may not exceed a number is a row like any other."""
        if sum(n * max(row) for n, row in zip(self.many, costs, strict=True)) <= most:
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

    def run(self) -> bool:
        """Search; whether it came to its end, so that nothing is better than what was found."""
        price, floor = self._bid()
        if floor >= self.goal * SCALE:
            return True
        self._prepare(price)
        return self._descend(tuple(self.many), floor, 0, [[] for _ in self.many])

    # --- prices ----------------------------------------------------------------------------

    def _bid(self) -> tuple[list[int], int]:
        """Prices with a high bound, and the bound (subgradients with Polyak's step)."""
        prices = [0] * len(self.room)
        best, slope = self._bound(prices)
        price, weight, bound = [0.0] * len(self.room), 1.0, best
        for _ in range(ROUNDS):
            norm = sum(over * over for over in slope)
            if best >= self.goal * SCALE or not norm:
                break
            step = weight * (self.goal * SCALE - bound) / norm
            price = [max(0.0, p + step * over) for p, over in zip(price, slope, strict=True)]
            whole = [round(p) for p in price]
            bound, slope = self._bound(whole)
            if bound > best:
                best, prices = bound, whole
            else:
                weight *= 0.9
        return prices, best

    def _bound(self, price: Sequence[int]) -> tuple[int, list[int]]:
        """The bound of some prices, in parts of SCALE, and by how much each row is exceeded."""
        over = [-room for room in self.room]
        total = -sum(map(mul, price, self.room))
        for n, offers in self.offers:
            least, chosen = None, NO_USE
            for value, use in offers:
                for row, amount in use:
                    value += price[row] * amount
                if least is None or value < least:
                    least, chosen = value, use
            total += n * (least or 0)
            for row, amount in chosen:
                over[row] += n * amount
        return total, over

    # --- branching -------------------------------------------------------------------------

    def _prepare(self, price: Sequence[int]) -> None:
        """Sort the options of every kind by their reduced cost."""
        self.branches: list[list[tuple[int, int, Use]]] = []
        for costs, uses, worth in zip(self.cost, self.uses, self.worth, strict=True):
            values = {
                n: costs[n] * SCALE + sum(price[row] * amount for row, amount in uses[n])
                for n in worth
            }
            least = min(values.values())
            self.branches.append(sorted((values[n] - least, n, uses[n]) for n in worth))
        self.seen: dict[tuple[int, ...], int] = {}

    def _descend(
        self, left: tuple[int, ...], bound: int, spent: int, chosen: list[list[int]]
    ) -> bool:
        """Look at every choice from here on that may be better; False when the budget is spent.

        `left` says how many jobs of each kind have no option yet.
        """
        if not any(left):
            if spent < self.goal:
                self.goal, self.found = spent, [list(options) for options in chosen]
            return True
        if self.budget.nodes <= 0:
            return False
        self.budget.nodes -= 1
        state = (*left, *self.room)
        if self.seen.get(state, spent + 1) <= spent:
            return True
        self.seen[state] = spent
        kind = self._next(left, bound)
        if kind is None:
            return True
        rest = (*left[:kind], left[kind] - 1, *left[kind + 1 :])
        room, costs = self.room, self.cost[kind]
        for extra, option, use in self.branches[kind]:
            if bound + extra > (self.goal - 1) * SCALE:
                break
            if not self._holds(use):
                continue
            for row, amount in use:
                room[row] -= amount
            chosen[kind].append(option)
            whole = self._descend(rest, bound + extra, spent + costs[option], chosen)
            chosen[kind].pop()
            for row, amount in use:
                room[row] += amount
            if not whole:
                return False
        return True

    def _next(self, left: tuple[int, ...], bound: int) -> int | None:
        """The kind that loses most if it does not get its best option; None for a dead end."""
        limit, most, found = (self.goal - 1) * SCALE, -1, None
        room = self.room
        for kind, many in enumerate(left):
            if not many:
                continue
            first, second = None, ENDLESS
            for extra, _, use in self.branches[kind]:
                for row, amount in use:  # `_holds`, asked more often than anything else
                    if amount > room[row]:
                        break
                else:
                    if first is not None:
                        second = extra
                        break
                    first = extra
            if first is None:
                return None
            bound += many * first
            if bound > limit:
                return None
            if second - first > most:
                most, found = second - first, kind
        return found

    def _holds(self, use: Use) -> bool:
        room = self.room
        return all(amount <= room[row] for row, amount in use)
