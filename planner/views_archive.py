"""What is shown of old mail: what was found, and how far an import is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of foreign text; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class HitView:
    """A message that was found.

    `request` is None and `state` "aside" for what was set aside: no customer wrote it. `folded` is
    a neutral line in place of hard words (G-01); the pieces are empty then.
    """

    message: int
    request: int | None
    person: str
    at: datetime
    mine: bool
    subject: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    state: str
    folded: str = ""


@dataclass(frozen=True, slots=True)
class FoundView:
    """What was found, newest first; `more`: there is more than was asked for."""

    words: str
    hits: tuple[HitView, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ImportView:
    """How far an import is, and in the end what it did.

    `done` of `total` are files, or bytes of one file. `read` messages were read, `new` of them had
    not been kept before; `passed_over` names files that could not be read. `finished` is False
    when it was stopped: the same import goes on from there.
    """

    read: int = 0
    new: int = 0
    done: int = 0
    total: int = 0
    passed_over: tuple[str, ...] = ()
    finished: bool = False
