"""The characters that draw: one cell each in common terminal fonts, and an ASCII set."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character a role."""

    rule: str
    quiet: str
    window: str
    away: str
    now: str
    on: str
    off: str
    dot: str
    bar: str
    rest: str  # of a bar, up to its end


LINES = Glyphs("─", "┈", "█", "╱", "●", "●", "○", "·", "━", "━")
#: Without colours a bar and the rest of it have to differ by their shape.
BARE = replace(LINES, rest="┈")
ASCII = Glyphs("-", ".", "#", "/", "@", "*", "o", "-", "=", ".")


def glyphs(ascii_only: bool) -> Glyphs:
    """The set for this terminal."""
    if ascii_only:
        return ASCII
    return BARE if "NO_COLOR" in os.environ else LINES


def plain_terminal() -> bool:
    """Whether the terminal says that it has no more than plain characters."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "utf-8").casefold()
    return os.environ.get("TERM") == "dumb" or not encoding.startswith("utf")
