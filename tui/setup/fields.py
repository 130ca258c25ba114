"""A line to write in with its label, and the days of the week."""

from __future__ import annotations

from collections.abc import Collection

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.locale.dates import weekday_words
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import language

_LETTERS = 3
_WEEK = 7
_DAY_CELLS = _LETTERS + 4  # the dot, the name and what separates them


class Entry(Input):
    """One line; nothing blinks, and a pasted escape sequence does not come through."""

    def __init__(self, text: str, *, hidden: bool = False, hint: str = "") -> None:
        super().__init__(
            clean(text), placeholder=clean(hint), password=hidden, compact=True,
            select_on_focus=False,
        )  # fmt: skip
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text)  # the handler of every input comes after this one


class Ask(Horizontal):
    """A line with its label; one that is `needed` is not passed over while it is empty."""

    DEFAULT_CSS = """
    Ask { height: auto; margin: 0 0 1 0; }
    Ask > .label { width: 22; height: auto; color: $muted; margin: 0 2 0 0; }
    Ask > Entry { width: 1fr; max-width: 56; background: $surface; padding: 0 1; }
    Ask > Entry:focus { background: $chosen; }
    """

    def __init__(
        self,
        label: str,
        text: str,
        *,
        id: str,
        needed: bool = True,
        hidden: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(id=id)
        self._label, self.needed = label, needed
        self.entry = Entry(text, hidden=hidden, hint=hint)

    def compose(self) -> ComposeResult:
        """The label, the line."""
        yield Static(Content(clean(self._label)), classes="label")
        yield self.entry

    @property
    def value(self) -> str:
        """What is written, without the spaces around it."""
        return self.entry.value.strip()


class Days(Widget, can_focus=True):
    """The days of the week in one line: a full dot for an open day, a ring for one of rest."""

    DEFAULT_CSS = """
    Days { height: 1; width: 1fr; }
    """

    class Changed(Message):
        """Another day is open, or closed."""

    def __init__(self, days: Collection[int], using: Glyphs, *, id: str) -> None:
        super().__init__(id=id)
        self._open, self._at, self._glyphs = set(days), 0, using

    @property
    def days(self) -> tuple[int, ...]:
        """The open ones; Monday is 0."""
        return tuple(sorted(self._open))

    def move(self, step: int) -> None:
        """Choose the next day, or the one before."""
        self._at = (self._at + step) % _WEEK
        self.refresh()

    def turn(self) -> None:
        """Open or close the chosen day."""
        self._open ^= {self._at}
        self.refresh()
        self.post_message(self.Changed())

    def on_focus(self) -> None:
        """The chosen day is seen."""
        self.refresh()

    def on_blur(self) -> None:
        """No day is chosen any more."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click turns the day under it."""
        self._at = min(_WEEK - 1, max(0, event.x) // _DAY_CELLS)
        self.turn()

    def render(self) -> Content:
        """All seven."""
        parts: list[tuple[str, str]] = []
        for day in range(_WEEK):
            shape = self._glyphs.on if day in self._open else self._glyphs.off
            look = "$primary" if day in self._open else "$muted"
            if self.has_focus and day == self._at:
                look = f"bold {look} on $chosen"
            name = weekday_words(day, language())[:_LETTERS]
            parts += [(f"{shape} {name}", look), ("  ", "")]
        return Content.assemble(*parts)
