"""Messages, both ways."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import col

from planner.domain.message import Attachment, Incoming, Mailbox
from planner.domain.outbox import Letter
from planner.store.rows import add, change, rows, run, table
from planner.store.tables import LetterRow, MessageRow


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as kept. `state` is its letter's state for one of ours, empty otherwise."""

    id: int
    request_id: int | None
    mine: bool
    automatic: bool
    at: datetime
    sender_name: str
    sender_address: str
    subject: str
    text: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    target: str
    rows: tuple[str, ...]
    readable: bool
    attachments: tuple[Attachment, ...]
    state: str
    channel: str
    foreign_id: str


class Messages:
    """Every text that came or was written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, channel: str, foreign_id: str) -> bool:
        """Whether a channel has handed this over before."""
        return bool(rows(self._connection, _SAME, channel=channel, foreign_id=foreign_id))

    def own_known(self, channel: str, message: Incoming) -> bool:
        """Whether a mail of the owner's is kept already, written here or found before."""
        given = {"channel": channel, "foreign_id": message.foreign_id}
        found = rows(self._connection, _SAME, **given)
        return bool(found or rows(self._connection, _OURS, message_id=message.message_id))

    def request_of(self, message_id: str) -> int | None:
        """The request whose conversation holds a Message-ID."""
        found = rows(self._connection, _REQUEST_OF, message_id=message_id)
        return next((int(request) for (request,) in found), None)

    def answered_by(self, letter: Letter) -> tuple[str, ...]:
        """The channel's ids of what the person wrote before a letter of the owner's."""
        given = {"request": letter.request_id, "channel": letter.channel, "at": letter.created_at}
        return tuple(foreign_id for (foreign_id,) in rows(self._connection, _ANSWERED_BY, **given))

    def copies(self, message: Incoming) -> tuple[tuple[str, ...], ...]:
        """The rows of each mail that is kept already and is a copy of this one (S5).

        By Message-ID, subject and text together: web forms and broken programs give many mails one
        Message-ID, and none of them may be lost.
        """
        if not message.message_id:
            return ()
        found = rows(
            self._connection,
            _COPIES,
            message_id=message.message_id,
            subject=message.subject,
            text=message.text,
        )
        return tuple(tuple(spoke.split(",")) for (spoke,) in found)

    def written(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that are of the owner's own mails."""
        found = rows(self._connection, _WRITTEN, ids=list(message_ids))
        return frozenset(name for (name,) in found)

    def keep(
        self,
        channel: str,
        message: Incoming,
        request_id: int | None,
        rows: tuple[str, ...],
        target: str = "",
    ) -> int:
        """Keep an incoming message, whatever was decided about it."""
        return add(
            self._connection, MessageRow, **columns(channel, message, request_id, rows, target)
        )

    def keep_own(
        self,
        channel: str,
        message: Incoming,
        at: datetime,
        request_id: int | None,
        letter_id: int | None = None,
    ) -> None:
        """Keep a mail that the owner wrote in another program."""
        number = self.keep(channel, message, request_id, ())
        change(self._connection, MessageRow, number, mine=True, at=at, letter_id=letter_id)

    def write(self, letter: Letter) -> None:
        """Put a letter into its conversation."""
        add(
            self._connection,
            MessageRow,
            request_id=letter.request_id,
            channel=letter.channel,
            foreign_id=letter.message_id,
            mine=True,
            automatic=letter.automatic,
            at=letter.created_at,
            subject=letter.subject,
            text=letter.body,
            reply_text=letter.body,
            message_id=letter.message_id,
            refs=json.dumps(letter.references),
            letter_id=letter.id,
        )

    def forget(self, letter_id: int) -> None:
        """Take a letter that never left out of its conversation."""
        run(self._connection, _FORGET, letter=letter_id)

    def move(self, messages: Collection[int], request_id: int) -> None:
        """Put messages into another conversation."""
        run(self._connection, _MOVE, those=list(messages), request=request_id)

    def of(self, request_id: int) -> tuple[Stored, ...]:
        """A conversation, oldest first."""
        found = rows(self._connection, _OF, request=request_id)
        return tuple(_value(row) for row in found)

    def last_from(self, request_id: int) -> Stored | None:
        """The person's newest message in a request."""
        found = rows(self._connection, _LAST, request=request_id)
        return next((_value(row) for row in found), None)

    def linked(self, message_ids: Collection[str]) -> dict[int, frozenset[str]]:
        """The requests in which messages with these Message-IDs are, each with those it has."""
        found: dict[int, frozenset[str]] = {}
        if message_ids:
            for request, name in rows(self._connection, _LINKED, names=sorted(message_ids)):
                found[request] = found.get(request, frozenset()) | {name}
        return found

    def came(self, since: datetime, until: datetime) -> tuple[tuple[str, Incoming], ...]:
        """What came from people in `[since, until)`, each with its channel, oldest first.

        Headers are not kept; a message that no machine may answer comes as one it cannot read.
        """
        found = rows(self._connection, _CAME, since=since, until=until)
        return tuple((row.channel, _as_it_came(row)) for row in found)

    def set_aside(self) -> tuple[Stored, ...]:
        """Machines' mail and our own: kept, without a request; newest first."""
        return tuple(_value(row) for row in rows(self._connection, _ASIDE))


def columns(
    channel: str, message: Incoming, request_id: int | None, rows: tuple[str, ...], target: str
) -> dict[str, Any]:
    """An incoming message as columns of its table."""
    return {
        "request_id": request_id,
        "channel": channel,
        "foreign_id": message.foreign_id,
        "at": message.received_at,
        "sender_name": message.sender.name if message.sender else "",
        "sender_address": message.sender.address if message.sender else "",
        "subject": message.subject,
        "text": message.text,
        "reply_text": message.reply_text,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "refs": json.dumps(message.references),
        "target": target,
        "rows": ",".join(rows),
        "readable": message.readable,
        "raw": message.raw or None,
        "attachments": json.dumps([asdict(a) for a in message.attachments]),
    }


_THEIRS = col(MessageRow.mine).is_(False)
_SAME = select(col(MessageRow.id)).where(
    col(MessageRow.channel) == bindparam("channel"),
    col(MessageRow.foreign_id) == bindparam("foreign_id"),
)
_COPIES = select(col(MessageRow.rows)).where(
    col(MessageRow.message_id) == bindparam("message_id"),
    col(MessageRow.subject) == bindparam("subject"),
    col(MessageRow.text) == bindparam("text"),
    _THEIRS,
)
_WRITTEN = select(col(MessageRow.message_id)).where(
    col(MessageRow.message_id).in_(bindparam("ids", expanding=True)), col(MessageRow.mine)
)
_OURS = select(col(MessageRow.id)).where(
    col(MessageRow.message_id) == bindparam("message_id"),
    col(MessageRow.message_id) != "",
    col(MessageRow.mine).is_(True),
)
_REQUEST_OF = select(col(MessageRow.request_id)).where(
    col(MessageRow.message_id) == bindparam("message_id"), col(MessageRow.request_id).is_not(None)
)
_ANSWERED_BY = (
    select(col(MessageRow.foreign_id))
    .where(
        col(MessageRow.request_id) == bindparam("request"),
        col(MessageRow.channel) == bindparam("channel"),
        _THEIRS,
        col(MessageRow.at) <= bindparam("at"),
    )
    .order_by(col(MessageRow.id))
)
_FORGET = delete(MessageRow).where(col(MessageRow.letter_id) == bindparam("letter"))
_STORED = (
    select(
        *(
            col(column)
            for column in (
                MessageRow.id,
                MessageRow.request_id,
                MessageRow.mine,
                MessageRow.automatic,
                MessageRow.at,
                MessageRow.sender_name,
                MessageRow.sender_address,
                MessageRow.subject,
                MessageRow.text,
                MessageRow.message_id,
                MessageRow.in_reply_to,
                MessageRow.refs,
                MessageRow.target,
                MessageRow.rows,
                MessageRow.readable,
                MessageRow.attachments,
                MessageRow.channel,
                MessageRow.foreign_id,
                LetterRow.state,
            )
        )
    )
    .select_from(MessageRow)
    .join(LetterRow, col(LetterRow.id) == MessageRow.letter_id, isouter=True)
)
_IN_REQUEST = _STORED.where(col(MessageRow.request_id) == bindparam("request"))
_OF = _IN_REQUEST.order_by(col(MessageRow.at), col(MessageRow.id))
_LAST = (
    _IN_REQUEST.where(_THEIRS)
    .order_by(col(MessageRow.at).desc(), col(MessageRow.id).desc())
    .limit(1)
)
_ASIDE = (
    _STORED.where(col(MessageRow.request_id).is_(None))
    .order_by(col(MessageRow.at).desc())
    .limit(500)
)
_LINKED = select(col(MessageRow.request_id), col(MessageRow.message_id)).where(
    col(MessageRow.message_id).in_(bindparam("names", expanding=True)),
    col(MessageRow.request_id).is_not(None),
)
_CAME = (
    select(*table(MessageRow).c)
    .where(
        _THEIRS,
        col(MessageRow.request_id).is_not(None),
        col(MessageRow.at) >= bindparam("since"),
        col(MessageRow.at) < bindparam("until"),
    )
    .order_by(col(MessageRow.at), col(MessageRow.id))
)


_MOVE = (
    update(MessageRow)
    .where(col(MessageRow.id).in_(bindparam("those", expanding=True)))
    .values(request_id=bindparam("request"))
)


def _as_it_came(row: Any) -> Incoming:
    return Incoming(
        foreign_id=row.foreign_id,
        received_at=row.at,
        sender=Mailbox(row.sender_address, row.sender_name) if row.sender_address else None,
        subject=row.subject,
        text=row.text,
        reply_text=row.reply_text,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(json.loads(row.refs)),
        part_types=("text/plain",),
        envelope_from=row.sender_address,
        readable=row.readable and not row.rows,
    )


def _value(row: Any) -> Stored:
    return Stored(
        id=row.id,
        request_id=row.request_id,
        mine=row.mine,
        automatic=row.automatic,
        at=row.at,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        subject=row.subject,
        text=row.text,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(json.loads(row.refs)),
        target=row.target,
        rows=tuple(filter(None, row.rows.split(","))),
        readable=row.readable,
        attachments=tuple(map(_attachment, json.loads(row.attachments))),
        state=row.state or "",
        channel=row.channel,
        foreign_id=row.foreign_id,
    )


def _attachment(kept: str | dict[str, str | int]) -> Attachment:
    """What was listed; the first versions kept the name only."""
    if isinstance(kept, str):
        return Attachment(kept, "application/octet-stream", 0)
    return Attachment(str(kept["name"]), str(kept["type"]), int(kept["size"]))
