"""Showing: a story as a shop to look at and to play with, its clock in the visitor's hand."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from time import monotonic

from planner.locale import gettext as _
from planner.services.office import Office
from planner.services.simulating.player import Player
from planner.services.ticking import Tick


class Shown(Office):
    """The office of a story that is being shown; `step` goes to the next moment.

    With a `speed` (story seconds a second) the clock also runs by itself.
    """

    def __init__(self, player: Player, speed: float = 0.0) -> None:
        super().__init__(player.office.ctx)
        self._player, self._speed = player, speed
        self._hand = threading.Lock()  # the visitor's key and the running clock take turns
        self._since = monotonic()

    def step(self) -> None:
        """Go to the next thing that happens."""
        with self._hand:
            self._player.step()

    def label(self) -> str:
        """What is being shown."""
        return _("sample week")

    def tick(self) -> Tick:
        """One pass at the story's instant, after the clock has run on if it runs by itself."""
        with self._hand:
            elapsed, self._since = monotonic() - self._since, monotonic()
            self._player.play_to(self._now() + timedelta(seconds=elapsed * self._speed))
            return self._player.refresh()

    def revision(self) -> int:
        """As the store says; a clock that runs by itself moves here too."""
        if self._speed:
            self.tick()
        return super().revision()

    def _now(self) -> datetime:
        return self._player.clock.now()
