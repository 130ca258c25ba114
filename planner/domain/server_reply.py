"""What a mail server says by itself while the owner, or her machine, is away."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
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

    `due` is the moment by which `text` says that people hear again: a promise of news, `window`
    the answering window it means, if one. `name` is which notice it is, for the server's memory of
    whom it told: at most once a person in so many `days` (RFC 5230 sections 4.1, 4.2).
    """

    since: datetime
    until: datetime | None
    subject: str
    text: str
    due: datetime
    name: str
    days: int = 7
    window: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether it is what mail that comes at an instant is told."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class AwayReply:
    """Everything a server is to say by itself: its words in order, never two at once.

    `addresses` are the owner's own; mail to none of them gets no reply (RFC 5230 section 4.5).
    """

    words: tuple[ServerWord, ...]
    addresses: tuple[str, ...]

    def word_at(self, at: datetime) -> ServerWord | None:
        """What holds at an instant."""
        return next((word for word in self.words if word.covers(at)), None)

    def between(self, since: datetime, until: datetime) -> tuple[ServerWord, ...]:
        """What is said in an interval, cut to it."""
        cut = [
            replace(word, since=max(word.since, since), until=min(word.until or until, until))
            for word in self.words
        ]
        return tuple(word for word in cut if word.until is not None and word.since < word.until)


def to_json(reply: AwayReply | None) -> str:
    """A reply as text to keep; "" for none."""
    if reply is None:
        return ""
    words = [
        {field.name: _plain(getattr(word, field.name)) for field in fields(word)}
        for word in reply.words
    ]
    return json.dumps({"words": words, "addresses": reply.addresses}, ensure_ascii=False)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def from_json(text: str) -> AwayReply | None:
    """The reply of `to_json`."""
    if not text:
        return None
    kept = json.loads(text)
    words = [
        ServerWord(
            **{
                **word,
                "since": datetime.fromisoformat(word["since"]),
                "due": datetime.fromisoformat(word["due"]),
                "until": datetime.fromisoformat(word["until"]) if word["until"] else None,
            }
        )
        for word in kept["words"]
    ]
    return AwayReply(tuple(words), tuple(kept["addresses"]))
