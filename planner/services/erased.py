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


def remember(unit: Unit, mark: str, now: datetime) -> None:
    """Know a mail again by its Message-ID, else the channel's own name of it."""
    unit.journal.once(_KIND, _digest(mark), now)


def without_erased(unit: Unit, batch: Sequence[Arrival]) -> list[Arrival]:
    """What of a batch was not erased. Without a Message-ID it is known in its own mailbox only."""
    digests = [_digest(a.message.message_id or a.message.foreign_id) for a in batch]
    gone = unit.journal.happened(_KIND, digests)
    return [a for a, digest in zip(batch, digests, strict=True) if digest not in gone]


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.strip().encode("utf-8", "replace")).hexdigest()
