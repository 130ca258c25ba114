"""What would contradict an invariant, asked of the tables at once: the nightly check."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, bindparam, exists, func, select
from sqlmodel import col

from planner.domain.outbox import AGAIN, OWN, SAID, LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from planner.store.rows import rows
from planner.store.tables import LetterRow, PromiseRow, RequestRow

#: A pass writes down within seconds what a moment that passed has brought; a sleep takes longer.
_LATE = timedelta(hours=1)


class Checks:
    """Each answers with the numbers of what it found; at 100,000 requests all take 0.1 s."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def silent_ends(self, since: datetime) -> list[int]:
        """Requests that ended since then as answered or released, and nobody was told (3)."""
        return self._numbers(_SILENT, since=since)

    def unsaid_promises(self) -> list[int]:
        """Requests with a date that stands, whose letter did not leave (4)."""
        return self._numbers(_UNSAID)

    def passed_promises(self, now: datetime) -> list[int]:
        """Open requests with a date that stands although its moment has passed (4)."""
        return self._numbers(_PASSED, late=now - _LATE)

    def doubled_letters(self, since: datetime) -> list[int]:
        """People to whom two automatic letters left at the same instant since then (6)."""
        return self._numbers(_DOUBLED, since=since)

    def _numbers(self, query: Executable, **given: datetime) -> list[int]:
        return [number for (number,) in rows(self._connection, query, **given)]


_TOLD = (*SAID, LetterState.QUEUED, LetterState.HANDING_OVER, LetterState.BY_HAND)
_SILENT = (
    select(col(RequestRow.id))
    .where(
        col(RequestRow.ended_at) >= bindparam("since"),
        col(RequestRow.state).in_((State.ANSWERED, State.RELEASED)),
        ~exists().where(
            col(LetterRow.request_id) == col(RequestRow.id),
            col(LetterRow.purpose).in_(OWN),
            col(LetterRow.state).in_(_TOLD),
        ),
    )
    .order_by(col(RequestRow.id))
)
_STANDS = col(PromiseRow.state) == Standing.STANDING
_UNSAID = (
    select(col(PromiseRow.request_id))
    .join(LetterRow, col(LetterRow.id) == col(PromiseRow.letter_id))
    .where(_STANDS, col(LetterRow.state).not_in(SAID), col(LetterRow.reason) != AGAIN)
    .order_by(col(PromiseRow.request_id))
)
_PASSED = (
    select(col(PromiseRow.request_id))
    .join(RequestRow, col(RequestRow.id) == col(PromiseRow.request_id))
    .where(_STANDS, col(PromiseRow.due) < bindparam("late"), col(RequestRow.state) == State.OPEN)
    .order_by(col(PromiseRow.request_id))
)
_DOUBLED = (
    select(col(LetterRow.person_id))
    .where(
        col(LetterRow.sent_at) >= bindparam("since"),
        col(LetterRow.state).in_(SAID),
        col(LetterRow.automatic).is_(True),
    )
    .group_by(col(LetterRow.person_id), col(LetterRow.sent_at))
    .having(func.count() > 1)
    .order_by(col(LetterRow.person_id))
)
