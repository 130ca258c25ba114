"""A field of a form: what it is on the left, what is written on the right."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from planner.views_rules import FieldView
from tui.text import clean


class Line(Input):
    """One line to write in; nothing blinks, and a pasted escape sequence does not come through."""

    def __init__(self, view: FieldView, text: str) -> None:
        super().__init__(clean(text), compact=True, select_on_focus=False, classes="entry")
        self.view = view
        self.cursor_blink = False

    @property
    def written(self) -> str:
        """What is meant: untouched, it is what the file says, also what cannot be shown."""
        was = self.view.written
        return was if self.value == clean(was) else self.value

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text)  # the handler of every input comes after this one


class Chosen(Static, can_focus=True):
    """A line of which only its choices can be said: space and the arrows go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("enter", "app.focus_next", show=False),
    ]

    class Changed(Message):
        """Another one is chosen."""

    def __init__(self, view: FieldView, text: str) -> None:
        super().__init__(classes="entry")
        self.view = view
        known = [name for name, _words in view.choices]
        self.written = text if text in known else view.written

    def on_mount(self) -> None:
        """Say which one it is."""
        self._say()

    def on_click(self) -> None:
        """As the space bar."""
        self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """The next choice, or the one before."""
        names = [name for name, _words in self.view.choices]
        at = names.index(self.written) if self.written in names else -1
        self.written = names[(at + by) % len(names)]
        self._say()
        self.post_message(self.Changed())

    def _say(self) -> None:
        words = dict(self.view.choices).get(self.written, self.written)
        self.update(Content(clean(words)))


#: What is written in, whichever it is.
Entry = Line | Chosen


class Field(Horizontal):
    """A line with its label; a wrong one has a mark beside its colour."""

    DEFAULT_CSS = """
    Field { height: auto; margin: 0 0 0 0; }
    Field > .label { width: 28; height: auto; max-height: 2; color: $muted; margin: 0 2 0 0; }
    Field > .entry { width: 1fr; background: $surface; color: $foreground; padding: 0 1; }
    Field > .entry:focus { background: $chosen; }
    Field.-wrong > .label { color: $error; text-style: bold; }
    """

    def __init__(self, view: FieldView, text: str, label: str) -> None:
        super().__init__()
        self._label = label
        self.entry: Entry = Chosen(view, text) if view.choices else Line(view, text)

    def compose(self) -> ComposeResult:
        """The label, the line."""
        yield Static(Content(clean(self._label)), classes="label")
        yield self.entry

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
