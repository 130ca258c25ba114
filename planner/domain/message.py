"""Messages as values: what a channel hands over, and what it is asked to carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A way to reach somebody on a channel: an address and the name that came with it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What an attachment says of itself; its content stays where it is. `size` in bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report says of one of our mails (RFC 3464).

    `action` is "failed", "delayed", "delivered", "relayed" or "expanded", "" when it does not say;
    `status` "5.1.1" or ""; `recipients` those it concerns; `message_id` the mail it is about;
    `detail` the other server's words (foreign text).
    """

    action: str = ""
    status: str = ""
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as received. Everything in it is foreign text: data, never markup.

    `told` is whether a mark of our script says that the server answered it; None where mail has no
    marks.
    `foreign_id` is unique on its channel. `text` is the whole body as plain text, `reply_text` the
    same without quotations and signature. `envelope_from` is None when unknown and "" for the null
    path (RFC 5321 section 4.5.5). An unreadable message keeps its bytes in `raw`.
    """

    foreign_id: str
    received_at: datetime
    sender: Mailbox | None
    subject: str = ""
    text: str = ""
    reply_text: str = ""
    to: tuple[Mailbox, ...] = ()
    reply_to: Mailbox | None = None
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    part_types: tuple[str, ...] = ()
    envelope_from: str | None = None
    thread: str = ""
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    readable: bool = True
    told: bool | None = None
    raw: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> tuple[str, ...]:
        """Every value of a header, in order; names ignore case."""
        wanted, length = name.lower(), len(name)
        found = [v for key, v in self.headers if len(key) == length and key.lower() == wanted]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to carry. `message_id` stays the same for every try (RFC 5322 section 3.6.4)."""

    to: Mailbox
    sender: Mailbox
    subject: str
    body: str
    message_id: str
    at: datetime
    automatic: bool
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = ""
