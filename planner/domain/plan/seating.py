"""Seating jobs one after the other: promises where they stand, then by due time, then in turn.

Fast, and the best plan wherever nobody has to give way; `exact` goes on from here where somebody
has to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter

from planner.domain.plan.board import ENDLESS, HARD, Board, due
from planner.domain.plan.jobs import Job, Limit, Slot

CHAIN = 2
"""How many others may change places so that one more is on time."""

Order = Callable[[Job], tuple[object, ...]]


def _heaviest(job: Job) -> tuple[object, ...]:
    return -job.weight, -job.moves, due(job), job.rank, job.arrival, job.id


def _smallest(job: Job) -> tuple[object, ...]:
    return job.count, job.minutes, -job.moves, *_heaviest(job)


def _in_turn(jobs: Sequence[Job]) -> list[Job]:
    """Jobs that come by id, by rank, then arrival. Stable sorts of numbers beat one of tuples."""
    queue = sorted(jobs, key=attrgetter("arrival"))
    queue.sort(key=attrgetter("rank"))
    return queue


def seat_standing(
    slots: Sequence[Slot], limits: Mapping[str, Limit], standing: Sequence[Job], size: int
) -> Desk:
    """Seat the standing promises in the better of two orders.

    When a slot lost room, keeping the heaviest breaks the least weight and keeping the smallest
    moves the fewest; which of them wins depends on the case.
    """
    choices: list[Desk] = []
    for order in (_heaviest, _smallest):
        desk = Desk(Board(slots, limits), 2000 + 2 * size)
        displaced = desk.keep(standing, order)
        desk.seat_displaced(displaced)
        if not desk.contested:
            return desk
        choices.append(desk)
    return min(choices, key=lambda desk: desk.board.value(standing))


class Desk:
    """A board with the moves that planning makes on it, and why it made them.

    `doubt` holds everybody with a due time or a promise whose seat was not simply kept.
    `looks` bounds the search for better seats: each seat looked at costs one. The bound grows with
    the number of jobs and not with their order, so the same case always stops at the same point.
    """

    def __init__(self, board: Board, looks: int) -> None:
        self.board, self.looks = board, looks
        self.why: dict[str, str] = {}
        self.doubt: dict[str, Job] = {}
        self.contested = False

    def keep(self, standing: Sequence[Job], order: Order) -> list[Job]:
        """Seat those who can stay where they stand; return those without a seat on time.

        Only in slots and days that lost room does it matter who comes first.
        """
        board = self.board
        lost: list[Job] = []
        late: list[Job] = []
        for job in standing:
            seat = self._own(job)
            if seat is None or board.starts[seat] < job.arrival:
                lost.append(job)
                continue
            board.put(job, seat)
            if board.late_at(job, seat):
                late.append(job)
        contested = self._clear_crowds()
        self.contested = bool(contested)
        for job in sorted(
            contested, key=lambda job: (board.late_at(job, self._own(job)), order(job))
        ):
            seat = self._own(job)
            if seat is not None and board.fits(job, seat):
                board.put(job, seat)
            else:
                lost.append(job)
        for job in lost:
            self.why[job.id] = self._loss(job, self._own(job))
        self.doubt.update((job.id, job) for job in (*lost, *late))
        return lost + [job for job in late if job.id in board.place and not job.pinned]

    def _clear_crowds(self) -> list[Job]:
        """Empty the slots that hold too much, or whose day does, of all but what is pinned."""
        board = self.board
        crowds = [at for at, inside in enumerate(board.members) if inside and board.crowded(at)]
        crowd = [job for at in crowds for job in board.members[at].values()]
        self.doubt.update((job.id, job) for job in crowd)
        contested = [job for job in crowd if not job.pinned]
        for job in contested:
            board.remove(job)
        pins = [job for at in crowds if board.crowded(at) for job in board.members[at].values()]
        if pins:
            job = min(pins, key=attrgetter("id"))
            raise ValueError(
                f"Request {job.id} is pinned to window {job.promised}, but it or its day "
                "cannot hold all that is pinned there. Unpin one of them."
            )
        return contested

    def _own(self, job: Job) -> int | None:
        """The seat a job was promised, if it still exists."""
        return self.board.number.get(str(job.promised))

    def _loss(self, job: Job, seat: int | None) -> str:
        """Why a promise lost its seat."""
        board = self.board
        if seat is None:
            return "slot closed"
        if board.starts[seat] < job.arrival:
            return "before arrival"
        free = board.room.holds(seat, job.count, job.minutes, HARD)
        return "day full" if free else "slot full"

    def seat_displaced(self, displaced: Sequence[Job]) -> None:
        """Give displaced promises another seat that is on time, or else the earliest."""
        for job in sorted(displaced, key=_heaviest):
            if job.id not in self.board.place:
                self._put_earliest(job, due(job))
        for job in sorted(displaced, key=_heaviest):
            if job.id not in self.board.place:
                self._put_earliest(job, ENDLESS)

    def seat_due(self, jobs: Sequence[Job]) -> None:
        """Seat jobs with a due time, earliest due first; who cannot be on time comes last."""
        self.doubt.update((job.id, job) for job in jobs)
        queue = _in_turn(jobs)
        queue.sort(key=attrgetter("weight"), reverse=True)
        queue.sort(key=due)
        late = [job for job in queue if self._put_earliest(job, due(job)) is None]
        for job in late:
            self._put_earliest(job, ENDLESS)

    def seat_rest(self, jobs: Sequence[Job]) -> None:
        """Seat the others in their order."""
        for job in _in_turn(jobs):
            self._put_earliest(job, ENDLESS)

    def _put_earliest(self, job: Job, until: int) -> int | None:
        board = self.board
        at = board.earliest(job, until)
        if at is not None and job.promised is not None and not board.fits(job, at):
            # Where others sit under the fill, a promise may not push them over it.
            at = next((at for at in board.between(job, until) if board.fits(job, at)), None)
        if at is not None:
            board.put(job, at)
        return at

    def rescue(self, broken: Sequence[Job]) -> None:
        """Make broken jobs good, heaviest first: others step aside, or lighter ones give way."""
        for job in sorted(broken, key=_heaviest):
            if self.looks <= 0:
                return
            if not self.board.broken(job):
                continue
            before = self.board.remove(job)
            if self._seat(job, CHAIN, {job.id}) or self._oust(job):
                self.why.setdefault(job.id, "to be on time")
            elif before is not None:
                self.board.put(job, before)

    def _seat(self, job: Job, chain: int, asked: set[str]) -> bool:
        """Seat a job on time, if need be by moving up to `chain` others that stay on time."""
        board = self.board
        seats = list(self._look(board.between(job, due(job))))
        for at in seats:
            if board.fits(job, at):
                board.put(job, at)
                return True
        for at in seats if chain else ():
            for other in self._others(at):
                if other.id in asked or self.looks <= 0:
                    continue
                board.remove(other)
                if board.fits(job, at):
                    board.put(job, at)
                    if self._seat(other, chain - 1, asked | {other.id}):
                        self._gave_way(other)
                        return True
                    board.remove(job)
                board.put(other, at)
        return False

    def _oust(self, job: Job) -> bool:
        """Take the seat of the job whose loss weighs least, if that is less than this one's."""
        board = self.board
        best: tuple[tuple[object, ...], Job, int] | None = None
        for at in list(self._look(board.between(job, due(job)))):
            for other in self._others(at):
                cost = 0 if board.broken(other) else other.weight
                key = (cost, -due(other), other.id)
                if cost >= job.weight or (best is not None and best[0] <= key):
                    continue
                board.remove(other)
                if board.fits(job, at):
                    best = key, other, at
                board.put(other, at)
        if best is None:
            return False
        _, other, at = best
        board.remove(other)
        board.put(job, at)
        self._gave_way(other)
        self.looks -= len(board.slots)
        self._put_earliest(other, ENDLESS)
        return True

    def _gave_way(self, other: Job) -> None:
        self.why.setdefault(other.id, "to make room")
        self.doubt[other.id] = other

    def _look(self, seats: Iterator[int]) -> Iterator[int]:
        """The seats, as long as looking at them is paid for."""
        for at in seats:
            if self.looks <= 0:
                return
            self.looks -= 1
            yield at

    def _others(self, at: int) -> list[Job]:
        """Who may be asked to leave a slot: those already moved first."""
        others = [other for other in self.board.members[at].values() if not other.pinned]
        self.looks -= len(others)
        return sorted(others, key=lambda o: (o.promised == self.board.slots[at].id, -due(o), o.id))
