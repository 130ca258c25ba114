"""Header fields as text, mailboxes, instants and ids. Nothing here raises on a broken value."""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache

from planner.channels.charsets import clean, to_text
from planner.domain import mailboxes
from planner.domain.message import Mailbox

LONGEST = 65_536  # characters read of one field
MOST_IDS = 1_000

_RESENT = ("resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc")
ADDRESS_FIELDS = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc", *_RESENT})
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+\-]{1,60})(?:\*[A-Za-z0-9-]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: French, German and Dutch months by how they begin, where that is not English.
_FOREIGN_MONTHS: dict[tuple[str, ...], str] = {
    **{("janv", "jän"): "Jan", ("fév", "fev"): "Feb", ("mars", "mär", "maa"): "Mar"},
    **{("avr",): "Apr", ("mai", "mei"): "May", ("juin",): "Jun", ("juil",): "Jul"},
    **{("aoû", "aou"): "Aug", ("okt",): "Oct", ("déc", "dez"): "Dec"},
    **{(month.lower(),): month for month in _MONTHS},
}
_FOREIGN = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]{3,12})\.?\s+(\d{4}\s.*)")
_ISO = re.compile(
    r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*([+-]\d\d:?\d\d)?"
)
_SPACE = re.compile(r"\s+")
_ID = re.compile(r"<([^<>]{1,990})>")


def unfold(raw: str) -> str:
    """A field's value on one line, as text; bytes beyond ASCII are read as UTF-8, else cp1252."""
    value = raw[:LONGEST]
    if not value.isascii():
        value = to_text(value.encode("utf-8", "surrogateescape"))
    return (
        _SPACE.sub(" ", clean(value)).strip()
        if "\n" in value or "\r" in value
        else clean(value).strip()
    )


def decode(raw: str) -> str:
    """A field's value with its encoded words read (RFC 2047)."""
    return words(unfold(raw))


def words(value: str) -> str:
    """Encoded words to text. Neighbours are joined first: senders cut inside letters."""
    if "=?" not in value:
        return value
    out: list[str] = []
    pending, charset, last = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[last : match.start()]
        data = _encoded(match.group(2), match.group(3))
        if (
            last and between.strip() == ""
        ):  # the space between two encoded words is not part of them
            if match.group(1).lower() != charset:
                out.append(to_text(pending, charset))
                pending = b""
        else:
            out += [to_text(pending, charset), between]
            pending = b""
        pending, charset, last = pending + data, match.group(1).lower(), match.end()
    out += [to_text(pending, charset), value[last:]]
    return _SPACE.sub(" ", "".join(out)).strip()


@lru_cache(maxsize=64)  # each address field is asked for twice in a row
def addresses(raw: str) -> tuple[Mailbox, ...]:
    """The mailboxes of an address field. Names are decoded last: they may hold commas."""
    found = mailboxes.parse(unfold(raw))
    return tuple(Mailbox(clean(box.address), words(box.name)) for box in found)


def field(name: str, raw: str) -> str:
    """What is kept of a field: text; address fields so that they can be parsed again."""
    if name.lower() in ADDRESS_FIELDS:
        found = addresses(raw)
        if found:
            return ", ".join(map(mailboxes.quoted, found))
    return decode(raw)


def ids(raw: str) -> tuple[str, ...]:
    """The message ids of a field, each in angle brackets, without the spaces of bad folding."""
    value = unfold(raw)
    found = [_SPACE.sub("", x) for x in _ID.findall(value)]
    if not found and "<" not in value:
        found = [word for word in value.split() if "@" in word]
    return tuple(f"<{x}>" for x in found[:MOST_IDS] if x)


def instant(raw: str) -> datetime | None:
    """A date field in UTC; None when it cannot be read (RFC 5322 section 3.3)."""
    try:
        told = unfold(raw)
        parts = parsedate_tz(told) or parsedate_tz(_in_english(told))
        if parts is None:
            return None
        zone = timezone(timedelta(seconds=parts[9] or 0))
        year, month, day, hour, minute, second = parts[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(
            UTC
        )
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _in_english(told: str) -> str:
    """A date with months of another language, or in the international order, as the RFC has it."""
    if found := _ISO.match(told):
        year, month, day, time, zone = found.groups()
        return f"{day} {_MONTHS[int(month) - 1]} {year} {time} {(zone or '').replace(':', '')}"
    found = _FOREIGN.search(told)
    if not found:
        return told
    name = found[2].lower()
    month = next((month for names, month in _FOREIGN_MONTHS.items() if name.startswith(names)), "")
    return f"{found[1]} {month} {found[3]}"


def _encoded(kind: str, payload: str) -> bytes:
    data = payload.encode("utf-8")
    if kind in "qQ":
        return quopri.decodestring(data, header=True)
    data = data.rstrip(b"=")
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data
