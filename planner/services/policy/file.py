"""Replacing policy.toml without losing what it was."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from planner.paths import read_text, write_private


def replace_policy(path: Path, text: str) -> Path | None:
    """Write the rules in one step; where the old ones are kept, None when there were none.

    What has been kept once is never written over. Raises EntracteError when the system refuses.
    """
    kept = keep_beside(path)
    write_private(path, text)
    return kept


def keep_beside(path: Path) -> Path | None:
    """Copy a file to `policy.old-1.toml`, or the next free number; the same text only once."""
    old = read_text(path)
    if old is None:
        return None
    for number in count(1):
        beside = path.with_name(f"{path.stem}.old-{number}{path.suffix}")
        there = read_text(beside)
        if there is None:
            write_private(beside, old)
        if there in (None, old):
            return beside
    return None
