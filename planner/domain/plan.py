"""Which job goes into which slot: a pure function over whole minutes (engine.md, section 4).

A job is broken when it has a due time or a standing promise and is late or has no place. The
objective, in this order: least weight of broken jobs; fewest standing promises not in their slot;
least lateness. Standing promises come first and never move for a job that has none; then jobs with
a due time, earliest first; then the rest by rank, arrival and id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from planner.domain.board import ENDLESS, HARD, Board, due
from planner.domain.bound import certify
from planner.domain.case import CaseError, read_case
from planner.domain.jobs import Job, Limit, Slot, check

__all__ = ["Job", "Limit", "Plan", "Slot", "plan", "solve_case"]

CHAIN = 2
"""How many others may change places so that one more is on time."""

Order = Callable[[Job], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everybody goes. `broken` and `moved` are ids, sorted; lateness is in minutes.

    `moved` holds the standing promises that are not in their own slot, placed or not.
    `max_lateness` is that of jobs with a place. A reason is `pinned`, `kept`, `placed`,
    `moved: slot closed|before arrival|slot full|day full|to be on time|to make room`, each
    perhaps followed by `; late by N`, or `no slot after arrival`, `no slot is large enough`,
    `no slot has room`. `certificate`: see `bound.certify`.
    """

    places: Mapping[str, str | None]
    reasons: Mapping[str, str]
    broken: tuple[str, ...]
    moved: tuple[str, ...]
    max_lateness: int
    certificate: str


def plan(slots: Sequence[Slot], limits: Mapping[str, Limit], jobs: Sequence[Job]) -> Plan:
    """Give every job a slot or a reason why not; the order of the input does not matter.

    ValueError for input without a right plan: repeated ids, negative numbers, pins to a slot that
    does not exist, lies before the arrival, or cannot hold all that is pinned into it.
    """
    check(slots, limits, jobs)
    jobs = sorted(jobs, key=attrgetter("id"))
    standing = [job for job in jobs if job.promised is not None]
    desk = _seat_standing(slots, limits, standing, len(jobs))
    desk.seat_due([job for job in jobs if job.promised is None and job.due is not None])
    desk.seat_rest([job for job in jobs if job.promised is None and job.due is None])
    return desk.result(jobs, limits)


def _heaviest(job: Job) -> tuple[object, ...]:
    return -job.weight, due(job), job.rank, job.arrival, job.id


def _smallest(job: Job) -> tuple[object, ...]:
    return job.count, job.minutes, -job.weight, due(job), job.rank, job.arrival, job.id


def _in_turn(jobs: Sequence[Job]) -> list[Job]:
    """Jobs that come by id, by rank, then arrival. Stable sorts of numbers beat one of tuples."""
    queue = sorted(jobs, key=attrgetter("arrival"))
    queue.sort(key=attrgetter("rank"))
    return queue


def _seat_standing(
    slots: Sequence[Slot], limits: Mapping[str, Limit], standing: Sequence[Job], size: int
) -> _Desk:
    """Seat the standing promises in the better of two orders.

    When a slot lost room, keeping the heaviest breaks the least weight and keeping the smallest
    moves the fewest; which of them wins depends on the case.
    """
    choices: list[_Desk] = []
    for order in (_heaviest, _smallest):
        desk = _Desk(Board(slots, limits), 2000 + 2 * size)
        displaced = desk.keep(standing, order)
        desk.seat_displaced(displaced)
        if not desk.contested:
            return desk
        choices.append(desk)
    return min(choices, key=lambda desk: desk.value(standing))


