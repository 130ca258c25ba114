"""The calm line of every screen: what was said last."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """The calm line: a sentence, whether it tells a problem, and whose it was."""

    sentence: str = ""
    trouble: bool = False
    kind: str = ""
