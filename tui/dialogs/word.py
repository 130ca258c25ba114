"""One word of the owner's: a line to write it on. Escape changes nothing."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.keys import Key
from tui.text import content
from tui.widgets.key_bar import KeyBar
from tui.words import t

LONGEST = 40


class WordDialog(ModalScreen[str]):
    """Dismissed with the word, or with "" when none was given."""

    CSS_PATH = "word.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, a line, and its keys."""
        with Vertical(id="box"):
            yield Static(content(self._question, newlines=True), id="question")
            word = Input(max_length=LONGEST, compact=True, id="word")
            word.cursor_blink = False
            yield word
            yield KeyBar(
                [
                    Key(t("enter"), t("15 more minutes"), "screen.take"),
                    Key(t("esc"), t("change nothing"), "screen.leave"),
                ]
            )

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Go on with the word, if there is one; one word is enough."""
        if words := self.query_one("#word", Input).value.split():
            self.dismiss(words[0])

    def action_leave(self) -> None:
        """Go, and nothing is different."""
        self.dismiss("")
