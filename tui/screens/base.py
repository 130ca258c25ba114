"""What every screen of the house shares: the top line, the day line, the notice, the footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from tui.keys import Key
from tui.messages import Acted, Brought
from tui.steady import Steady
from tui.text import content
from tui.widgets.dayline import DayLine
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from planner.doors import FrontDesk
    from planner.views_today import TodayView
    from tui.app import EntracteApp


#: Columns from which the desk shows its list beside the request.
WIDE = 100
#: Columns from which lines are kept to a readable length.
VAST = 160


class HouseScreen(Steady, Screen[None]):
    """A screen that shows the time of the shop and what was done last."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (VAST, "-vast")]  # noqa: RUF012 - declared by Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012 - declared by Textual
    #: Where it stands in the table of keys.
    PLACES: ClassVar[tuple[str, ...]] = ()

    @property
    def house(self) -> EntracteApp:
        """The app, by its own type."""
        return cast("EntracteApp", self.app)

    def on_mount(self) -> None:
        """Show what is already known."""
        self.set_class(self.house.ascii_only, "-ascii")
        self.show_all()

    def show_all(self) -> None:
        """Show what the app knows now: data, notice, keys."""
        if self.house.view is not None:
            self.show_today(self.house.view)
        self.show_notice()
        self.show_keys()

    def show_today(self, view: TodayView) -> None:
        """Take over a new view of the day."""
        # Local time is dear to import; the thread that read the view has done it already.
        from tui.dates import Wall
        from tui.faces import top

        self.query_one(TopLine).show(*top(view, self.house.glyphs))
        for line in self.query(DayLine):
            line.show(view, Wall(view).clock)

    def show_notice(self) -> None:
        """Say what was done last, or what did not work."""
        said = self.house.said
        undo = self.house.undo_seconds()
        self.query_one(Notice).show(said.sentence, trouble=said.trouble, undo=undo)

    def show_keys(self) -> None:
        """Refresh the footer, with a story's place at its end."""
        speed = self.house.speed
        self.query_one("#footer", KeyBar).show(
            self.keys(), content(speed.label()) if speed else None
        )

    def keys(self) -> Sequence[Key]:
        """The keys that make sense now; none until a screen names its own."""
        return ()

    def reload(self, desk: FrontDesk) -> None:
        """Read again what only this screen shows."""

    def brought(self, message: Brought) -> None:
        """Take over what this screen asked for."""

    def acted(self, message: Acted) -> None:
        """What the owner asked for is done."""

    def refused(self) -> None:
        """What the owner asked for did not work."""

    def put_away(self) -> None:
        """It is about to be closed from outside: keep what must not be lost."""
