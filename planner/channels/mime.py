"""Mail to a value and back: `read` takes any bytes, `write` is in compose.py."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import Message
from email.parser import BytesFeedParser, BytesParser
from email.policy import compat32

from planner.channels import bodies, headers
from planner.channels.charsets import clean
from planner.channels.compose import write
from planner.channels.quotes import reply_only
from planner.channels.reports import report
from planner.domain.message import Incoming, Mailbox

__all__ = ["LARGEST", "read", "write"]

LARGEST = 32 * 1024 * 1024  # bytes parsed: what comes after belongs to an attachment
MOST_LINES = 1_000_000  # a mail of that size in base64 has half as many, ended by CR and LF
MOST_MARKS = 10_000  # lines that may begin a part
MOST_FIELDS = 2_000
_BLANK = re.compile(rb"\r?\n\r?\n")
_SPACED = re.compile(rb"(?m)^([!-9;-~]{1,100})[ \t]+:")
LONGEST_HEADER = 262_144  # characters of all fields together; of those after it only the beginning
_BEGINNING = 100
_ALWAYS = frozenset({"subject", "date", "message-id", "in-reply-to", *headers.ADDRESS_FIELDS})
_PIECE = 65_536

# What some programs leave before the first field: a mark, blank lines, an mbox's own line.
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:>?From [^\r\n]{0,998}\s{1,4})?(?=[!-9;-~]{1,100}:)"
)

_log = logging.getLogger(__name__)
# The old policy keeps broken fields as they are; the new one raises on real mail.
_parser = BytesParser(policy=compat32)


def read(raw: bytes, *, foreign_id: str, received_at: datetime) -> Incoming:
    """Any bytes as a message; unreadable ones keep their bytes and what their header says.

    Never raises. `received_at` must be aware. Sources: RFC 5322, 2045, 2047, 2231, 3676.
    """
    try:
        return _read(raw, foreign_id, received_at)
    except Exception as problem:  # noqa: BLE001 - the channel's border: no mail may stop the others
        _log.warning("unreadable mail %s: %s", foreign_id, type(problem))
    try:
        head = _parser.parsebytes(_head(raw), headersonly=True)
        return _described(head, foreign_id, received_at, raw)
    except Exception as problem:  # noqa: BLE001 - same border: not even the header can be read
        _log.warning("unreadable header %s: %s", foreign_id, type(problem))
    return Incoming(foreign_id, received_at, None, readable=False, raw=raw)


def _read(raw: bytes, foreign_id: str, received_at: datetime) -> Incoming:
    message = _parsed(_closed(raw))
    found = _described(message, foreign_id, received_at, raw)
    if not found.headers:
        return found
    found = _with_body(found, bodies.body(message))
    return replace(found, report=report(message, found))


def _parsed(raw: bytes) -> Message:
    """The tree of parts, built from pieces so that a big mail is not copied as a whole."""
    parser = BytesFeedParser(policy=compat32)
    for piece in _pieces(raw):
        parser.feed(piece.replace(b"\0", b""))
    return parser.close()


def _pieces(raw: bytes) -> Iterator[bytes]:
    """What is read of a mail: up to a size, and to a number of lines and parts, which cost more."""
    lines = marks = 0
    before = _BEFORE.match(raw)
    for start in range(before.end() if before else 0, min(len(raw), LARGEST), _PIECE):
        piece = raw[start : min(start + _PIECE, LARGEST)]
        lines += piece.count(b"\n") + piece.count(b"\r")
        marks += piece.count(b"\n--")
        if lines > MOST_LINES or marks > MOST_MARKS:
            return
        yield piece


def _with_body(found: Incoming, body: bodies.Body) -> Incoming:
    return replace(
        found,
        text=body.text,
        reply_text=reply_only(body.text),
        part_types=body.types,
        attachments=body.attachments,
        readable=True,
        raw=b"",
    )


def _described(message: Message, foreign_id: str, received_at: datetime, raw: bytes) -> Incoming:
    """What the header alone says; unreadable until a body was found."""
    fields = list(_fields(message))

    def every(wanted: str) -> list[str]:
        return [value for name, value in fields if name.lower() == wanted]

    def first(wanted: str) -> str:
        return next(iter(every(wanted)), "")

    def boxes(wanted: str) -> tuple[Mailbox, ...]:
        return tuple(box for value in every(wanted) for box in headers.addresses(value))

    return Incoming(
        foreign_id=foreign_id,
        received_at=received_at,
        sender=next(iter(boxes("from")), None),
        subject=headers.decode(first("subject")),
        to=boxes("to"),
        reply_to=next(iter(boxes("reply-to")), None),
        sent_at=headers.instant(first("date")),
        message_id=next(iter(headers.ids(first("message-id"))), ""),
        in_reply_to=next(iter(headers.ids(first("in-reply-to"))), ""),
        references=tuple(x for value in every("references") for x in headers.ids(value)),
        headers=tuple((clean(name), headers.field(name, value)) for name, value in fields),
        envelope_from=_reverse_path(every("return-path")),
        readable=False,
        raw=raw,
    )


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    """The fields that are read: of a header without end those which say who wrote what."""
    left, late = LONGEST_HEADER, 0
    for number, (name, value) in enumerate(message.raw_items()):
        if number >= MOST_FIELDS:
            late += name.lower() in _ALWAYS
            if name.lower() not in _ALWAYS or late > _BEGINNING:
                continue
        text = str(value)[: min(headers.LONGEST, max(left, _BEGINNING))]
        left -= len(text)
        yield name, text


def _reverse_path(values: list[str]) -> str | None:
    """The sender the last server noted; "" for the null path, None when none was noted."""
    if not values:
        return None
    value = headers.unfold(values[0])
    return value.rpartition("<")[2].partition(">")[0].strip()


def _closed(raw: bytes) -> bytes:
    """The mail without space before the colons of its fields (RFC 5322 section 4.5).

    The library would end the header there, and miss every mark of a machine below.
    """
    end = _BLANK.search(raw, 0, LARGEST)
    head = raw[: end.start() if end else LARGEST]
    if not _SPACED.search(head):
        return raw
    return _SPACED.sub(rb"\1:", head) + raw[len(head) :]


def _head(raw: bytes) -> bytes:
    """The header of a mail, without its body."""
    head = raw[: headers.LONGEST * 4].replace(b"\0", b"").replace(b"\r\n", b"\n")
    return _closed(head.partition(b"\n\n")[0]) + b"\n\n"
