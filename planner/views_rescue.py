"""What the way out of a database that cannot be used is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy that is there; `size` in bytes, `when` in words for the owner."""

    path: Path
    day: date
    at: datetime
    size: int
    when: str


@dataclass(frozen=True, slots=True)
class ReplaceView:
    """What a copy in place of the present file means.

    `letters` left since it was made; `requests` are the conversations and `messages` the messages
    that are taken over from the present file; `gone` requests are newer and are not. `held`: not
    all that was said since is known, so nothing leaves by itself. `kept` is where the old file is,
    once it is done; `settings` are the text files that were missing and came back with it.
    """

    copy: Path
    at: datetime
    letters: int
    requests: int
    messages: int
    gone: int
    held: bool
    sentences: tuple[str, ...]
    kept: Path | None = None
    settings: tuple[Path, ...] = ()
