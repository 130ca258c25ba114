"""The characters that draw: one cell each in common terminal fonts, and an ASCII set."""

from __future__ import annotations

from dataclasses import dataclass


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


LINES = Glyphs("─", "┈", "█", "╱", "●", "●", "○", "·", "━")
ASCII = Glyphs("-", ".", "#", "/", "@", "*", "o", "-", "=")


def glyphs(ascii_only: bool) -> Glyphs:
    """The set for this terminal."""
    return ASCII if ascii_only else LINES
