"""Erased mail is not taken in again, though it is still in the mailbox or in an archive.

Only a digest of its Message-ID is remembered: no address and no word is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from planner.ports import Arrival
from planner.store.unit import Unit

_KIND = "erased"


def remember(unit: Unit, message_id: str, now: datetime) -> None:
    """Know this mail again, without knowing anything of it."""
    unit.journal.once(_KIND, _digest(message_id), now)


def without_erased(unit: Unit, batch: Sequence[Arrival]) -> Sequence[Arrival]:
    """Mail that was not erased before; one without a Message-ID cannot be known again."""
    named = {_digest(a.message.message_id) for a in batch if a.message.message_id}
    erased = unit.journal.among(_KIND, named)
    if not erased:
        return batch
    return [a for a in batch if _digest(a.message.message_id) not in erased]


def _digest(message_id: str) -> str:
    return hashlib.sha256(message_id.strip().encode("utf-8", "replace")).hexdigest()
