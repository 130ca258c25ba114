"""The outbox: letters written and not yet known to be delivered, and those that were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.outbox import Change, Letter, LetterState
from planner.domain.promise import Kind
from planner.store.tables import LetterRow


class Outbox:
    """Letters."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, letter: Letter) -> Letter:
        """Write a letter down; its id in the argument is ignored."""
        row = LetterRow(
            person_id=letter.person_id,
            request_id=letter.request_id,
            channel=letter.channel,
            purpose=letter.purpose,
            to_address=letter.to_address,
            to_name=letter.to_name,
            subject=letter.subject,
            body=letter.body,
            message_id=letter.message_id,
            automatic=letter.automatic,
            state=letter.state,
            created_at=letter.created_at,
            not_before=letter.not_before,
            in_reply_to=letter.in_reply_to,
            refs=json.dumps(letter.references),
            language=letter.language,
            changes=_dumped(letter.changes),
            reason=letter.reason,
        )
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return replace(letter, id=row.id)

    def in_state(self, *states: LetterState) -> tuple[Letter, ...]:
        """Letters in these states, oldest first."""
        return self._where(col(LetterRow.state).in_(states))

    def automatic_of(self, purposes: Iterable[str], states: Iterable[LetterState]) -> set[int]:
        """Requests that have an automatic letter of these purposes in these states."""
        query = select(LetterRow.request_id).where(
            col(LetterRow.purpose).in_(list(purposes)), col(LetterRow.state).in_(list(states))
        )
        return set(self._session.exec(query))

    def sent_since(self, since: datetime, purpose: str) -> set[int]:
        """Requests to which a letter of a purpose left since then."""
        query = select(LetterRow.request_id).where(
            LetterRow.purpose == purpose, col(LetterRow.sent_at) >= since
        )
        return set(self._session.exec(query))

    def of(self, request_id: int) -> tuple[Letter, ...]:
        """Every letter of a request, oldest first."""
        return self._where(LetterRow.request_id == request_id)

    def get(self, letter_id: int) -> Letter:
        """One letter."""
        return _value(self._session.get_one(LetterRow, letter_id))

    def due(self, now: datetime, most: int = 50) -> tuple[Letter, ...]:
        """Queued letters whose moment has come, oldest first."""
        return self._where(
            LetterRow.state == LetterState.QUEUED, LetterRow.not_before <= now, limit=most
        )

    def claim(self, letter_id: int) -> bool:
        """Take a queued letter in hand; False when somebody else has."""
        row = self._session.get_one(LetterRow, letter_id)
        if row.state != LetterState.QUEUED:
            return False
        row.state = LetterState.HANDING_OVER
        row.tries += 1
        return True

    def change(self, letter_id: int, **fields: Any) -> None:
        """Set fields: state, not_before, sent_at, detail."""
        row = self._session.get_one(LetterRow, letter_id)
        for name, value in fields.items():
            setattr(row, name, value)

    def last_sent_at(self, person_id: int) -> datetime | None:
        """When the last word to a person left."""
        query = (
            select(LetterRow.sent_at)
            .where(LetterRow.person_id == person_id, col(LetterRow.sent_at).is_not(None))
            .order_by(col(LetterRow.sent_at).desc())
        )
        return self._session.exec(query).first()

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next queued letter may leave."""
        query = (
            select(LetterRow.not_before)
            .where(LetterRow.state == LetterState.QUEUED, LetterRow.not_before > now)
            .order_by(col(LetterRow.not_before))
        )
        return self._session.exec(query).first()

    def held(self) -> str:
        """What the last server said to a letter that was tried twice in vain; "" if there is none.

        Once is nothing: servers that do not know a sender yet ask to come back (greylisting).
        """
        query = (
            select(LetterRow.detail)
            .where(LetterRow.state == LetterState.QUEUED, LetterRow.tries > 1)
            .order_by(col(LetterRow.id).desc())
        )
        return self._session.exec(query).first() or ""

    def _where(self, *conditions: Any, limit: int | None = None) -> tuple[Letter, ...]:
        self._session.flush()
        query = select(LetterRow).where(*conditions).order_by(col(LetterRow.id)).limit(limit)
        return tuple(_value(row) for row in self._session.exec(query))


def _dumped(changes: tuple[Change, ...]) -> str:
    return json.dumps([[c.request_id, c.kind.value, c.due.isoformat(), c.window] for c in changes])


def _loaded(text: str) -> tuple[Change, ...]:
    return tuple(
        Change(request, Kind(kind), datetime.fromisoformat(due), window)
        for request, kind, due, window in json.loads(text)
    )


def _value(row: LetterRow) -> Letter:
    assert row.id is not None
    return Letter(
        id=row.id,
        person_id=row.person_id,
        request_id=row.request_id,
        channel=row.channel,
        purpose=row.purpose,
        to_address=row.to_address,
        to_name=row.to_name,
        subject=row.subject,
        body=row.body,
        message_id=row.message_id,
        automatic=row.automatic,
        state=LetterState(row.state),
        created_at=row.created_at,
        not_before=row.not_before,
        in_reply_to=row.in_reply_to,
        references=tuple(json.loads(row.refs)),
        language=row.language,
        tries=row.tries,
        sent_at=row.sent_at,
        detail=row.detail,
        changes=_loaded(row.changes),
        reason=row.reason,
    )
