"""The word from her telephone: whether a mail is truly hers, and says exactly the word.

What a mail says of itself is worth nothing; what her own server noted on its way in is
(RFC 8601). Whoever is in doubt is not heard.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain import mailboxes

if TYPE_CHECKING:
    from planner.domain.message import Incoming

#: A mail that was under way for longer may be an old one that somebody sends again.
LATEST = timedelta(hours=12)
_LONGEST = 8_000  # characters read of one field
_MOST = 50  # fields looked at
_METHOD = re.compile(r"\s*([a-z0-9-]{1,40})(?:\s*/\s*\d{1,4})?\s*=\s*([a-z]{1,20})(?=\s|$)", re.I)
_PROPERTY = re.compile(
    r"(?<=\s)([a-z]{1,20})\s*\.\s*([a-z0-9_-]{1,60})\s*=\s*([^\s;]{1,500})", re.I
)
_SERVER = re.compile(r"\s*([^\s;=]{1,255})(?:\s+\d{1,4})?\s*$")


class Doubt(StrEnum):
    """Why a mail is not heard; NONE when it is."""

    NONE = ""
    NO_WORD = "no word"
    STRANGER = "stranger"
    SEVERAL = "several senders"
    MACHINE = "machine"
    REPLY = "reply"
    NO_ID = "no id"
    DATE = "date"
    NO_RESULT = "no result"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Telephone:
    """The owner's word, the addresses it may come from, and the server whose results count.

    An empty word turns all of it off.
    """

    word: str = ""
    senders: tuple[str, ...] = ()
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a server found: "dkim", "pass", and the properties, such as `header.d`."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def said(self, name: str) -> str:
        """A property, in lower case; "" when it is not there."""
        return next((value.lower() for key, value in self.properties if key == name), "")


def doubt(message: Incoming, telephone: Telephone, own: Collection[str]) -> Doubt:
    """Why a mail with the word is not heard. `own` are her addresses where she names no others."""
    if not telephone.word or folded(message.subject) != folded(telephone.word):
        return Doubt.NO_WORD
    senders = {mailboxes.canonical(one) for one in telephone.senders or own}
    written = [box for field in message.header("from") for box in mailboxes.parse(field)]
    if not any(mailboxes.canonical(box.address) in senders for box in written):
        return Doubt.STRANGER
    if len(written) != 1 or len(message.header("from")) != 1:
        return Doubt.SEVERAL
    if any(
        value.split(";")[0].strip().lower() != "no" for value in message.header("auto-submitted")
    ):
        return Doubt.MACHINE
    if message.in_reply_to or message.references:
        return Doubt.REPLY
    if not message.message_id:
        return Doubt.NO_ID
    sent = message.sent_at
    if sent is None or abs(message.received_at - sent) > LATEST:
        return Doubt.DATE
    found = results(message.header("authentication-results"), telephone.trust)
    if found is None:
        return Doubt.NO_RESULT
    domain = written[0].address.rpartition("@")[2].lower()
    return Doubt.NONE if any(_proves(one, domain) for one in found) else Doubt.UNVERIFIED


def folded(words: str) -> str:
    """A subject without case, accents and surrounding space."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def results(fields: Collection[str], trust: str) -> tuple[Result, ...] | None:
    """What the topmost field of the trusted server says; None when there is none.

    A field further down may have been there before the mail came (RFC 8601 section 5).
    """
    for field in list(fields)[:_MOST]:
        read = authentication_results(field)
        if trust and read is not None and read[0].lower() == trust.lower():
            return read[1]
    return None


def authentication_results(field: str) -> tuple[str, tuple[Result, ...]] | None:
    """The server and its results (RFC 8601 section 2.2); None when in doubt."""
    plain = _plain(field[:_LONGEST])
    if plain is None or len(field) > _LONGEST:
        return None
    first, *rest = plain.split(";")
    server = _SERVER.match(first)
    if server is None:
        return None
    found = []
    for part in rest:
        method = _METHOD.match(part)
        if method is None:
            continue  # "none", or nothing after the last semicolon
        said = tuple(
            (f"{kind}.{name}".lower(), value)
            for kind, name, value in _PROPERTY.findall(part[method.end() :])
        )
        found.append(Result(method[1].lower(), method[2].lower(), said))
    return server[1], tuple(found)


def _proves(one: Result, domain: str) -> bool:
    """DMARC, or a signature of her domain or of one above it; SPF alone says nothing of From."""
    if one.result != "pass":
        return False
    if one.method == "dmarc":
        return one.said("header.from") in ("", domain)
    if one.method != "dkim":
        return False
    signed = one.said("header.d") or one.said("header.i").rpartition("@")[2]
    return signed == domain or ("." in signed and domain.endswith(f".{signed}"))


def _plain(field: str) -> str | None:
    """A field without comments; what stands between quotes is one word. None when one never ends.

    What could be taken for another result inside quotes becomes a line.
    """
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for c in field:
        if escaped:
            escaped = False
            if quoted:
                out.append("_")
        elif c == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = c != '"'
            if quoted:
                out.append(c if c.isalnum() or c in ".@+-" else "_")
        elif c == '"' and not depth:
            quoted = True
        elif c == "(":
            depth += 1
        elif c == ")" and depth:
            depth -= 1
            out.append(" ")
        elif not depth:
            out.append(c)
    return None if depth or quoted else "".join(out)
