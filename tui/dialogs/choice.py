"""A question with a few answers, each with its key. Escape changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import Key
from tui.text import content
from tui.widgets.key_bar import KeyBar
from tui.words import t


@dataclass(frozen=True, slots=True)
class Choice:
    """A key, what it means, and the value that it answers with."""

    press: str
    words: str
    value: str


class ChoiceDialog(ModalScreen[str]):
    """Dismissed with the value of a choice, or with "" when nothing was chosen."""

    CSS_PATH = "choice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "choose('')", show=False),
        # A dialog hides the keys of the house; this one works anywhere.
        Binding("u", "app.away", show=False),
    ]

    def __init__(self, question: str, choices: Sequence[Choice], *, keep: str = "") -> None:
        super().__init__()
        self._keep = keep or t("change nothing")
        self._question, self._choices = question, choices

    def compose(self) -> ComposeResult:
        """The question, then one line a choice."""
        keep = Choice(t("esc"), self._keep, "")
        with Vertical(id="box"):
            with VerticalScroll(id="said", can_focus=True):
                yield Static(content(self._question, newlines=True), id="question")
            choices = (*self._choices, keep)
            wide = max(cell_len(choice.press) for choice in choices)
            for choice in choices:
                action = f"screen.choose('{choice.value}')"
                yield KeyBar([Key(choice.press.ljust(wide), choice.words, action)])

    def on_key(self, event: events.Key) -> None:
        """The key of a choice."""
        for choice in self._choices:
            if event.key == choice.press:
                event.stop()
                self.action_choose(choice.value)

    def action_choose(self, value: str) -> None:
        """Answer, and go."""
        self.dismiss(value)
