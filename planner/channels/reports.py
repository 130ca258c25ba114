"""What a delivery report says, by the book (RFC 3464, 6522) or in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from itertools import chain

from planner.channels import headers
from planner.channels.bodies import walk
from planner.domain import mailboxes
from planner.domain.autoreply import bounce
from planner.domain.message import Incoming, Mailbox, Report

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_ORIGINAL_TYPES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global-headers",
    }
)
#: The worst first: one failed recipient makes a failed report.
_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
_MACHINE = re.compile(r"(?:mailer|mail|mta|email)[-_.]?(?:daemon|delivery.*|system)|postmaster")
_CODE = re.compile(r"(?<![\d.])[45]\.[0-7]\.\d{1,3}(?!\d|\.\d)")
_FAILURE = re.compile(
    r"(?<!\d)55[0-4][ :-]|undeliver|deliver(?:ed|y)? (?:\w+ ){0,3}fail|fail\w* (?:\w+ ){0,3}deliver"
    r"|(?:could not|cannot|can't|unable to|wasn't|not) (?:be )?deliver|n['’]a pas (?:pu )?être"
    r"|unable to deliver|permanent(?:ly)? (?:fatal )?error|no mailbox|user unknown",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"\b(?:will (?:be retried|retry|keep trying|continue)|still being retried"
    r"|not yet been delivered|has been delayed|delivery delay(?:ed)?|no action is required"
    r"|warning message only|retardée?)\b",
    re.IGNORECASE,
)
_QUOTED_ID = re.compile(r"^[>\s]*Message-ID:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_QUOTED_TO = re.compile(
    r"^[ \t]*<?([^\s<>:;,()\"]{1,64}@[^\s<>:;,()\"]{1,255})>?:?[ \t]*$", re.MULTILINE
)
_READ = 100_000  # characters of the words, and of what a field says
_MOST_RECIPIENTS = 100
_LONGEST_DETAIL = 500

_parser = BytesParser(policy=compat32)


def report(mail: Message, found: Incoming) -> Report | None:
    """The report in a mail; None when it is no delivery report. Read receipts are none.

    `found` is what was read of the mail so far. The result is what the mail claims: whether it is
    about one of ours is for the caller to check, by `message_id`.
    """
    parts = list(walk(mail)) if _STATUS_TYPES & set(found.part_types) else []
    blocks = [block for part in parts if _status(part) for block in _blocks(part)]
    if blocks:
        return _by_the_book(blocks, _original_id(parts) or _named_id(found))
    return _in_words(mail, found) if _tells_a_failure(found) else None


def _by_the_book(blocks: Sequence[Message], message_id: str) -> Report:
    actions = [_word(block, "Action") for block in blocks]
    action = next((known for known in _ACTIONS if known in actions), "")
    about = [block for block, says in zip(blocks, actions, strict=True) if says == action]
    return Report(
        action=action,
        status=next(filter(None, (_code(_value(block, "Status")) for block in about)), ""),
        recipients=_distinct(_recipient(block) for block in about),
        message_id=message_id,
        detail=next(filter(None, map(_detail, about)), ""),
    )


def _in_words(mail: Message, found: Incoming) -> Report:
    """qmail, Exim, old Exchange and others: the words are all there is."""
    words = found.text[:_READ]
    failed = [box.address for x in found.header("X-Failed-Recipients") for box in _boxes(x)]
    quoted = _QUOTED_ID.search(words)
    original = _original_id(walk(mail)) or (quoted[1] if quoted else "")
    code = _code(words)
    delayed = not failed and not code.startswith("5") and _DELAY.search(words)
    return Report(
        action="delayed" if delayed else "failed",
        status=code,
        recipients=_distinct(failed or (match[1] for match in _QUOTED_TO.finditer(words))),
        message_id=original or _named_id(found),
        detail=_telling(words, code),
    )


def _telling(words: str, code: str) -> str:
    """The line that gives the reason: the one with the code, else the first that speaks of it."""
    lines = words.splitlines()
    coded = (line for line in lines if code and code in line)
    spoken = (line for line in lines if _FAILURE.search(line))
    return next(chain(coded, spoken), "").strip()[:_LONGEST_DETAIL]


def _tells_a_failure(found: Incoming) -> bool:
    if bounce(found):
        return True
    machine = found.sender and _MACHINE.fullmatch(mailboxes.local_part(found.sender.address))
    words = f"{found.subject}\n{found.text[:_READ]}" if machine else ""
    return bool(_FAILURE.search(words) or _DELAY.search(words))


def _status(part: Message) -> bool:
    return part.get_content_type() in _STATUS_TYPES


def _blocks(part: Message) -> list[Message]:
    """The groups of fields about recipients; the first group of a report is about the message."""
    payload = part.get_payload()
    groups = [x for x in payload if isinstance(x, Message)] if isinstance(payload, list) else []
    return [x for x in groups if "Action" in x or "Final-Recipient" in x][:_MOST_RECIPIENTS]


def _original_id(parts: Iterable[Message]) -> str:
    """The Message-ID of the mail that comes back with the report, whole or its header only."""
    for part in parts:
        if part.get_content_type() not in _ORIGINAL_TYPES:
            continue
        for inner in _returned(part):
            found = headers.ids(str(inner.get("Message-ID", "")))
            if found:
                return found[0]
    return ""


def _returned(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (x for x in payload[:1] if isinstance(x, Message))
        return
    data = part.get_payload(decode=True)
    if isinstance(data, bytes):
        yield _parser.parsebytes(data[:_READ], headersonly=True)


def _named_id(found: Incoming) -> str:
    return found.in_reply_to or (found.references[-1] if found.references else "")


def _value(block: Message, name: str) -> str:
    return headers.decode(str(block.get(name, "")))


def _word(block: Message, name: str) -> str:
    """A one-word value without comments, in lower case."""
    return _value(block, name).partition("(")[0].strip().lower()


def _recipient(block: Message) -> str:
    """The address that was written to: the original one where forwarding made it another."""
    for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"):
        address = _value(block, name).rpartition(";")[2].strip(" <>")
        if "@" in address:
            return address
    return ""


def _detail(block: Message) -> str:
    """The other server's words, without the kind that stands before them ("smtp;")."""
    kind, semicolon, words = _value(block, "Diagnostic-Code").partition(";")
    return (words if semicolon and " " not in kind.strip() else kind + semicolon + words).strip()[
        :_LONGEST_DETAIL
    ]


def _code(text: str) -> str:
    found = _CODE.search(text)
    return found[0] if found else ""


def _boxes(value: str) -> tuple[Mailbox, ...]:
    return mailboxes.parse(value[:_READ])


def _distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, addresses)))[:_MOST_RECIPIENTS]
