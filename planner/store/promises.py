"""Promises: what people have been told."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, select, text
from sqlmodel import col

from planner.domain.outbox import Change
from planner.domain.promise import Kind, Promise, Standing
from planner.store.ledger_sql import MOVED, STRANDED
from planner.store.rows import add, change, listed, rows
from planner.store.tables import PromiseRow, RequestRow


class Promises:
    """The ledger."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self) -> dict[int, Promise]:
        """The standing promise of each request that has one."""
        return {p.request_id: p for p in self._where(_STANDING)}

    def overdue(self, now: datetime) -> tuple[Promise, ...]:
        """What stands although its moment has come; soonest first."""
        return self._where(_OVERDUE, now=now)

    def ledger(self, since: datetime) -> tuple[Promise, ...]:
        """What stands, and what ended since then; soonest first."""
        return self._where(_LEDGER, since=since)

    def page(
        self, *, ended: bool, after: tuple[datetime, int] | None, most: int
    ) -> tuple[Promise, ...]:
        """What stands, soonest first, or what has ended, newest first.

        So many, behind one that is named by its date and id.
        """
        ways = (_ENDED_PAGE, _ENDED_NEXT) if ended else (_STANDING_PAGE, _STANDING_NEXT)
        given = {"due": after[0], "id": after[1]} if after else {}
        return self._where(ways[bool(after)], **given, most=most)

    def of_each(self, requests: Collection[int]) -> tuple[Promise, ...]:
        """Every promise of these requests."""
        return self._where(_OF_EACH, those=json.dumps(list(requests)))

    def moved(self) -> tuple[int, int]:
        """How often a date was moved: in time, and late. Source: the log of what was told."""
        found = dict(rows(self._connection, _MOVED))
        return found.get(1, 0), found.get(0, 0)

    def stranded(self) -> bool:
        """Whether a date has passed and no letter will say another (C-04)."""
        return bool(rows(self._connection, _STRANDED))

    def of(self, request_id: int) -> tuple[Promise, ...]:
        """Every promise of a request, oldest first."""
        return tuple(sorted(self._where(_OF, request=request_id), key=lambda p: p.id))

    def to(self, person_id: int) -> tuple[Promise, ...]:
        """Every promise that was made to a person, soonest first."""
        return self._where(_TO, person=person_id)

    def carried_by(self, letter_id: int, request_id: int) -> Promise | None:
        """The promise of a request that a letter told last; None where it told none."""
        found = self._where(_CARRIED, letter=letter_id, request=request_id)
        return max(found, key=lambda p: p.id, default=None)

    def ended_at(self, request_id: int, at: datetime) -> tuple[Promise, ...]:
        """What ended at an instant, because of the letter that left then."""
        return self._where(_ENDED, request=request_id, at=at)

    def make(self, to: Change, now: datetime, letter_id: int | None, moves: int = 0) -> Promise:
        """A new standing promise, carried by a letter that was delivered."""
        number = add(
            self._connection,
            PromiseRow,
            request_id=to.request_id,
            kind=to.kind,
            due=to.due,
            window=to.window,
            made_at=now,
            letter_id=letter_id,
            moves=moves,
        )
        return Promise(number, to.request_id, to.kind, to.due, to.window, now, moves=moves)

    def replan(self, promise_id: int, window: str) -> None:
        """Another planned place; what the person was told stays."""
        change(self._connection, PromiseRow, promise_id, window=window)

    def move(self, promise_id: int, to: Change, letter_id: int | None, moves: int) -> None:
        """Another date, because a delivered letter said so."""
        given = {"due": to.due, "kind": to.kind, "window": to.window}
        change(self._connection, PromiseRow, promise_id, **given, moves=moves, letter_id=letter_id)

    def end(self, promise_id: int, state: Standing, now: datetime) -> None:
        """A promise that stands no more."""
        change(self._connection, PromiseRow, promise_id, state=state, ended_at=now)

    def stand_again(self, promise_id: int) -> None:
        """What had ended stands: the words that ended it never arrived."""
        change(self._connection, PromiseRow, promise_id, state=Standing.STANDING, ended_at=None)

    def histories(self, requests: Sequence[int]) -> dict[int, tuple[Promise, ...]]:
        """Every promise of these requests, in the order in which they were made."""
        found = defaultdict(list)
        for promise in self._where(_OF_EACH, those=json.dumps(requests)) if requests else ():
            found[promise.request_id].append(promise)
        return {key: tuple(sorted(made, key=lambda p: p.id)) for key, made in found.items()}

    def _where(self, query: Executable, **given: Any) -> tuple[Promise, ...]:
        return tuple(_value(*row) for row in rows(self._connection, query, **given))


_QUERY = select(
    *(
        col(column)
        for column in (
            PromiseRow.id,
            PromiseRow.request_id,
            PromiseRow.kind,
            PromiseRow.due,
            PromiseRow.window,
            PromiseRow.made_at,
            PromiseRow.state,
            PromiseRow.moves,
        )
    )
).order_by(col(PromiseRow.due), col(PromiseRow.id))
_STANDING = _QUERY.where(col(PromiseRow.state) == Standing.STANDING)
_OVERDUE = _STANDING.where(col(PromiseRow.due) <= bindparam("now"))
_LEDGER = _QUERY.where(
    (col(PromiseRow.state) == Standing.STANDING) | (col(PromiseRow.ended_at) >= bindparam("since"))
)
_STANDING_PAGE = _STANDING.limit(bindparam("most"))
_STANDING_NEXT = _STANDING_PAGE.where(
    (col(PromiseRow.due) > bindparam("due"))
    | ((col(PromiseRow.due) == bindparam("due")) & (col(PromiseRow.id) > bindparam("id")))
)
_ENDED_PAGE = (
    _QUERY.where(col(PromiseRow.state) != Standing.STANDING)
    .order_by(None)
    .order_by(col(PromiseRow.id).desc())
    .limit(bindparam("most"))
)
_ENDED_NEXT = _ENDED_PAGE.where(col(PromiseRow.id) < bindparam("id"))
_OF_EACH = _QUERY.where(col(PromiseRow.request_id).in_(listed("those")))
_OF = _QUERY.where(col(PromiseRow.request_id) == bindparam("request"))
_TO = _QUERY.join(RequestRow, col(RequestRow.id) == PromiseRow.request_id).where(
    col(RequestRow.person_id) == bindparam("person")
)
_CARRIED = _OF.where(col(PromiseRow.letter_id) == bindparam("letter"))
_ENDED = _OF.where(col(PromiseRow.ended_at) == bindparam("at"))
_MOVED = text(MOVED)
_STRANDED = text(STRANDED)


def _value(
    id_: int,
    request_id: int,
    kind: str,
    due: datetime,
    window: str,
    made_at: datetime,
    state: str,
    moves: int,
) -> Promise:
    return Promise(id_, request_id, Kind(kind), due, window, made_at, Standing(state), moves)
