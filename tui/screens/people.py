"""People: letters of a name or an address are typed, who has them is found; a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.views_people import PeopleView, PersonView
from tui.keys import Key, people_keys
from tui.keytable import bindings
from tui.messages import Brought, PeopleLoaded
from tui.screens.page import PageScreen
from tui.screens.people_words import row
from tui.screens.person import PersonScreen
from tui.screens.search import PAUSE, Typed
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t


class PeopleScreen(PageScreen):
    """One line to type in, and people by name below it."""

    CSS_PATH = "people.tcss"
    PLACES = ("people",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("people")

    def __init__(self) -> None:
        super().__init__()
        self._found: PeopleView | None = None
        self._drawn: tuple[tuple[PersonView, ...], int] = (), 0
        self._behind: list[int] = []  # the last person of each page before this one
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line, what is said of it, the list."""
        yield TopLine()
        typed = Typed(id="typed", select_on_focus=False)
        typed.cursor_blink = False
        yield typed
        yield Static(id="state", markup=False)
        people = KeptList(id="people", markup=False)
        people.can_focus = False  # the keys stay with the line; up and down move in the list
        yield people
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Begin with everybody, ready to be typed into."""
        super().on_mount()
        self.query_one(Typed).focus()

    # Looking

    @on(Input.Changed, "#typed")
    def _typing(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look_anew)

    def _look_anew(self) -> None:
        self._behind.clear()
        self.read_again()

    def reload(self, desk: FrontDesk) -> None:
        """Read the page again."""
        typed, after = self.query_one(Typed).value, self._after
        self.house.errands.read("people", lambda: PeopleLoaded(desk.people(typed, after), after))

    @property
    def _after(self) -> int | None:
        return self._behind[-1] if self._behind else None

    def brought(self, message: Brought) -> None:
        """A page, unless another one is looked for by now."""
        if isinstance(message, PeopleLoaded):
            asked = message.view.words, message.after
            if asked == (self.query_one(Typed).value, self._after):
                self._found = message.view
                self.draw()

    # What is shown

    def draw(self) -> None:
        """What is said, and the rows."""
        self.query_one("#state", Static).update(Content(self._sentence()))
        people = self.query_one("#people", KeptList)
        width = max(40, people.size.width - 5)
        found = self._found.people if self._found else ()
        if (found, width) != self._drawn:  # time went on, and nobody is new
            self._drawn = found, width
            people.show([Option(row(one, width), id=str(one.id)) for one in found])
        self.show_keys()

    def _sentence(self) -> str:
        found = self._found
        if found is None:
            return ""
        if not found.people:
            return t("Nobody with these letters.") if found.words else t("Nobody has written yet.")
        if found.more and not self._behind:
            return t("The first ones; a letter of a name or an address more finds others.")
        return t("Letters of a name or an address find somebody.")

    def keys(self) -> Sequence[Key]:
        """Those that make sense now."""
        return people_keys(
            found=bool(self.query_one("#people", KeptList).chosen),
            further=self._found is not None and self._found.more,
            before=bool(self._behind),
        )

    # Moving about

    def action_move(self, by: int) -> None:
        """Another person."""
        people = self.query_one("#people", KeptList)
        if people.option_count:
            at = (people.highlighted or 0) + by
            people.highlighted = max(0, min(people.option_count - 1, at))

    def action_page(self, by: int) -> None:
        """The next page, or the one before."""
        found = self._found
        if by > 0 and found is not None and found.more:
            self._behind.append(found.people[-1].id)
        elif by < 0 and self._behind:
            self._behind.pop()
        else:
            return
        self.read_again()

    @on(Input.Submitted, "#typed")
    @on(OptionList.OptionSelected, "#people")
    def _submitted(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The page of the chosen person."""
        chosen = self.query_one("#people", KeptList).chosen
        if chosen:
            self.app.push_screen(PersonScreen(int(chosen)))

    def action_leave(self) -> None:
        """Back to Today."""
        self.dismiss()
