"""The door of the way out: what may be asked where the database cannot be opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.views_rescue import CopyView, ReplaceView


class RescueDesk(Protocol):
    """What is needed to put a copy back. Each reads files; none needs an open shop."""

    def copies(self) -> tuple[CopyView, ...]:
        """The daily copies, newest first. Never raises."""

    def look(self, copy: Path) -> ReplaceView:
        """What putting it back would mean; changes nothing. Raises StoreError."""

    def put_back(self, copy: Path) -> ReplaceView:
        """Put it in place of the present file, which is kept. Raises StoreError, NotPossible."""
