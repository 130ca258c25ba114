"""Promises: what a person has been told, and what the plan makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """`answer`: you hear from me by this moment; `news`: you get news on that day."""

    ANSWER = "answer"
    NEWS = "news"


class Standing(StrEnum):
    """What has become of a promise."""

    STANDING = "standing"
    KEPT = "kept"
    MOVED_LATE = "moved late"
    BROKEN = "broken"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that a delivered message carries (invariant 4). `window` is its planned place."""

    id: int
    request_id: int
    kind: Kind
    due: datetime
    window: str
    made_at: datetime
    state: Standing = Standing.STANDING
    moves: int = 0
