"""Requests, as the domain's values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.outbox import LetterState
from planner.domain.request import Effort, Request, State, step
from planner.errors import NotFound
from planner.locale import gettext as _
from planner.store.tables import LetterRow, PersonRow, RequestRow


class Requests:
    """What people want answered."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self) -> tuple[Request, ...]:
        """Every open request, oldest first."""
        return self._where(RequestRow.state == State.OPEN)

    def ended(self) -> tuple[Request, ...]:
        """Every request that is not open, oldest first."""
        return self._where(RequestRow.state != State.OPEN)

    def of(self, person_id: int) -> tuple[Request, ...]:
        """Every request of a person, oldest first."""
        return self._where(RequestRow.person_id == person_id)

    def some(self, ids: Sequence[int]) -> tuple[Request, ...]:
        """These requests, oldest first."""
        return self._where(col(RequestRow.id).in_(ids)) if ids else ()

    def get(self, request_id: int) -> Request:
        """One request; raises NotFound."""
        found = self._where(RequestRow.id == request_id)
        if not found:
            raise NotFound(
                _("There is no request {id}.").format(id=request_id),
                do=_("See `entracte promises`."),
            )
        return found[0]

    def by_address(self, address: str) -> Request | None:
        """The newest request of an address, an open one first."""
        found = self._where(RequestRow.address == address.lower())
        ranked = sorted(found, key=lambda r: (r.state is State.OPEN, r.opened_at, r.id))
        return ranked[-1] if ranked else None

    def answered_since(self, since: datetime) -> tuple[tuple[datetime, Effort], ...]:
        """When the owner's own words were written since then, with the effort of their request."""
        query = (
            select(LetterRow.created_at, RequestRow.answers, RequestRow.minutes)
            .join(RequestRow, col(RequestRow.id) == LetterRow.request_id)
            .where(
                LetterRow.automatic == False,  # noqa: E712 - SQL, not Python
                LetterRow.created_at >= since,
                LetterRow.state != LetterState.CANCELLED,
            )
        )
        return tuple(
            (at, Effort(answers, minutes)) for at, answers, minutes in self._session.exec(query)
        )

    def count(self) -> int:
        """How many there have ever been (for reports, never for the screen)."""
        return len(self._session.exec(select(RequestRow.id)).all())

    def open_new(self, **fields: Any) -> Request:
        """A new open request."""
        row = RequestRow(**fields)
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return self.get(row.id)

    def change(self, request_id: int, **fields: Any) -> None:
        """Set fields that are not the state."""
        row = self._session.get_one(RequestRow, request_id)
        for name, value in fields.items():
            setattr(row, name, value)

    def move(self, request: Request, state: State, now: datetime) -> None:
        """Step to another state along the table of transitions; raises NotPossible."""
        row = self._session.get_one(RequestRow, request.id)
        row.state = step(request, state)
        row.ended_at = None if state is State.OPEN else now

    def _where(self, *conditions: Any) -> tuple[Request, ...]:
        query = (
            select(RequestRow, PersonRow.name)
            .join(PersonRow, col(PersonRow.id) == RequestRow.person_id)
            .where(*conditions)
            .order_by(col(RequestRow.opened_at), col(RequestRow.id))
        )
        self._session.flush()
        return tuple(_value(row, name) for row, name in self._session.exec(query))


def _value(row: RequestRow, name: str) -> Request:
    assert row.id is not None
    return Request(
        id=row.id,
        person_id=row.person_id,
        person=name or row.address,
        channel=row.channel,
        subject=row.subject,
        state=State(row.state),
        opened_at=row.opened_at,
        effort=Effort(row.answers, row.minutes),
        language=row.language,
        tone=row.tone,
        snoozed_until=row.snoozed_until,
        written=row.written,
        answerable=row.answerable,
        address=row.address,
        thread=row.thread,
        last_in_at=row.last_in_at,
        last_out_at=row.last_out_at,
        last_own_at=row.last_own_at,
    )
