"""What a person is shown of an absence and of the return from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TidyView:
    """One thing that was tidied before the first portion; `undo` takes it back.

    `kind`: merged, repeat, withdrawn or same (grouped for one answer). `sentence` is for the owner;
    `person` and `subject` are foreign.
    """

    number: int
    kind: str
    person: str
    subject: str
    sentence: str
    requests: tuple[int, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One letter of a batch before it leaves: to whom, about what, in which words."""

    request: int
    person: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """What one decision would send: every letter as it would leave, and a sentence about it.

    `kept` are requests that are left out, each with its reason.
    """

    lines: tuple[BatchLine, ...]
    sentence: str
    kept: tuple[BatchLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ByHandView:
    """A card: words that no machine may carry any more, for the owner to send by hand."""

    letter: int
    request: int
    person: str
    channel: str
    subject: str
    text: str
    due: datetime | None  # the date that the words tell
    until: datetime | None  # how long the network takes an answer from her; None: it does
    because: str
