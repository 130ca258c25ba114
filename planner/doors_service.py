"""What the service asks of the services, beside its passes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.ports import Watcher


class Pass(Protocol):
    """What a pass tells the service."""

    @property
    def next_at(self) -> datetime | None:
        """When something changes although nothing arrives; None when nothing is ahead."""


class Running(Protocol):
    """A shop that is kept going."""

    def tick(self) -> Pass:
        """One reconciling pass, when no other process holds the lease; otherwise nothing."""

    def watchers(self) -> Sequence[Watcher]:
        """The channels that say by themselves when something came, for the service to listen to."""

    def stopping(self) -> Event:
        """Set, it asks a pass under way to end between two letters or batches."""

    def in_hand(self) -> bool:
        """Whether a letter is being handed over: ending now would leave open whether it left."""
