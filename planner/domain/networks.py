"""How long a network takes an answer after a person's last word (L-05, E-05).

Meta's window: free words, automatic ones included, within 24 hours of the person's last message;
later, up to seven days, only what a person writes by hand (Messenger Platform policy, "human
agent"; a machine that used it would break the rule). WhatsApp has no such second window.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

_DAY, _WEEK = timedelta(hours=24), timedelta(days=7)
#: Until when a machine may write.
AUTOMATIC = MappingProxyType({"messenger": _DAY, "instagram": _DAY, "whatsapp": _DAY})
#: Until when the owner herself may.
BY_HAND = MappingProxyType({"messenger": _WEEK, "instagram": _WEEK, "whatsapp": _DAY})


def automatic_until(medium: str, wrote: datetime | None) -> datetime | None:
    """Until when a machine may answer there; None where nothing limits it."""
    limit = AUTOMATIC.get(medium)
    return wrote + limit if limit is not None and wrote is not None else None


def answer_until(medium: str, wrote: datetime | None) -> datetime | None:
    """Until when the owner may answer there; None where nothing limits it."""
    limit = BY_HAND.get(medium)
    return wrote + limit if limit is not None and wrote is not None else None
