"""Whether another process changed the data: asked now and then, from a thread of its own.

It is most of what the dashboard does at rest, so it is no errand: one waiting thread costs a tenth
of a thread a look.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.app import App

from planner.clock import MOVED, SystemClock
from planner.errors import EntracteError
from tui.messages import Polled, Settled, Trouble

if TYPE_CHECKING:
    from planner.doors import FrontDesk

PAUSE = 2.0  # seconds between two looks


class Watch(threading.Thread):
    """Tells the app when the desk's revision is another one."""

    def __init__(self, app: App[None], desk: FrontDesk, revision: int) -> None:
        super().__init__(name="watch", daemon=True)
        self._app, self._desk = app, desk
        self._known: int | None = revision  # None: the last look did not work
        self._wall = 0.0  # the clock at the last look, in seconds
        self._over = threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        while not self._over.wait(PAUSE):
            self.compare(SystemClock().now().timestamp())
            self.look()

    def compare(self, wall: float) -> None:
        """Whether the clock is where it should be since the last look: no timer sees a sleep."""
        if self._wall and abs(wall - self._wall - PAUSE) > MOVED:
            self._app.post_message(Settled("poll", Polled(slept=True)))
        self._wall = wall

    def look(self) -> None:
        """Once; what does not work is said, and asked again."""
        try:
            found = self._desk.revision()
        except EntracteError as error:
            self._known = None
            self._app.post_message(Settled("poll", Trouble.of(error, "poll")))
            return
        if found != self._known:
            self._known = found
            self._app.post_message(Settled("poll", Polled()))

    def end(self) -> None:
        """No more looks."""
        self._over.set()
