"""Something to read: a title, sentences below it; left by almost any key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import Key
from tui.text import content
from tui.widgets.key_bar import KeyBar
from tui.words import t


class ReadDialog(ModalScreen[None]):
    """Foreign text in it is as harmless as everywhere."""

    CSS_PATH = "read.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,y", "dismiss", show=False),
        Binding("u", "app.away", show=False),
    ]

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        super().__init__()
        self._title, self._sentences = title, sentences

    def compose(self) -> ComposeResult:
        """The title, what is to be read, the way out."""
        with Vertical(id="box"):
            yield Static(content(self._title), id="question")
            with VerticalScroll(id="text"):
                yield Static(Content("\n").join([content(one) for one in self._sentences]))
            yield KeyBar([Key(t("esc"), t("back"), "screen.dismiss")])

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#text").focus()
