"""The ledger: every promise and what became of it, the same for the store and `quick` (C-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.promise import MOST_MOVES, Kind, Promise, Standing
from planner.views_today import LedgerView, PromiseView

#: What ends a promise although another date followed.
_SLIPPED = (Standing.BROKEN, Standing.MOVED_LATE)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A promise beside what the ledger says of its request; `open` while that one is."""

    promise: Promise
    person: str
    subject: str
    open: bool
    answerable: bool = True


def promise_views(rows: Sequence[LedgerRow]) -> tuple[PromiseView, ...]:
    """The rows in the order given; a date that was moved in time says so, and whose turn it is."""
    aged = sorted(rows, key=lambda row: row.promise.id)
    heard = [row for row in aged if row.promise.state is not Standing.NOT_DELIVERED]
    latest = {row.promise.request_id: row.promise.id for row in heard}
    late: dict[int, int] = {}
    views = {}
    for row in aged:
        promise = row.promise
        views[promise.id] = PromiseView(
            request=promise.request_id,
            person=row.person,
            subject=row.subject,
            kind=promise.kind,
            due=promise.due,
            state=_state(promise, late.get(promise.request_id, 0)),
            moves=promise.moves,
            window=promise.window,
            decide=latest.get(promise.request_id) == promise.id and _waits(row),
            id=promise.id,
        )
        if promise.state in _SLIPPED:
            late[promise.request_id] = promise.moves + 1
    return tuple(views[row.promise.id] for row in rows)


def _state(promise: Promise, late: int) -> str:
    """The word of the ledger; `late` is how many of its moves were not told in time."""
    in_time = promise.kind is Kind.ANSWER and promise.moves > late
    return "moved" if promise.state is Standing.STANDING and in_time else str(promise.state)


def _waits(row: LedgerRow) -> bool:
    """Whether only the owner can decide what is next (C-04)."""
    promise = row.promise
    if promise.state is Standing.STANDING:
        return promise.waits_for_owner
    if promise.state is not Standing.BROKEN or not row.open:
        return False
    return not row.answerable or promise.moves + (promise.kind is Kind.ANSWER) >= MOST_MOVES


def ledger_view(rows: Sequence[LedgerRow], moved_in_time: int, moved_late: int) -> LedgerView:
    """Everything there ever was, and how promises of an answer ended.

    A date that was moved in time is a success of its own: the person was told before.
    """
    ended = [row.promise.state for row in rows if row.promise.kind is Kind.ANSWER]
    outcomes: Mapping[str, int] = {
        "kept": ended.count(Standing.KEPT),
        "moved in time": moved_in_time,
        "moved late": moved_late,
        "released": ended.count(Standing.RELEASED),
        "broken": ended.count(Standing.BROKEN),
        "not delivered": ended.count(Standing.NOT_DELIVERED),
    }
    return LedgerView(promise_views(rows), outcomes)
