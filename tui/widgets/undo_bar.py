"""The undo bar: a few seconds that drain, and the key that takes the last step back."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from tui.glyphs import Glyphs, glyphs
from tui.keytable import pressed
from tui.words import t

CELLS = 10
GRACE = 10.0
#: Often enough to be seen draining, seldom enough to cost nothing.
BEAT = 0.25
SECOND = 1.0


def bar(left: float, using: Glyphs, *, still: bool = False) -> Content:
    """The key, the bar and the seconds that are left of the ten; `still`: words alone."""
    full = max(0, min(CELLS, ceil(CELLS * left / GRACE)))
    head = Content.assemble((pressed("undo"), "bold $secondary"), f" {t('undo')}  ")
    seconds = (f"{ceil(max(0.0, left))} s", "$muted")
    if still:
        return Content.assemble(head, seconds)
    rest = (using.rest * (CELLS - full), "$rule")
    return Content.assemble(head, (using.bar * full, "$secondary"), rest, "  ", seconds)


class UndoBar(Widget):
    """Shown while undoing is possible, gone afterwards."""

    DEFAULT_CSS = """
    UndoBar { height: 1; width: auto; display: none; }
    """

    def __init__(
        self,
        *,
        ascii_only: bool = False,
        beat: Callable[[], float] = time.monotonic,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs(ascii_only)
        self._beat = beat
        self._ends = 0.0
        self._timer: Timer | None = None

    @property
    def _still(self) -> bool:
        """Whether nothing shall move: a setting, or the terminal's own wish."""
        return self.app.animation_level == "none"

    @property
    def left(self) -> float:
        """Seconds left, 0 when it is too late."""
        return max(0.0, self._ends - self._beat())

    def run(self, seconds: float) -> None:
        """Show this many seconds from now; none hides the bar."""
        self._ends = self._beat() + seconds
        self.display = seconds > 0
        if self._timer is None and seconds > 0:
            self._timer = self.set_interval(SECOND if self._still else BEAT, self._drain)
        self.refresh(layout=True)

    def _drain(self) -> None:
        if self.left <= 0:
            self.display = False
            if self._timer is not None:
                self._timer.stop()
                self._timer = None
        self.refresh()

    def render(self) -> Content:
        """The bar as it stands."""
        return bar(self.left, self._glyphs, still=self._still)