class _Desk:
    """A board with the moves that planning makes on it, and why it made them.

    `looks` bounds the search for better seats: each seat looked at costs one. The bound grows with
    the number of jobs and not with their order, so the same case always stops at the same point.
    """

    def __init__(self, board: Board, looks: int) -> None:
        self.board, self.looks = board, looks
        self.why: dict[str, str] = {}
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
            if board.late_at(job, seat) and not job.pinned:
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
        return lost + [job for job in late if job.id in board.place]

    def _clear_crowds(self) -> list[Job]:
        """Empty the slots that hold too much, or whose day does, of all but what is pinned."""
        board = self.board
        crowds = [at for at, inside in enumerate(board.members) if inside and board.crowded(at)]
        contested = [job for at in crowds for job in board.members[at].values() if not job.pinned]
        for job in contested:
            board.remove(job)
        pins = [job for at in crowds if board.crowded(at) for job in board.members[at].values()]
        if pins:
            job = min(pins, key=attrgetter("id"))
            raise ValueError(
                f"Job {job.id} is pinned to slot {job.promised}, but the slot or its day "
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
        self._rescue(displaced)
        for job in sorted(displaced, key=_heaviest):
            if job.id not in self.board.place:
                self._put_earliest(job, ENDLESS)

    def seat_due(self, jobs: Sequence[Job]) -> None:
        """Seat jobs with a due time, earliest due first, and improve what is late."""
        queue = _in_turn(jobs)
        queue.sort(key=attrgetter("weight"), reverse=True)
        queue.sort(key=due)
        self._rescue(
            [job for job in queue if self.board.late_at(job, self._put_earliest(job, ENDLESS))]
        )

    def seat_rest(self, jobs: Sequence[Job]) -> None:
        """Seat the others in their order."""
        for job in _in_turn(jobs):
            self._put_earliest(job, ENDLESS)

    def _put_earliest(self, job: Job, until: int) -> int | None:
        at = self.board.earliest(job, until)
        if at is not None:
            self.board.put(job, at)
        return at

    def _rescue(self, broken: Sequence[Job]) -> None:
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
            for other in self._others(job, at):
                if other.id in asked or self.looks <= 0:
                    continue
                board.remove(other)
                if board.fits(job, at):
                    board.put(job, at)
                    if self._seat(other, chain - 1, asked | {other.id}):
                        self.why.setdefault(other.id, "to make room")
                        return True
                    board.remove(job)
                board.put(other, at)
        return False

    def _oust(self, job: Job) -> bool:
        """Take the seat of the job whose loss weighs least, if that is less than this one's."""
        board = self.board
        best: tuple[tuple[object, ...], Job, int] | None = None
        for at in list(self._look(board.between(job, due(job)))):
            for other in self._others(job, at):
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
        self.why.setdefault(other.id, "to make room")
        self.looks -= len(board.slots)
        self._put_earliest(other, ENDLESS)
        return True

    def _look(self, seats: Iterator[int]) -> Iterator[int]:
        """The seats, as long as looking at them is paid for."""
        for at in seats:
            if self.looks <= 0:
                return
            self.looks -= 1
            yield at

    def _others(self, job: Job, at: int) -> list[Job]:
        """Who may be asked to leave a slot for this job: those already moved first."""
        others = [
            other
            for other in self.board.members[at].values()
            if not other.pinned and (other.promised is None) == (job.promised is None)
        ]
        self.looks -= len(others)
        return sorted(others, key=lambda o: (o.promised == self.board.slots[at].id, -due(o), o.id))

    def value(self, jobs: Sequence[Job]) -> tuple[int, int, int]:
        """The objective: weight of broken jobs, standing promises moved, largest lateness."""
        return (
            sum(job.weight for job in jobs if self.board.broken(job)),
            sum(self._moved(job) for job in jobs),
            max((self.board.late(job) for job in jobs), default=0),
        )

    def _moved(self, job: Job) -> bool:
        """Whether a standing promise is not in its own slot."""
        if job.promised is None:
            return False
        at = self.board.place.get(job.id)
        return at is None or at != self.board.number.get(job.promised)

    def result(self, jobs: Sequence[Job], limits: Mapping[str, Limit]) -> Plan:
        """The plan with its reasons and its certificate; the jobs come sorted by id."""
        board = self.board
        empty = Board(board.slots, limits)
        places: dict[str, str | None] = {}
        reasons: dict[str, str] = {}
        broken: list[Job] = []
        moved: list[str] = []
        for job in jobs:
            at = board.place.get(job.id)
            places[job.id] = None if at is None else board.slots[at].id
            if job.promised is not None and places[job.id] != job.promised:
                moved.append(job.id)
            if job.committed and board.late_at(job, at):
                broken.append(job)
            reasons[job.id] = self._nowhere(job, empty) if at is None else self._there(job, at)
        late = max((board.late(job) for job in broken), default=0)
        value = sum(job.weight for job in broken), len(moved), late
        certificate = certify(board, empty, jobs, value)
        return Plan(
            places, reasons, tuple(job.id for job in broken), tuple(moved), late, certificate
        )

    def _nowhere(self, job: Job, empty: Board) -> str:
        """Why the job has no place."""
        if next(empty.between(job, ENDLESS), None) is None:
            return "no slot after arrival"
        roomy = empty.earliest(job) is not None
        return "no slot has room" if roomy else "no slot is large enough"

    def _there(self, job: Job, at: int) -> str:
        """Why the job is where it is."""
        if job.promised is None:
            reason = "placed"
        elif self.board.slots[at].id != job.promised:
            reason = f"moved: {self.why.get(job.id, 'to make room')}"
        else:
            reason = "pinned" if job.pinned else "kept"
        late = self.board.ends[at] - due(job)
        return f"{reason}; late by {late}" if late > 0 else reason


def solve_case(case: Mapping[str, object]) -> dict[str, object]:
    """Plan a case given as JSON (design.md, section 8) and answer in its terms; minutes throughout.

    CaseError, which is a ValueError too, names the field that cannot be used.
    """
    given = read_case(case)
    try:
        found = plan(given.slots, given.limits, given.jobs)
    except ValueError as error:
        raise CaseError(str(error), where="case") from error
    return {
        "plan": {
            id_: None if at is None else given.windows[at] for id_, at in found.places.items()
        },
        "broken": [given.requests[id_] for id_ in found.broken],
        "moved": [given.requests[id_] for id_ in found.moved],
        "max_lateness": found.max_lateness,
        "certificate": found.certificate,
        "reasons": dict(found.reasons),
    }
