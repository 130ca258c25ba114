"""The office while it runs: its passes, what wakes them, and how they end."""

from __future__ import annotations

import threading
from contextlib import suppress

from planner.domain.outbox import LetterState
from planner.errors import StoreError
from planner.ports import Watcher
from planner.services.context import Context
from planner.services.ticking import Tick, let_go, tick


class RunningOffice:
    """A part of planner.services.office.Office."""

    ctx: Context
    _ticking: threading.Lock

    def tick(self) -> Tick:
        """One reconciling pass, unless one runs already here or elsewhere."""
        if not self._ticking.acquire(blocking=False):
            return Tick(ran=False)
        try:
            return tick(self.ctx)
        finally:
            self._ticking.release()

    def watchers(self) -> tuple[Watcher, ...]:
        """The channels that say by themselves when something came."""
        return self.ctx.watchers

    def revision(self) -> int:
        """A number that changes when the data changed: cheap to poll."""
        return self.ctx.store.revision()

    def stopping(self) -> threading.Event:
        """Set, it asks a pass under way to end between two letters or batches."""
        return self.ctx.stopping

    def in_hand(self) -> bool:
        """Whether a letter is being handed over: ending now would leave open whether it left."""
        with self.ctx.store.read() as unit:
            return bool(unit.outbox.in_state(LetterState.HANDING_OVER))

    def close(self) -> None:
        """Let go of the lease and the file, whatever state the file is in."""
        try:
            with suppress(StoreError):  # the lease runs out by itself
                let_go(self.ctx)
        finally:
            self.ctx.store.close()
