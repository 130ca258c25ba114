"""The week: windows as rows, days as columns, and what is to know about the chosen day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.doors import FrontDesk
from planner.views_week import WeekView
from tui.dates import Wall
from tui.keys import Key, week_keys
from tui.keytable import bindings
from tui.messages import Brought, WeekLoaded
from tui.screens.page import PageScreen
from tui.screens.week_words import agenda, grid
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine

DAY = timedelta(days=1)


class WeekScreen(PageScreen):
    """A bar and a word a window; an absence is hatched."""

    CSS_PATH = "week.tcss"
    PLACES = ("week", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("week", "list")

    def __init__(self) -> None:
        super().__init__()
        self._week: WeekView | None = None
        self._first: date | None = None  # None: the week of today
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """The grid, then the chosen day."""
        yield TopLine()
        yield Static(id="grid", markup=False)
        with VerticalScroll(id="agenda", can_focus=False):
            yield Static(id="day", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read the week again."""
        first = self._first
        self.house.errands.read("week", lambda: WeekLoaded(desk.week(first)))

    def brought(self, message: Brought) -> None:
        """A week; the day that is chosen stays, or it is today."""
        if not isinstance(message, WeekLoaded):
            return
        before = self._week
        self._week = message.view
        if before is None or before.days[0].day != message.view.days[0].day:
            today = [n for n, one in enumerate(message.view.days) if one.today]
            self._chosen = today[0] if today else min(self._chosen, 6)
        self.draw()

    def draw(self) -> None:
        """The grid, and the chosen day."""
        week, view = self._week, self.house.view
        if week is None or view is None:
            return
        wall, using = Wall(view), self.house.glyphs
        width = max(60, self.query_one("#grid").size.width or self.size.width - 4)
        self.query_one("#grid", Static).update(grid(week, self._chosen, width, using))
        day = week.days[self._chosen]
        self.query_one("#day", Static).update(agenda(week, day, wall, width, using))
        self.show_keys()

    def keys(self) -> Sequence[Key]:
        """Days and weeks."""
        return week_keys(now=self._first is None)

    # Moving about

    def action_day(self, by: int) -> None:
        """The day beside; over the edge lies another week."""
        chosen = self._chosen + by
        if 0 <= chosen <= 6:
            self._chosen = chosen
            self.draw()
        else:
            self._chosen = chosen % 7
            self.action_week(by)

    def action_week(self, by: int) -> None:
        """Another week."""
        if self._week is not None:
            self._first = self._week.days[0].day + by * 7 * DAY
            self.read_again()

    def action_now(self) -> None:
        """The week of today."""
        self._first = self._week = None
        self.read_again()
