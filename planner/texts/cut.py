"""Cleaning and cutting foreign text for one line of an outgoing message."""

from __future__ import annotations

import unicodedata

READ = 10_000  # characters; no line that we send is longer
ELLIPSIS = "…"
_JOINER = "\u200d"  # holds a family together
_REGIONAL = range(0x1F1E6, 0x1F200)  # two of these letters make one flag


def clean(text: str) -> str:
    """One line: white space folded, control characters and invisible ones removed.

    Direction overrides could make a later reader see other words than were sent (UAX #9).
    """
    kept = (c for c in text[:READ] if c.isspace() or not _unwanted(c))
    return " ".join("".join(kept).split())


def printable(text: str) -> str:
    """A text of several lines without control characters and invisible ones."""
    lines = text.replace("\t", " ").splitlines()
    return "\n".join("".join(c for c in line if not _unwanted(c)) for line in lines)


def cut(text: str, limit: int) -> str:
    """At most `limit` code points, ending in an ellipsis when something was left out.

    Cuts between characters as a person sees them: an accent stays with its letter, a family or a
    flag stays whole (RFC 5230 section 5.3 leaves the length to the implementation).
    """
    if len(text) <= limit:
        return text
    end = max(0, limit - 1)
    while end > 0 and not _boundary(text, end):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _boundary(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == _JOINER or after == _JOINER or 0x1F3FB <= ord(after) <= 0x1F3FF:
        return False
    if unicodedata.category(after).startswith("M"):
        return False
    if ord(before) in _REGIONAL and ord(after) in _REGIONAL:
        start = at
        while start and ord(text[start - 1]) in _REGIONAL:
            start -= 1
        return (at - start) % 2 == 0
    return True


def _unwanted(character: str) -> bool:
    return character != _JOINER and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")
