"""An outgoing message as bytes.

Written by hand because the standard library breaks long message ids and encodes them; everything
that comes from outside is cleaned before it reaches a field.
"""

from __future__ import annotations

import quopri
import re
from base64 import b64encode
from email.utils import format_datetime

from planner.domain.autoreply import MARKER
from planner.domain.message import Mailbox, Outgoing

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_BODY_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f<>(),;:\\\"\ud800-\udfff]")
_NOT_IN_ID = re.compile(r"[^\x21-\x7e]|[<>]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_CHUNK = 45  # bytes in one encoded word: 60 letters of base64, under the 75 of RFC 2047 section 2
_LINE = 76
_SHORT_NAME = 20
_LONGEST_ID = 900  # a line holds 998 (RFC 5322 section 2.1.1)
_MOST_REFERENCES = 100


def write(message: Outgoing) -> bytes:
    """The mail, CRLF between lines and pure ASCII. No name, subject or id adds a field.

    Sources: RFC 5322, 2047, 3834 section 3.1, 5230 section 5.
    """
    fields = [
        ("From", _mailbox(message.sender)),
        ("To", _mailbox(message.to)),
        ("Subject", _fold(_phrase(message.subject))),
        ("Date", format_datetime(message.at)),
        ("Message-ID", _id(message.message_id)),
        ("In-Reply-To", _id(message.in_reply_to)),
        ("References", _references(message.references)),
    ]
    if message.automatic:
        fields += [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    fields += [
        (MARKER, _id(message.message_id).rstrip(">").rpartition("@")[2]),
        ("Content-Language", message.language if _LANGUAGE.fullmatch(message.language) else ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    kept = (f"{name}: {value}\r\n" for name, value in fields if value or name == "Subject")
    return "".join(kept).encode("ascii") + b"\r\n" + _body(message.body)


def wire_address(address: str) -> str:
    """An address as it travels, its domain in ASCII (IDNA); "" when it cannot travel.

    A local part beyond ASCII would need SMTPUTF8 on every server of the way (RFC 6531).
    """
    if _NOT_IN_ADDRESS.search(address) or address.count("@") != 1:
        return ""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("ascii" if domain.isascii() else "idna").decode("ascii")
    except UnicodeError:
        return ""
    return f"{local}@{domain}" if local and domain and local.isascii() else ""


def _mailbox(box: Mailbox) -> str:
    address = wire_address(_NOT_IN_ADDRESS.sub("", box.address))
    name = " ".join(_CONTROL.sub(" ", box.name).split())
    if not name:
        return f"<{address}>"
    if name.isascii() and "=?" not in name and len(name) < _LINE:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    between = "\r\n " if len(name) > _SHORT_NAME else " "
    return f"{_words(name)}{between}<{address}>"


def _phrase(text: str) -> str:
    clean = " ".join(_CONTROL.sub(" ", text).split())
    longest = max(map(len, clean.split()), default=0)
    plain = clean.isascii() and "=?" not in clean and longest < _LINE
    return clean if plain else _words(clean)


def _words(text: str) -> str:
    """Encoded words, cut between letters, one a line."""
    chunks, chunk = [], b""
    for letter in text:
        data = letter.encode("utf-8")
        if len(chunk) + len(data) > _CHUNK:
            chunks.append(chunk)
            chunk = b""
        chunk += data
    chunks.append(chunk)
    return "\r\n ".join(f"=?utf-8?B?{b64encode(x).decode('ascii')}?=" for x in chunks)


def _fold(text: str) -> str:
    """Break a line of ASCII words at spaces."""
    if "\r\n" in text:
        return text
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= _LINE - len("Subject: "):
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\r\n ".join(lines)


def _id(value: str) -> str:
    clean = _NOT_IN_ID.sub("", value)
    return f"<{clean}>" if clean and len(clean) <= _LONGEST_ID else ""


def _references(values: tuple[str, ...]) -> str:
    found = [x for x in map(_id, values) if x]
    if len(found) > _MOST_REFERENCES:  # the first one holds the thread together
        found = [found[0], *found[1 - _MOST_REFERENCES :]]
    return "\r\n ".join(found)


def _body(text: str) -> bytes:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = _BODY_CONTROL.sub("", text).rstrip("\n").encode("utf-8") + b"\n"
    return quopri.encodestring(data).replace(b"\n", b"\r\n")
