"""A pass of the service: guarded, so that nothing that happens in it ends the service."""

from __future__ import annotations

import threading
from collections.abc import Callable

from planner.ports import Clock


class Health:
    """Who hears how the passes end; this one tells nobody. Called from any thread."""

    def well(self) -> None:
        """A pass has worked."""

    def failed(self, error: BaseException) -> None:
        """A pass has failed; the next one tries again."""

    def hangs(self, seconds: float) -> None:
        """A pass has been under way for so long."""


class Turns:
    """The passes, one at a time. `count`: how many have ended; `awaited`: one was asked for and has
    not begun.
    """

    def __init__(
        self, tick: Callable[[], None], stop: threading.Event, clock: Clock, health: Health
    ) -> None:
        self._tick, self._stop, self._clock, self._health = tick, stop, clock, health
        self._idle = threading.Event()
        self._idle.set()
        self._since = 0.0
        self.count, self.awaited = 0, False

    def __call__(self) -> None:
        """One pass. It never raises: the thread that calls it belongs to the scheduler."""
        if self._stop.is_set():
            return
        self.awaited, self._since = False, self._clock.monotonic()
        self._idle.clear()
        try:
            self._tick()
        except BaseException as error:  # noqa: BLE001 - the border: nothing in a pass ends the service
            self._health.failed(error)
        else:
            self._health.well()
        finally:
            self.count += 1
            self._idle.set()

    @property
    def busy(self) -> bool:
        """Whether a pass is under way."""
        return not self._idle.is_set()

    def under_way(self) -> float:
        """For how many seconds a pass has been under way; 0.0 while none is."""
        return self._clock.monotonic() - self._since if self.busy else 0.0

    def hangs(self) -> None:
        """Say that the pass under way takes very long."""
        self._health.hangs(self.under_way())

    def over(self, seconds: float) -> bool:
        """Whether no pass is under way, waiting at most so long for it."""
        return self._idle.wait(seconds)
