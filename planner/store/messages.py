"""Messages, both ways."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.message import Attachment, Incoming, Mailbox
from planner.domain.outbox import Letter
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

    def __init__(self, session: Session) -> None:
        self._session = session

    def has(self, channel: str, foreign_id: str) -> bool:
        """Whether a channel has handed this over before."""
        query = select(MessageRow.id).where(
            MessageRow.channel == channel, MessageRow.foreign_id == foreign_id
        )
        return self._session.exec(query).first() is not None

    def copies(self, message: Incoming) -> tuple[tuple[str, ...], ...]:
        """The rows of each mail that is kept already and is a copy of this one (S5).

        By Message-ID, subject and text together: web forms
        and broken programs give many mails one Message-ID, and none of them may be lost.
        """
        if not message.message_id:
            return ()
        query = select(MessageRow.rows).where(
            MessageRow.message_id == message.message_id,
            MessageRow.subject == message.subject,
            MessageRow.text == message.text,
            col(MessageRow.mine).is_(False),
        )
        return tuple(tuple(rows.split(",")) for rows in self._session.exec(query))

    def written(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that are of the owner's own mails."""
        query = select(MessageRow.message_id).where(
            col(MessageRow.message_id).in_(message_ids), col(MessageRow.mine)
        )
        return frozenset(self._session.exec(query))

    def keep(
        self,
        channel: str,
        message: Incoming,
        request_id: int | None,
        rows: tuple[str, ...],
        target: str = "",
    ) -> int:
        """Keep an incoming message, whatever was decided about it."""
        row = MessageRow(
            request_id=request_id,
            channel=channel,
            foreign_id=message.foreign_id,
            at=message.received_at,
            sender_name=message.sender.name if message.sender else "",
            sender_address=message.sender.address if message.sender else "",
            subject=message.subject,
            text=message.text,
            reply_text=message.reply_text,
            message_id=message.message_id,
            in_reply_to=message.in_reply_to,
            refs=json.dumps(message.references),
            target=target,
            rows=",".join(rows),
            readable=message.readable,
            raw=message.raw or None,
            attachments=json.dumps([asdict(a) for a in message.attachments]),
        )
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return row.id

    def write(self, letter: Letter) -> None:
        """Put a letter into its conversation."""
        self._session.add(
            MessageRow(
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
        )

    def forget(self, letter_id: int) -> None:
        """Take a letter that never left out of its conversation."""
        for row in self._session.exec(select(MessageRow).where(MessageRow.letter_id == letter_id)):
            self._session.delete(row)

    def of(self, request_id: int) -> tuple[Stored, ...]:
        """A conversation, oldest first."""
        query = (
            select(MessageRow, LetterRow.state)
            .join(LetterRow, col(LetterRow.id) == MessageRow.letter_id, isouter=True)
            .where(MessageRow.request_id == request_id)
            .order_by(col(MessageRow.at), col(MessageRow.id))
        )
        return tuple(_value(row, state) for row, state in self._session.exec(query))

    def last_from(self, request_id: int) -> Stored | None:
        """The person's newest message in a request."""
        theirs = [m for m in self.of(request_id) if not m.mine]
        return theirs[-1] if theirs else None

    def ids_of(self, request_id: int) -> frozenset[str]:
        """Every Message-ID of a conversation."""
        query = select(MessageRow.message_id).where(MessageRow.request_id == request_id)
        return frozenset(name for name in self._session.exec(query) if name)

    def came(self, since: datetime, until: datetime) -> tuple[tuple[str, Incoming], ...]:
        """What came from people in `[since, until)`, each with its channel, oldest first.

        Headers are not kept; a message that no machine may answer comes as one it cannot read.
        """
        query = (
            select(MessageRow)
            .where(
                MessageRow.mine == False,  # noqa: E712 - SQL, not Python
                col(MessageRow.request_id).is_not(None),
                MessageRow.at >= since,
                MessageRow.at < until,
            )
            .order_by(col(MessageRow.at), col(MessageRow.id))
        )
        return tuple((row.channel, _as_it_came(row)) for row in self._session.exec(query))

    def set_aside(self) -> tuple[Stored, ...]:
        """Machines' mail and our own: kept, without a request; newest first."""
        query = (
            select(MessageRow)
            .where(col(MessageRow.request_id).is_(None))
            .order_by(col(MessageRow.at).desc())
            .limit(500)
        )
        return tuple(_value(row, None) for row in self._session.exec(query))


def _as_it_came(row: MessageRow) -> Incoming:
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


def _value(row: MessageRow, state: str | None) -> Stored:
    assert row.id is not None
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
        state=state or "",
        channel=row.channel,
        foreign_id=row.foreign_id,
    )


def _attachment(kept: str | dict[str, str | int]) -> Attachment:
    """What was listed; the first versions kept the name only."""
    if isinstance(kept, str):
        return Attachment(kept, "application/octet-stream", 0)
    return Attachment(str(kept["name"]), str(kept["type"]), int(kept["size"]))
