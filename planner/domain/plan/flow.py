"""The best seats when every job takes one unit of room: flows, solved to the optimum.

Jobs that count one answer each, where minutes cannot bind, flow from their slots through the days
to one sink. An assignment costs the least exactly when its residual graph has no cycle of negative
cost (Klein 1967), so cycles are cancelled until there is none. Jobs are folded into the arcs
between slots: the graph has a node a slot and a day, however many jobs there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from planner.domain.plan.board import ENDLESS, Board, lane
from planner.domain.plan.jobs import Job
from planner.domain.plan.puzzle import NOWHERE, Choice, Costs, Puzzle, Units, packed


def units(board: Board, jobs: Sequence[Job]) -> Units | None:
    """How many of the jobs slots and days hold, if it does not matter which; None if it does."""
    counts = {job.count for job in jobs}
    if len(counts) != 1:
        return None
    count, which = counts.pop(), lane(jobs[0])
    sizes = sorted((job.minutes for job in jobs), reverse=True)
    slots = _whole(*board.room.of(which), count, sizes)
    days = _whole(*board.day_room.of(which), count, sizes)
    return None if slots is None or days is None else Units(slots, days)


def _whole(
    counts: Sequence[int], minutes: Sequence[int], count: int, sizes: Sequence[int]
) -> list[int] | None:
    """How many jobs each place holds; None where that depends on whose minutes they are."""
    one_size = sizes[0] == sizes[-1]
    found = []
    for answers, time in zip(counts, minutes, strict=True):
        whole = max(0, answers) // count if count else ENDLESS
        if one_size:
            whole = min(whole, max(0, time) // sizes[0]) if sizes[0] else whole
        elif sum(sizes[:whole]) > time:
            return None
        found.append(whole)
    return found


Move = tuple[int, int]
"""A job and the option it changes to."""

Node = tuple[str, int]
SINK: Node = ("sink", 0)


def minimise(
    puzzle: Puzzle, room: Units, cost: Costs, kept: Sequence[Costs], start: Sequence[int]
) -> Choice:
    """The choice of the least cost, while what is `kept` stays at its least.

    `start` fits and already has the least of every cost in `kept`, in that order.
    """
    graph = _Graph(puzzle, room, packed([*kept, cost], len(start)), list(start))
    while cycle := graph.negative_cycle():
        graph.turn(cycle)
    return graph.chosen


class _Graph:
    """The residual graph of an assignment."""

    def __init__(self, puzzle: Puzzle, room: Units, cost: Costs, chosen: Choice) -> None:
        self.puzzle, self.room, self.cost, self.chosen = puzzle, room, cost, chosen
        self.slots = sorted({seat for row in puzzle.options for seat in row} - {NOWHERE})
        self.days = sorted({puzzle.day[seat] for seat in self.slots})
        self.members: dict[int, set[int]] = defaultdict(set)
        self.in_day: dict[int, int] = defaultdict(int)
        for job, seat in enumerate(puzzle.seats(chosen)):
            self._count(job, seat, 1)
        self.arcs = {seat: self._arcs_of(seat) for seat in (*self.slots, NOWHERE)}

    def _count(self, job: int, seat: int, change: int) -> None:
        """Note that a job has come to a seat or left it."""
        members = self.members[seat]
        (members.add if change > 0 else members.remove)(job)
        if seat != NOWHERE:
            self.in_day[self.puzzle.day[seat]] += change

    def _arcs_of(self, seat: int) -> dict[int, tuple[int, Move]]:
        """The cheapest change from a slot to every other one, and whose it is."""
        first: dict[int, int] = {}
        for job in sorted(self.members[seat]):
            first.setdefault(self.puzzle.kind[job], job)
        arcs: dict[int, tuple[int, Move]] = {}
        for kind, job in first.items():
            costs = self.cost[kind]
            now = costs[self.chosen[job]]
            for option, to in enumerate(self.puzzle.options[kind]):
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
            if held < self.room.slots[seat]:
                yield ("seat", seat), day, 0, None
            if held:
                yield day, ("seat", seat), 0, None
        for number in self.days:
            day = ("day", number)
            if self.in_day[number] < self.room.days[number]:
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
            options = self.puzzle.options[self.puzzle.kind[job]]
            old, new = options[self.chosen[job]], options[option]
            self._count(job, old, -1)
            self._count(job, new, 1)
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
