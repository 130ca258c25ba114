"""Erased mail is not taken in again, though it is still in the mailbox or in an archive.

Only a digest of its Message-ID is remembered: no address and no word is in it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from planner.domain.message import Incoming
from planner.store.unit import Unit

_KIND = "erased"


def remember(unit: Unit, mark: str, now: datetime) -> None:
    """Know a mail again by its Message-ID, else the channel's own name of it."""
    unit.journal.once(_KIND, _digest(mark), now)


def is_erased(unit: Unit, message: Incoming) -> bool:
    """Whether a mail was erased. One without a Message-ID is known in its own mailbox only."""
    return unit.journal.has(_KIND, _digest(message.message_id or message.foreign_id))


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.strip().encode("utf-8", "replace")).hexdigest()
