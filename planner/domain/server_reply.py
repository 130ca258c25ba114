"""What a mail server says by itself while the owner, or her machine, is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cover(StrEnum):
    """How things stand with a server's own reply."""

    NOTHING = "nothing"  # nothing of ours is there, and nothing should be
    SETTING = "setting"  # it is being given our words: how far it came is looked up
    SAYS = "says"  # it says what it should
    TAKING = "taking"  # what stood there first is being put back
    ELSEWHERE = "elsewhere"  # another program changed it: left alone until the owner decides
    REFUSED = "refused"  # the server does not offer it, or not without harm


@dataclass(frozen=True, slots=True)
class ServerWord:
    """What is said to mail that comes in `[since, until)`; `until` None: until it is taken away.

    `due` is the moment by which `text` says that people hear again: a promise of news. `name` is
    which notice it is, for the server's memory of whom it told (RFC 5230 section 4.2, row S2).
    """

    since: datetime
    until: datetime | None
    subject: str
    text: str
    due: datetime
    name: str

    def covers(self, at: datetime) -> bool:
        """Whether it is what mail that comes at an instant is told."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class AwayReply:
    """Everything a server is to say by itself: its words in order, never two at once.

    `addresses` are the owner's own; mail to none of them gets no reply (RFC 5230 section 4.5).
    `days`: at most one reply a person in so many days for each name.
    """

    words: tuple[ServerWord, ...]
    addresses: tuple[str, ...]
    days: int = 7

    def word_at(self, at: datetime) -> ServerWord | None:
        """What holds at an instant."""
        return next((word for word in self.words if word.covers(at)), None)
