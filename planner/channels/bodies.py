"""The body of a mail as plain text, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import unquote

from planner.channels.charsets import to_text
from planner.channels.headers import unfold, words
from planner.channels.html import html_to_text
from planner.channels.quotes import unflow
from planner.domain.message import Attachment

DEEPEST = 60  # multiparts inside one another
MOST_PARTS = 1_000
LONGEST_TEXT = 1_000_000  # characters kept
_BYTES_READ = 4 * LONGEST_TEXT  # of one part: a character takes four at most
_BOM = "\ufeff"  # a mark of the bytes' order, no letter


@dataclass(frozen=True, slots=True)
class Body:
    """What the parts of a mail come to."""

    text: str
    types: tuple[str, ...]
    attachments: tuple[Attachment, ...]


def body(message: Message) -> Body:
    """The readable text, every part's type and the attachments.

    A mail inside the mail is one part: what it contains says nothing about its carrier.
    """
    parts = list(walk(message))
    attachments = tuple(attachment(part) for part in parts if is_attached(part))
    text = _text(message, 0).strip("\r\n")[:LONGEST_TEXT]
    return Body(text, tuple(part.get_content_type() for part in parts), attachments)


def walk(message: Message) -> Iterator[Message]:
    """Every part, in order; a mail inside the mail is one part."""
    waiting, count = [message], 0
    while waiting and count < MOST_PARTS:
        part = waiting.pop()
        count += 1
        yield part
        waiting += reversed(_children(part))


def _children(part: Message) -> list[Message]:
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return []
    return [child for child in part.get_payload() if isinstance(child, Message)]


def _text(part: Message, depth: int) -> str:
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        texts = [_text(child, depth + 1) for child in _children(part)] if depth < DEEPEST else []
        if kind == "multipart/alternative":
            return next((text for text in _plain_first(part, texts) if text.strip()), "")
        return "\n".join(text for text in texts if text.strip())
    if is_attached(part) or kind not in {"text/plain", "text/html"}:
        return ""
    text = to_text(_decoded(part)[:_BYTES_READ], _parameter(part, "charset")).removeprefix(_BOM)
    if kind == "text/html":
        return html_to_text(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "format").lower() == "flowed":
        return unflow(text, delete_space=_parameter(part, "delsp").lower() == "yes")
    return text


def _plain_first(part: Message, texts: list[str]) -> list[str]:
    kinds = [child.get_content_type() for child in _children(part)]
    order = sorted(range(len(texts)), key=lambda at: kinds[at] != "text/plain")
    return [texts[at] for at in order]


def _decoded(part: Message) -> bytes:
    told = str(part.get("Content-Transfer-Encoding", ""))
    if "(" in told or ";" in told:  # a comment: the library compares the whole value
        part.replace_header("Content-Transfer-Encoding", re.split("[(;]", told)[0].strip())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def is_attached(part: Message) -> bool:
    """Whether a part is no text to read: said so, of another kind, or named."""
    if part.get_content_maintype() == "multipart":
        return False
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    if disposition.startswith("attachment") or part.get_content_maintype() != "text":
        return True
    return part.get_content_type() not in {"text/plain", "text/html"} or bool(_name(part))


def attachment(part: Message) -> Attachment:
    """What a part says of itself; nothing of it is decoded but the name."""
    return Attachment(_name(part), part.get_content_type(), _size(part))


def _name(part: Message) -> str:
    for parameter, header in (("filename", "Content-Disposition"), ("name", "Content-Type")):
        name = _parameter(part, parameter, header)
        if name:
            return " ".join(words(name).split())[:255]
    return ""


def _parameter(part: Message, name: str, header: str = "Content-Type") -> str:
    """A parameter as text (RFC 2231 forms included), "" when absent or broken."""
    told = str(part.get(header, ""))
    if name not in told.lower():
        return ""  # most parts have none, and looking properly is slow
    if not told.isascii():  # the library makes question marks of such letters
        part = _in_letters(part, header)
    try:
        value = part.get_param(name, "", header)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        return to_text(unquote(text or "").encode("latin-1", "replace"), charset or "")
    return to_text(str(value or "").encode("utf-8", "surrogateescape")).strip()


def _in_letters(part: Message, header: str) -> Message:
    """A stand-in with the one field, its bytes beyond ASCII read as text."""
    raw = (str(value) for name, value in part.raw_items() if name.lower() == header.lower())
    stand_in = Message()
    stand_in[header] = unfold(next(raw, ""))
    return stand_in


def _size(part: Message) -> int:
    """Bytes of the content; base64 is counted and not decoded, which is much faster."""
    if part.is_multipart():
        inner = [child for child in part.get_payload() if isinstance(child, Message)]
        return sum(len(_decoded(leaf)) for child in inner[:1] for leaf in walk(child))
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return len(_decoded(part))
    try:
        payload = str(part.get_payload())
    except (ValueError, LookupError):  # bytes beyond ASCII in a charset nobody knows
        return len(_decoded(part))
    letters = len(payload) - payload.count("\n") - payload.count("\r")
    return max(0, letters * 3 // 4 - payload[-80:].rstrip()[-3:].count("="))
