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
from planner.domain.plan.terms import LATENESS, WAITING

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
    proven, gap = proof(desk.board, empty, committed, desk.doubt.values())
    if LATENESS not in proven:
        whom = _concerned(desk, committed)
        known = exact.improve(desk.board, whom, nodes=nodes)
        desk.doubt.update((job.id, job) for job in whom)
        proven, gap = proof(desk.board, empty, committed, desk.doubt.values())
        if len(whom) == len(committed):
            proven = max(known, proven, key=len)
    desk.seat_rest(rest)
    if LATENESS in proven and _wait_less(desk, jobs, nodes):
        proven = (*proven, WAITING)
    certificate = "optimal" if LATENESS in proven else f"within {gap}"
    return _result(desk, empty, jobs, proven, certificate)


def _concerned(desk: Desk, committed: Sequence[Job]) -> list[Job]:
    """Whom it takes to do better: everybody, or of very many those around who is broken or moved.

    They are the ones whose seats come before the last seat that would help, or of those the ones
    that give way most easily.
    """
    board = desk.board
    if not exact.too_many(board, committed):
        return list(committed)
    troubled = [job for job in desk.doubt.values() if board.broken(job) or board.moved(job)]
    until = max(min(due(job), board.ends[-1]) for job in troubled) if board.ends else 0
    before = bisect_right(board.ends, until)
    near = {id_: job for inside in board.members[:before] for id_, job in inside.items()}
    near.update({job.id: job for job in troubled})
    if exact.too_many(board, list(near.values())):
        first = sorted(troubled, key=lambda job: (-job.weight, job.id))[: exact.FEW // 2]
        rest = sorted(near.values(), key=lambda job: (job.weight, -due(job), job.id))
        near = dict(list({job.id: job for job in [*first, *rest]}.items())[: exact.FEW])
    return sorted(near.values(), key=attrgetter("id"))


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
        reason = f"moved: {desk.why.get(job.id, 'to make room')}"
    else:
        reason = "pinned" if job.pinned else "kept"
    late = board.ends[at] - due(job)
    return f"{reason}; late by {late}" if late > 0 else reason
