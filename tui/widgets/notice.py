"""The calm line above the footer: what was just done, or what did not work."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.text import content
from tui.widgets.undo_bar import UndoBar


class Notice(Horizontal):
    """One sentence and, while it can be taken back, the undo bar."""

    DEFAULT_CSS = """
    Notice { dock: bottom; height: auto; max-height: 3; padding: 0 2; margin: 0 0 1 0; }
    Notice > #said { width: 1fr; height: auto; color: $muted; }
    Notice.-trouble > #said { color: $error; }
    Notice > UndoBar { margin: 0 0 0 2; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """The sentence and the bar."""
        yield Static(id="said", markup=False)
        yield UndoBar(ascii_only=self._ascii)

    def show(self, sentence: str, *, trouble: bool = False, undo: float = 0.0) -> None:
        """Say it; `undo` in seconds. A problem has a word of its own beside its colour."""
        self.set_class(trouble, "-trouble")
        self.query_one("#said", Static).update(content(sentence, newlines=True))
        self.query_one(UndoBar).run(undo)
