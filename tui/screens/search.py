"""Search: words are typed, messages are found. She asks on purpose, so it always opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.views_archive import FoundView, HitView
from tui.dates import Wall
from tui.keys import Key, search_keys
from tui.keytable import bindings
from tui.messages import Brought, Found
from tui.screens.base import HouseScreen
from tui.screens.conversation import ConversationScreen
from tui.screens.search_words import row
from tui.text import clean
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import t

#: A pause in typing, in seconds, after which it is looked for.
PAUSE = 0.15


class Typed(Input):
    """What is looked for; a pasted escape sequence does not come through."""

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text)  # the handler of every input comes after this one


class SearchScreen(HouseScreen):
    """One line to type in, and what was found below it."""

    CSS_PATH = "search.tcss"
    PLACES = ("search",)
    BINDINGS: ClassVar[list[BindingType]] = bindings("search")

    def __init__(self) -> None:
        super().__init__()
        self._found: FoundView | None = None
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line, what is said of it, the list."""
        yield TopLine()
        typed = Typed(id="typed", select_on_focus=False)
        typed.cursor_blink = False
        yield typed
        yield Static(id="state", markup=False)
        found = KeptList(id="found", markup=False)
        found.can_focus = False  # the keys stay with the line; up and down move in the list
        yield found
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Begin with typing."""
        super().on_mount()
        self.query_one(Typed).focus()

    # Looking

    @on(Input.Changed, "#typed")
    def _typing(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        if self.house.desk is not None:
            self.reload(self.house.desk)

    def reload(self, desk: FrontDesk) -> None:
        """Look again: what is typed may be found in what has come since."""
        typed = self.query_one(Typed).value
        if typed.strip():
            self.house.errands.read("search", lambda: Found(desk.search(typed)))
        else:
            self._found = None
            self._show()

    def brought(self, message: Brought) -> None:
        """What was found, unless something else is looked for by now."""
        if isinstance(message, Found) and message.view.words == self.query_one(Typed).value:
            self._found = message.view
            self._show()

    # What is shown

    def show_all(self) -> None:
        """Also in another language."""
        super().show_all()
        self._show()

    def on_resize(self) -> None:
        """Rows are as wide as the screen."""
        self._show()

    def _show(self) -> None:
        view, found, listed = self.house.view, self._found, self.query_one("#found", KeptList)
        self.query_one("#state", Static).update(Content(self._sentence()))
        if view is None:
            return
        wall, width, using = Wall(view), max(40, self.size.width - 5), self.house.glyphs
        hits = found.hits if found else ()
        listed.show([Option(row(hit, wall, width, using), id=str(hit.message)) for hit in hits])
        self.show_keys()

    def _sentence(self) -> str:
        if self._found is None:
            return t("Type words; accents and capitals do not matter.")
        if not self._found.hits:
            return t("Nothing was found.")
        return t("The newest; a word more finds others.") if self._found.more else ""

    def keys(self) -> Sequence[Key]:
        """Those that make sense now."""
        return search_keys(found=self._chosen() is not None)

    # Moving about

    def _chosen(self) -> HitView | None:
        at, hits = self.query_one("#found", OptionList).highlighted, self._found
        return hits.hits[at] if hits and at is not None and at < len(hits.hits) else None

    def action_move(self, by: int) -> None:
        """Another hit."""
        listed = self.query_one("#found", OptionList)
        if listed.option_count:
            at = (listed.highlighted or 0) + by
            listed.highlighted = max(0, min(listed.option_count - 1, at))

    @on(Input.Submitted, "#typed")
    @on(OptionList.OptionSelected, "#found")
    def _submitted(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The conversation of a hit, to read."""
        hit = self._chosen()
        if hit is None:
            return
        if hit.request is None:
            self.house.hint(t("This was set aside: no customer wrote it."))
        else:
            self.app.push_screen(ConversationScreen(hit.request))

    def action_leave(self) -> None:
        """Back to where she was."""
        self.dismiss()
