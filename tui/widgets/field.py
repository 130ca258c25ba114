"""A field of a form: what it is on the left, what is written on the right."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from planner.views_rules import FieldView
from tui.text import clean


class Line(Input):
    """One line to write in; nothing blinks, and a pasted escape sequence does not come through."""

    def __init__(self, view: FieldView, text: str) -> None:
        super().__init__(clean(text), compact=True, select_on_focus=False)
        self.view = view
        self.cursor_blink = False

    @property
    def written(self) -> str:
        """What is meant: untouched, it is what the file says, also what cannot be shown."""
        was = self.view.written
        return was if self.value == clean(was) else self.value

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text)  # the handler of every input comes after this one


class Field(Horizontal):
    """A line with its label; a wrong one has a mark beside its colour."""

    DEFAULT_CSS = """
    Field { height: auto; margin: 0 0 0 0; }
    Field > .label { width: 28; height: auto; max-height: 2; color: $muted; margin: 0 2 0 0; }
    Field > Line { width: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    Field > Line:focus { background: $chosen; }
    Field.-wrong > .label { color: $error; text-style: bold; }
    """

    def __init__(self, view: FieldView, text: str, label: str) -> None:
        super().__init__()
        self._label, self.line = label, Line(view, text)

    def compose(self) -> ComposeResult:
        """The label, the line."""
        yield Static(Content(clean(self._label)), classes="label")
        yield self.line

    def wrong(self, wrong: bool) -> None:
        """Whether its line needs another look."""
        self.set_class(wrong, "-wrong")
        mark = "! " if wrong else ""
        self.query_one(".label", Static).update(Content(f"{mark}{clean(self._label)}"))


class Row(Horizontal):
    """The cells of a row of a table, side by side."""

    DEFAULT_CSS = """
    Row { height: 1; }
    Row > Line { width: 1fr; background: $surface; color: $foreground; }
    Row > Line { padding: 0 1; margin: 0 1 0 0; }
    Row > Line:focus { background: $chosen; }
    Row.-wrong > Line { text-style: bold; color: $error; }
    Row > .mark { width: 2; color: $error; }
    """

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """A place for a mark, then the cells."""
        yield Static("", classes="mark")
        yield from self.lines

    def wrong(self, wrong: bool) -> None:
        """Whether one of its cells needs another look."""
        self.set_class(wrong, "-wrong")
        self.query_one(".mark", Static).update("!" if wrong else "")
