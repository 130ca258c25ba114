"""A page: read in a thread, drawn as a whole, read again when something changed, left for Today."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events

from planner.face import Face
from tui.screens.base import HouseScreen

if TYPE_CHECKING:
    from planner.views_today import TodayView


class PageScreen(HouseScreen):
    """What every page shares; each says what it reads (`reload`) and how it is drawn."""

    #: Whether it may be looked at while the owner is unavailable.
    AT_REST: ClassVar[bool] = False

    def on_mount(self) -> None:
        """Read it."""
        super().on_mount()
        self.read_again()

    def read_again(self) -> None:
        """Read it, now or again."""
        if self.house.desk is not None:
            self.reload(self.house.desk)

    def draw(self) -> None:
        """Draw what was read, if anything was."""

    def show_today(self, view: TodayView) -> None:
        """Time went on; whoever is unavailable is not kept at a page."""
        super().show_today(view)
        if view.face is Face.AWAY and not self.AT_REST:
            self.house.go_home()

    def show_all(self) -> None:
        """Also in another language."""
        super().show_all()
        self.draw()

    def on_resize(self, _: events.Resize) -> None:
        """Wrap again, once the width is known."""
        self.call_after_refresh(self.draw)

    def action_leave(self) -> None:
        """Back to Today."""
        self.house.go_home()
