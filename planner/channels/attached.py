"""The content of attachments, taken out of a whole mail on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from planner.channels.bodies import attachment, is_attached, walk
from planner.domain.message import Attachment

_parser = BytesParser(policy=compat32)


def contents(raw: bytes) -> Iterator[tuple[Attachment, bytes]]:
    """Every attachment of a mail with its bytes, in the order in which reading lists them."""
    for part in walk(_parser.parsebytes(raw)):
        if is_attached(part):
            yield attachment(part), _bytes(part)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):  # a mail, or the fields of a report
        return b"\n".join(_whole(inner) for inner in payload if isinstance(inner, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _whole(inner: Message) -> bytes:
    try:
        return inner.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError):
        return str(inner.get_payload()).encode("utf-8", "surrogateescape")
