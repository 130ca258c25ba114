"""Erased mail is not taken in again, though it is still in the mailbox or in an archive.

Only a digest of its Message-ID is remembered: no address and no word is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from planner.domain.message import Incoming
from planner.store.unit import Unit

_KIND = "erased"


def remember(unit: Unit, message_id: str, now: datetime) -> None:
    """Know this mail again, without knowing anything of it."""
    unit.journal.once(_KIND, _digest(message_id), now)


def erased(unit: Unit, messages: Sequence[Incoming]) -> frozenset[str]:
    """Those Message-IDs that were erased; a mail without one cannot be known again."""
    ids = {_digest(message.message_id): message.message_id for message in messages}
    return frozenset(ids[digest] for digest in unit.journal.happened(_KIND, list(ids))) - {""}


def _digest(message_id: str) -> str:
    return hashlib.sha256(message_id.strip().encode("utf-8", "replace")).hexdigest()
