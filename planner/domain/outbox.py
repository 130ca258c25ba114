"""Letters: outgoing messages that are written but not yet known to be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from planner.domain.promise import Kind


class LetterState(StrEnum):
    """Where a letter stands. `perhaps` is never sent again by itself (invariant 8)."""

    QUEUED = "queued"
    HANDING_OVER = "handing over"
    SENT = "sent"
    PERHAPS = "perhaps"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REHEARSED = "rehearsed"
    BY_HAND = "by hand"  # the channel carries no automatic word any more: the owner sends it


#: What the owner's own letters are for; each of them is the end of a request, or a part of it.
OWN = ("answer", "release", "decline")
#: The reason of a letter that the owner sends once more: whoever has it learns nothing new from it.
AGAIN = "again"
#: The reason of a letter that the owner wrote in another program, and that left there.
ELSEWHERE = "elsewhere"
#: The detail of words that the owner gives in person: nothing is sent.
IN_PERSON = "in person"
#: The reason of words that the mail server said by itself.
SERVER = "server"
#: The reasons of letters that one decision of the owner's sent to many (services/batches.py).
STILL_USEFUL, LET_GO = "still useful", "let go"
BATCHES = (STILL_USEFUL, LET_GO)
#: States in which the person has, or may have, read the words.
SAID = frozenset({LetterState.SENT, LetterState.PERHAPS})


@dataclass(frozen=True, slots=True)
class Change:
    """A promise that a letter carries: it holds from the moment the letter is delivered."""

    request_id: int
    kind: Kind
    due: datetime
    window: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the outbox. `purpose`: ack, second, notice, answer, release or decline."""

    id: int
    person_id: int
    request_id: int
    channel: str
    purpose: str
    to_address: str
    to_name: str
    subject: str
    body: str
    message_id: str
    automatic: bool
    state: LetterState
    created_at: datetime
    not_before: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = ""
    tries: int = 0
    sent_at: datetime | None = None
    detail: str = ""
    changes: tuple[Change, ...] = ()
    reason: str = ""
    from_address: str = ""  # the owner's address that it leaves from; "" for the channel's
    copied: str = ""  # its copy among the sent mail: "wanted", "done", "" for none


def copies_of(channel: str) -> str:
    """The name under which the health of a channel's copies is kept, beside its own."""
    return f"{channel}/sent"


#: Pauses before the next try, then the last one again: minutes grow to hours, and end after
#: about two days (RFC 5321 section 4.5.4.1 asks for at least 30 minutes on the long run).
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240))
MOST_TRIES = 18


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when it is time to give up and tell the owner."""
    if tries >= MOST_TRIES:
        return None
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
