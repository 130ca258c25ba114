"""The faces of Today. On its own, for the screen knows them before anything else is imported."""

from __future__ import annotations

from enum import StrEnum


class Face(StrEnum):
    """The three faces of Today, and the fourth that rests because the owner is unavailable."""

    RESTING = "resting"
    BETWEEN = "between"
    OPEN = "open"
    AWAY = "away"
