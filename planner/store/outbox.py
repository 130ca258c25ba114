"""The outbox: letters written and not yet known to be delivered, and those that were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, func, or_, select, text, update
from sqlmodel import col

from planner.domain.outbox import AGAIN, SAID, Change, Letter, LetterState
from planner.domain.promise import Kind
from planner.errors import NotFound
from planner.locale import gettext as _
from planner.store.ledger_sql import STUCK
from planner.store.rows import LARGEST, add, change, listed, rows, table
from planner.store.tables import LetterRow, RequestRow


class Outbox:
    """Letters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: Letter) -> Letter:
        """Write a letter down; its id in the argument is ignored."""
        number = add(
            self._connection,
            LetterRow,
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
            tries=letter.tries,
            changes=_dumped(letter.changes),
            reason=letter.reason,
            from_address=letter.from_address,
        )
        return replace(letter, id=number)

    def in_state(self, *states: LetterState) -> tuple[Letter, ...]:
        """Letters in these states, oldest first."""
        return self._where(_IN_STATE, states=states)

    def own_queued(self) -> tuple[Letter, ...]:
        """The owner's own letters that have not left, oldest first."""
        return self._where(_OWN_QUEUED)

    def beyond_us(self) -> tuple[Letter, ...]:
        """Letters that no plan takes back: in hand, the owner's own, or sent again on purpose."""
        return self._where(_BEYOND_US)

    def given_up(self, since: datetime) -> tuple[Letter, ...]:
        """Automatic letters that could not leave, tried last since then; oldest first."""
        return self._where(_GIVEN_UP, since=since)

    def leaving(self) -> set[int]:
        """People to whom an automatic letter is about to leave."""
        return {person for (person,) in rows(self._connection, _LEAVING)}

    def automatic_of(
        self, requests: Iterable[int], purpose: str, states: Iterable[LetterState]
    ) -> set[int]:
        """Those of these requests that have an automatic letter of a purpose in these states."""
        given = {"ids": json.dumps(list(requests)), "purpose": purpose}
        wanted = frozenset(states)
        return {r for r, state in rows(self._connection, _PURPOSE, **given) if state in wanted}

    def sent_since(self, since: datetime, purpose: str) -> set[int]:
        """Requests to which a letter of a purpose left since then."""
        found = rows(self._connection, _SENT, purpose=purpose, since=since)
        return {request for (request,) in found}

    def by_message_id(self, message_id: str) -> Letter | None:
        """The letter that has this Message-ID."""
        return next(iter(self._where(_BY_MESSAGE_ID, message_id=message_id)), None)

    def gone_since(self, since: datetime) -> tuple[Letter, ...]:
        """Letters that left, or perhaps left, since then; oldest first."""
        return self._where(_GONE, since=since)

    def to_person(self, person_id: int) -> tuple[Letter, ...]:
        """Letters that a person has read, or perhaps has; oldest first."""
        return self._where(_TO_PERSON, person=person_id)

    def uncopied(self, channel: str, most: int = 20) -> tuple[Letter, ...]:
        """Letters whose copy among the sent mail is still to be made."""
        return self._where(_UNCOPIED, channel=channel, most=most)

    def people_told(self, since: datetime, purpose: str) -> int:
        """How many people a letter of a purpose has reached since then."""
        requests = self.sent_since(since, purpose)
        return len({row[0] for row in rows(self._connection, _PEOPLE, ids=sorted(requests))})

    def of(self, request_id: int) -> tuple[Letter, ...]:
        """Every letter of a request, oldest first."""
        return self._where(_OF, request=request_id)

    def get(self, letter_id: int) -> Letter:
        """One letter."""
        return self._where(_ONE, id=letter_id)[0]

    def find(self, letter_id: int) -> Letter:
        """One letter by a number that the owner typed; raises NotFound."""
        found = self._where(_ONE, id=letter_id) if letter_id <= LARGEST else ()
        if not found:
            raise NotFound(
                _("There is no message {id} in the outbox.").format(id=letter_id),
                do=_("See `entracte outbox`."),
            )
        return found[0]

    def due(self, now: datetime, most: int = 50) -> tuple[Letter, ...]:
        """Queued letters whose moment has come, oldest first."""
        return self._where(_DUE, now=now, most=most)

    def claim(self, letter_id: int) -> Letter | None:
        """Take a queued letter in hand as it is now; None when somebody else has."""
        return next(iter(self._where(_CLAIM, letter=letter_id)), None)

    def change(self, letter_id: int, **fields: Any) -> None:
        """Set fields: state, not_before, sent_at, detail."""
        change(self._connection, LetterRow, letter_id, **fields)

    def last_sent_at(self, person_id: int) -> datetime | None:
        """When the last word to a person left."""
        return next((at for (at,) in rows(self._connection, _LAST, person=person_id)), None)

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next queued letter may leave."""
        return next((at for (at,) in rows(self._connection, _NEXT, now=now)), None)

    def stuck(self) -> bool:
        """Whether a letter did not arrive and its person still waits for a word."""
        return bool(rows(self._connection, _STUCK))

    def held(self) -> str:
        """What the last server said to a letter that was tried twice in vain; "" if there is none.

        Once is nothing: servers that do not know a sender yet ask to come back (greylisting).
        """
        return next((detail for (detail,) in rows(self._connection, _HELD)), "")

    def _where(self, query: Executable, **given: Any) -> tuple[Letter, ...]:
        return tuple(_value(row) for row in rows(self._connection, query, **given))


_QUERY = select(*table(LetterRow).c).order_by(col(LetterRow.id))
# Said the other way round, for no index: most letters ever written are in one of these states.
_READ = col(LetterRow.state).not_in(set(LetterState) - set(SAID))
_STATES = col(LetterRow.state).in_(bindparam("states", expanding=True))
_QUEUED = col(LetterRow.state) == LetterState.QUEUED
_IN_STATE = _QUERY.where(_STATES)
_OWN_QUEUED = _QUERY.where(_QUEUED, col(LetterRow.automatic).is_(False))
_BEYOND_US = _QUERY.where(
    or_(
        col(LetterRow.state) == LetterState.HANDING_OVER,
        and_(_QUEUED, or_(col(LetterRow.automatic).is_(False), col(LetterRow.reason) == AGAIN)),
    )
)
_GIVEN_UP = _QUERY.where(
    col(LetterRow.state) == LetterState.FAILED,
    col(LetterRow.not_before) >= bindparam("since"),
    col(LetterRow.automatic).is_(True),
)
_LEAVING = select(col(LetterRow.person_id)).where(
    col(LetterRow.state).in_((LetterState.QUEUED, LetterState.HANDING_OVER)),
    col(LetterRow.automatic).is_(True),
)
_OF = _QUERY.where(col(LetterRow.request_id) == bindparam("request"))
_ONE = _QUERY.where(col(LetterRow.id) == bindparam("id"))
_CLAIM = (
    update(LetterRow)
    .where(col(LetterRow.id) == bindparam("letter"), _QUEUED)
    .values(state=LetterState.HANDING_OVER, tries=col(LetterRow.tries) + 1)
    .returning(*table(LetterRow).c)
)
_BY_MESSAGE_ID = _QUERY.where(col(LetterRow.message_id) == bindparam("message_id"))
_GONE = _QUERY.where(col(LetterRow.sent_at) >= bindparam("since"), _READ)
_TO_PERSON = _QUERY.where(col(LetterRow.person_id) == bindparam("person"), _READ)
_UNCOPIED = _QUERY.where(
    col(LetterRow.copied) == "wanted", col(LetterRow.channel) == bindparam("channel")
).limit(bindparam("most"))
_DUE = _QUERY.where(_QUEUED, col(LetterRow.not_before) <= bindparam("now")).limit(bindparam("most"))
# Without the states: they would be looked up first, and most letters are in one of them.
_PURPOSE = select(col(LetterRow.request_id), col(LetterRow.state)).where(
    col(LetterRow.request_id).in_(listed("ids")), col(LetterRow.purpose) == bindparam("purpose")
)
_PEOPLE = select(col(RequestRow.person_id)).where(
    col(RequestRow.id).in_(bindparam("ids", expanding=True))
)
_SENT = select(col(LetterRow.request_id)).where(
    col(LetterRow.purpose) == bindparam("purpose"),
    col(LetterRow.sent_at) >= bindparam("since"),
    _READ,
)
_NEXT = select(func.min(col(LetterRow.not_before))).where(
    _QUEUED, col(LetterRow.not_before) > bindparam("now")
)
_HELD = (
    select(col(LetterRow.detail))
    .where(_QUEUED, col(LetterRow.tries) > 1)
    .order_by(col(LetterRow.id).desc())
    .limit(1)
)
_LAST = select(func.max(col(LetterRow.sent_at))).where(
    col(LetterRow.person_id) == bindparam("person")
)
_STUCK = text(STUCK)


def _dumped(changes: tuple[Change, ...]) -> str:
    return json.dumps([[c.request_id, c.kind.value, c.due.isoformat(), c.window] for c in changes])


def _loaded(text: str) -> tuple[Change, ...]:
    return tuple(
        Change(request, Kind(kind), datetime.fromisoformat(due), window)
        for request, kind, due, window in json.loads(text)
    )


def _value(row: Any) -> Letter:
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
        from_address=row.from_address,
        copied=row.copied,
    )
