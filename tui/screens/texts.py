"""The texts: everything that leaves by itself, as it would read now; rehearsal to live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from planner.views_texts import TextRow, TextsView
from tui.dialogs.choice import Choice, ChoiceDialog
from tui.keys import Key, texts_keys
from tui.keytable import bindings
from tui.messages import Acted, Brought, TextsLoaded
from tui.screens.page import PageScreen
from tui.screens.text_form import TextFormScreen
from tui.screens.texts_words import group, row, state
from tui.text import clean
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine
from tui.words import language, t

#: The texts that are read before anything is sent.
SAMPLES = ("ack", "ack_night", "away")


class TextsScreen(PageScreen):
    """One list; each text with a preview, in one of the two languages."""

    CSS_PATH = "texts.tcss"
    PLACES = ("texts", "list")
    BINDINGS: ClassVar[list[BindingType]] = bindings("texts", "list")

    def __init__(self) -> None:
        super().__init__()
        self._language = language()
        self._texts: TextsView | None = None

    def compose(self) -> ComposeResult:
        """What state it is, the list."""
        yield TopLine()
        yield Static(id="state", markup=False)
        yield KeptList(id="texts", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read them."""
        super().on_mount()
        self.query_one("#texts").focus()

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read them again."""
        spoken = self._language
        self.house.errands.read("texts", lambda: TextsLoaded(desk.texts(spoken)))

    def brought(self, message: Brought) -> None:
        """The texts of a language."""
        if isinstance(message, TextsLoaded) and message.view.language == self._language:
            self._texts = message.view
            self.draw()

    def draw(self) -> None:
        """The state, and the list."""
        view = self._texts
        if view is None:
            return
        self.query_one("#state", Static).update(state(view))
        width = max(40, self.size.width - 8)
        lines = 2 if self.has_class("-tall") else 1
        options, title = [], ""
        for one in view.rows:
            if one.group != title:
                title = one.group
                options.append(Option(group(title), disabled=True))
            draft = (one.key, view.language) in self.house.drafts.texts
            shown = row(one, width, lines, self.house.glyphs, draft=draft)
            options.append(Option(shown, id=one.key))
        self.query_one("#texts", KeptList).show(options)
        self.show_keys()

    def _one(self) -> TextRow | None:
        rows = self._texts.rows if self._texts else ()
        chosen = self.query_one("#texts", KeptList).chosen
        return next((one for one in rows if one.key == chosen), None)

    def keys(self) -> Sequence[Key]:
        """Those of the list."""
        return texts_keys(rehearsal=self._texts is None or self._texts.rehearsal)

    # What the owner does

    @on(OptionList.OptionSelected, "#texts")
    def action_open(self) -> None:
        """Change the chosen text."""
        if (one := self._one()) is not None:
            self.app.push_screen(TextFormScreen(one, self._language))

    def on_screen_resume(self) -> None:
        """Back from a text: wordings and drafts may be others."""
        self.draw()

    def action_turn(self) -> None:
        """The other language."""
        self._language = "en" if self._language == "fr" else "fr"
        self.read_again()

    def action_live(self) -> None:
        """Start sending, or go back to rehearsal: asked once, with what would be read."""
        view = self._texts
        if view is None:
            return
        live = view.rehearsal
        if live:
            read = [clean(one.preview) for one in view.rows if one.key in SAMPLES]
            asked = t("Start sending automatic messages? They read like this:")
            question = "\n\n".join([asked, *read])
            choice = Choice("g", t("send them"), "yes")
        else:
            question = t("Stop sending? Automatic messages are then written and shown only.")
            choice = Choice("g", t("show them only"), "yes")

        def answered(value: str | None) -> None:
            if value:
                self.house.act("live", lambda desk: desk.go_live(live))

        self.app.push_screen(ChoiceDialog(question, [choice]), answered)

    def acted(self, message: Acted) -> None:
        """Live or not, saved or put back: read it again."""
        if message.action in ("live", "text"):
            self.read_again()
