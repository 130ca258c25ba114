"""How everything is: what was looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a thing is: well, worth knowing, or wrong and for the owner to mend."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in one sentence. `do`: what helps; `title`: what `subject` is called."""

    subject: str
    state: Health
    sentence: str
    do: str = ""
    title: str = ""
