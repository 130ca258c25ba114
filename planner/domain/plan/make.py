"""Which job goes into which slot: a pure function over whole minutes (engine.md, section 4).

The objective, in this order (design.md, section 6):

1. the least weight of broken jobs: those with a due time or a standing promise that are late or
   have no place;
2. the fewest standing promises not in their slot, and among them the fewest moved before;
3. the least lateness; having no place is worse than any;
4. the least waiting: a rank at a time, where ranks differ, in the order of the ranks.

So a promise never gives way for comfort, only where somebody would be broken otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from planner.domain.plan import exact
from planner.domain.plan.board import ENDLESS, Board, due
from planner.domain.plan.bound import proof
from planner.domain.plan.jobs import Job, Limit, Slot, check
from planner.domain.plan.seating import Desk, seat_standing
from planner.domain.plan.terms import LATENESS, PROMISES, WAITING

PATIENT = 60
"""Up to so many jobs the least waiting is looked for; beyond it everybody has the first free seat
in her turn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everybody goes. `broken` and `moved` are ids, sorted; lateness is in minutes.

    `moved` holds the standing promises that are not in their own slot, placed or not.
    `max_lateness` is that of jobs with a place. A reason is `pinned`, `kept`, `placed`,
    `moved: slot closed|before arrival|slot full|day full|to be on time|to make room`, each
    perhaps followed by `; late by N`, or `no slot after arrival`, `no slot is large enough`,
    `no slot has room`. `proven` names the terms of the objective that no plan can better: of
    `broken`, `moved`, `max_lateness`, `waiting` the first ones. `certificate` is `optimal` when the
    first three are proven, else `within k`: the lateness is at most k minutes over the least there
    is.
    """

    places: Mapping[str, str | None]
    reasons: Mapping[str, str]
    broken: tuple[str, ...]
    moved: tuple[str, ...]
    max_lateness: int
    certificate: str
    proven: tuple[str, ...] = ()


NODES = 40_000
"""How many choices are looked at where only searching helps: about half a second."""


def plan(
    slots: Sequence[Slot],
    limits: Mapping[str, Limit],
    jobs: Sequence[Job],
    *,
    nodes: int = NODES,
) -> Plan:
    """Give every job a slot or a reason why not; the order of the input does not matter.

    `nodes` bounds the search for the best choice, so that a plan never takes long.

    ValueError for input without a right plan: repeated ids, negative numbers, pins to a slot that
    does not exist, lies before the arrival, or cannot hold all that is pinned into it.
    """
    check(slots, limits, jobs)
    jobs = sorted(jobs, key=attrgetter("id"))
    standing = [job for job in jobs if job.promised is not None]
    rest = [job for job in jobs if not job.committed]
    desk = seat_standing(slots, limits, standing, len(jobs))
    desk.seat_due([job for job in jobs if job.promised is None and job.due is not None])
    empty = Board(desk.board.slots, limits)
    committed = [job for job in jobs if job.committed]
    proven, gap = PROMISES, 0
    if _troubled(desk):
        proven = _do_better(desk, limits, committed, nodes)
    if LATENESS not in proven:
        bounded, gap = proof(desk.board, empty, committed, desk.doubt.values())
        proven = max(proven, bounded, key=len)
    desk.seat_rest(rest)
    if LATENESS in proven and _wait_less(desk, jobs, nodes):
        proven = (*proven, WAITING)
    certificate = "optimal" if LATENESS in proven else f"within {gap}"
    return _result(desk, empty, jobs, proven, certificate)


def _do_better(
    desk: Desk, limits: Mapping[str, Limit], committed: Sequence[Job], nodes: int
) -> tuple[str, ...]:
    """Find better seats where somebody is broken or moved; the terms that are proven the least.

    Of many jobs only those around are looked at. If they could do no better with everybody else out
    of the way, nothing at all can: the others are on time where they stand and add nothing.
    """
    board = desk.board
    if len(committed) <= exact.FEW:
        return exact.improve(board, committed, nodes=nodes)
    for room in (1, 4):
        proven = _around_proven(desk, limits, _around(desk, room), nodes)
        if LATENESS in proven:
            return proven
        if not _troubled(desk):
            return PROMISES
    return exact.improve(board, committed, nodes=nodes)


def _around_proven(
    desk: Desk, limits: Mapping[str, Limit], near: Sequence[Job], nodes: int
) -> tuple[str, ...]:
    """Re-seat those around; what is proven if they cannot do better with the others gone."""
    board = desk.board
    if exact.too_many(board, near):
        desk.rescue(list(desk.doubt.values()))
        near = _few_of(desk, near)
    exact.improve(board, near, nodes=nodes)
    everybody = desk.doubt.keys() <= {job.id for job in near}
    desk.doubt.update((job.id, job) for job in near)
    bare = Board(board.slots, limits)
    for job in near:
        if (at := board.place.get(job.id)) is not None:
            bare.put(job, at)
    proven = exact.improve(bare, near, nodes=nodes)
    return proven if everybody and bare.value(near) == board.value(near) else ()


def _around(desk: Desk, room: int) -> list[Job]:
    """Everybody who is broken or moved, and who sits before the last seat that would help them.

    As many seats are looked at as it takes until there is room for them, so many times.
    """
    board, troubled = desk.board, _troubled(desk)
    before = max(bisect_right(board.ends, due(job)) for job in troubled)
    wanted = room * sum(job.count for job in troubled)
    wanted -= sum(board.left(at) for at in range(before))
    while wanted > 0 and before < len(board.ends):
        wanted -= board.left(before)
        before += 1
    near = {id_: job for inside in board.members[:before] for id_, job in inside.items()}
    near.update(desk.doubt)
    return sorted(near.values(), key=attrgetter("id"))


def _few_of(desk: Desk, near: Sequence[Job]) -> list[Job]:
    """Of too many those who weigh most, and those who give way most easily."""
    first = sorted(_troubled(desk), key=lambda job: (-job.weight, job.id))[: exact.FEW // 2]
    rest = sorted(near, key=lambda job: (job.weight, -due(job), job.id))
    few = list({job.id: job for job in [*first, *rest]}.values())[: exact.FEW]
    return sorted(few, key=attrgetter("id"))


def _troubled(desk: Desk) -> list[Job]:
    board = desk.board
    return [job for job in desk.doubt.values() if board.broken(job) or board.moved(job)]


def _wait_less(desk: Desk, jobs: Sequence[Job], nodes: int) -> bool:
    """Let them wait as little as possible in all; whether it is proven the least.

    Where ranks differ everybody has the first free seat in the order of the policy, and no sum of
    minutes may overtake that.
    """
    if len(jobs) > PATIENT or len({job.rank for job in jobs}) > 1:
        return False
    free = [job for job in jobs if not job.pinned]
    if not any(desk.board.broken(job) or desk.board.moved(job) for job in free):
        free = [job for job in free if job.promised is None]  # the others stay, whatever happens
    return not free or WAITING in exact.improve(desk.board, free, nodes=nodes, waiting=True)


def _result(
    desk: Desk,
    empty: Board,
    jobs: Sequence[Job],
    proven: tuple[str, ...],
    certificate: str,
) -> Plan:
    """The plan with its reasons."""
    board = desk.board
    places: dict[str, str | None] = {}
    reasons: dict[str, str] = {}
    broken, moved, late = [], [], 0
    for job in jobs:
        at = board.place.get(job.id)
        places[job.id] = None if at is None else board.slots[at].id
        if job.promised is not None and places[job.id] != job.promised:
            moved.append(job.id)
        if job.committed and board.late_at(job, at):
            broken.append(job.id)
            late = max(late, board.late(job))
        reasons[job.id] = _nowhere(job, empty) if at is None else _there(job, at, desk)
    return Plan(places, reasons, tuple(broken), tuple(moved), late, certificate, proven)


def _nowhere(job: Job, empty: Board) -> str:
    """Why the job has no place."""
    if next(empty.between(job, ENDLESS), None) is None:
        return "no slot after arrival"
    roomy = empty.earliest(job) is not None
    return "no slot has room" if roomy else "no slot is large enough"


def _there(job: Job, at: int, desk: Desk) -> str:
    """Why the job is where it is."""
    board = desk.board
    if job.promised is None:
        reason = "placed"
    elif board.slots[at].id != job.promised:
        late_there = board.late_at(job, board.number.get(job.promised))
        other = "to be on time" if late_there else "to make room"
        reason = f"moved: {desk.why.get(job.id, other)}"
    else:
        reason = "pinned" if job.pinned else "kept"
    late = board.ends[at] - due(job)
    return f"{reason}; late by {late}" if late > 0 else reason
