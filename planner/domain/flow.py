"""The best seats when every job takes one unit of room: flows, solved to the optimum.

Jobs that count one answer each, where minutes cannot bind, flow from their slots through the days
to one sink. An assignment costs the least exactly when its residual graph has no cycle of negative
cost (Klein 1967), so cycles are cancelled until there is none. Jobs are folded into the arcs
between slots: the graph has a node a slot and a day, however many jobs there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.puzzle import NOWHERE, Costs, Puzzle, packed


@dataclass(frozen=True, slots=True)
class Units:
    """How many jobs each slot and each day can still hold."""

    slots: Sequence[int]
    days: Sequence[int]


Move = tuple[int, int]
"""A job and the option it changes to."""

Node = tuple[str, int]
SINK: Node = ("sink", 0)


def minimise(
    puzzle: Puzzle, units: Units, cost: Costs, kept: Sequence[Costs], start: Sequence[int]
) -> list[int]:
    """The chosen option of each job at the least cost, while what is `kept` stays at its least.

    `start` fits and already has the least of every cost in `kept`, in that order.
    """
    graph = _Graph(puzzle, units, packed([*kept, cost]), list(start))
    while cycle := graph.negative_cycle():
        graph.turn(cycle)
    return graph.chosen


class _Graph:
    """The residual graph of an assignment."""

    def __init__(self, puzzle: Puzzle, units: Units, cost: Costs, chosen: list[int]) -> None:
        self.puzzle, self.units, self.cost, self.chosen = puzzle, units, cost, chosen
        seats = {seat for options in puzzle.options for seat in options} - {NOWHERE}
        self.slots = sorted(seats)
        self.days = sorted({puzzle.day[seat] for seat in self.slots})
        self.members: dict[int, set[int]] = defaultdict(set)
        self.in_day: dict[int, int] = defaultdict(int)
        for job, option in enumerate(chosen):
            self._enter(job, puzzle.options[job][option])
        self.arcs = {seat: self._arcs_of(seat) for seat in (*self.slots, NOWHERE)}

    def _enter(self, job: int, seat: int) -> None:
        self.members[seat].add(job)
        if seat != NOWHERE:
            self.in_day[self.puzzle.day[seat]] += 1

    def _leave(self, job: int, seat: int) -> None:
        self.members[seat].remove(job)
        if seat != NOWHERE:
            self.in_day[self.puzzle.day[seat]] -= 1

    def _arcs_of(self, seat: int) -> dict[int, tuple[int, Move]]:
        """The cheapest change from a slot to every other one, and whose it is."""
        arcs: dict[int, tuple[int, Move]] = {}
        for job in sorted(self.members[seat]):
            costs = self.cost[job]
            now = costs[self.chosen[job]]
            for option, to in enumerate(self.puzzle.options[job]):
                change = costs[option] - now
                if to != seat and (to not in arcs or change < arcs[to][0]):
                    arcs[to] = change, (job, option)
        return arcs

    def _edges(self) -> Iterator[tuple[Node, Node, int, Move | None]]:
        """Every residual arc: from, to, cost, and the move behind it."""
        for seat, arcs in self.arcs.items():
            for to, (change, move) in arcs.items():
                yield ("seat", seat), ("seat", to), change, move
        for seat in self.slots:
            day = ("day", self.puzzle.day[seat])
            held = len(self.members[seat])
            if held < self.units.slots[seat]:
                yield ("seat", seat), day, 0, None
            if held:
                yield day, ("seat", seat), 0, None
        for number in self.days:
            day = ("day", number)
            if self.in_day[number] < self.units.days[number]:
                yield day, SINK, 0, None
            if self.in_day[number]:
                yield SINK, day, 0, None
        yield ("seat", NOWHERE), SINK, 0, None
        if self.members[NOWHERE]:
            yield SINK, ("seat", NOWHERE), 0, None

    def negative_cycle(self) -> list[Move]:
        """The moves of a cycle that lowers the cost; empty when there is none (Bellman-Ford)."""
        edges = list(self._edges())
        far: dict[Node, int] = defaultdict(int)
        before: dict[Node, tuple[Node, Move | None]] = {}
        for _ in range(len(self.slots) + len(self.days) + 2):
            changed = None
            for start, end, cost, move in edges:
                if far[start] + cost < far[end]:
                    far[end] = far[start] + cost
                    before[end] = start, move
                    changed = end
            if changed is None:
                return []
            if cycle := _cycle(before, changed):
                return cycle
        raise AssertionError("A distance that still falls after so many rounds lies on a cycle.")

    def turn(self, moves: Sequence[Move]) -> None:
        """Carry the moves of a cycle out, all at once."""
        touched = set()
        for job, option in moves:
            old, new = (self.puzzle.options[job][o] for o in (self.chosen[job], option))
            self._leave(job, old)
            self._enter(job, new)
            self.chosen[job] = option
            touched |= {old, new}
        for seat in touched:
            self.arcs[seat] = self._arcs_of(seat)


def _cycle(before: dict[Node, tuple[Node, Move | None]], node: Node) -> list[Move]:
    """The moves on a cycle of predecessors behind a node; empty when the way back ends."""
    seen: set[Node] = set()
    while node not in seen:
        seen.add(node)
        if node not in before:
            return []
        node = before[node][0]
    moves: list[Move] = []
    at = node
    while True:
        at, move = before[at]
        if move is not None:
            moves.append(move)
        if at == node:
            return moves
