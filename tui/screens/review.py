"""The review: how the last seven days went, calmly; no comparison, no score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.views import ReviewView
from tui.dates import Wall
from tui.keys import Key, review_keys
from tui.keytable import bindings
from tui.messages import Brought, ReviewLoaded
from tui.screens.page import PageScreen
from tui.screens.review_words import review
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine


class ReviewScreen(PageScreen):
    """What was kept, what was answered, and the rest that was taken."""

    CSS_PATH = "review.tcss"
    PLACES = ("review", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    def __init__(self) -> None:
        super().__init__()
        self._review: ReviewView | None = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield TopLine()
        with VerticalScroll(id="text"):
            yield Static(id="review", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Arrows scroll."""
        super().on_mount()
        self.query_one("#text").focus()

    def read_again(self) -> None:
        """Read it once: what was passed on purpose is shown once, and stays while it is open."""
        if (desk := self.house.desk) is not None:
            self.house.errands.read("review", lambda: ReviewLoaded(desk.review()))

    def brought(self, message: Brought) -> None:
        """The week."""
        if isinstance(message, ReviewLoaded):
            self._review = message.view
            self.draw()

    def draw(self) -> None:
        """One text."""
        found, view = self._review, self.house.view
        if found is None or view is None:
            return
        width = max(40, self.size.width - 8)
        said = review(found, Wall(view), width, self.house.glyphs)
        self.query_one("#review", Static).update(said)

    def keys(self) -> Sequence[Key]:
        """Away, back."""
        return review_keys()
