"""An absence as a small form: what it is, from when, until when, and which half of its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.errors import EntracteError
from planner.views import ListedAbsence
from planner.views_today import TodayView
from tui.keys import Key
from tui.screens import absence_words as words
from tui.text import clean, content
from tui.widgets.key_bar import KeyBar
from tui.words import t


class Turn(Widget, can_focus=True):
    """One of a few words: left and right turn it."""

    DEFAULT_CSS = """
    Turn { height: 1; width: 1fr; background: $surface; padding: 0 1; }
    Turn:focus { background: $chosen; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("enter", "screen.take", show=False),
        Binding("u", "app.away", show=False),
    ]

    def __init__(
        self, values: Sequence[str], value: str, say: Callable[[str], str], *, id: str
    ) -> None:
        super().__init__(id=id)
        self._values, self._say = values, say
        self.value = value

    def action_turn(self, by: int) -> None:
        """The next word, or the one before."""
        at = self._values.index(self.value) if self.value in self._values else 0
        self.value = self._values[(at + by) % len(self._values)]
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click is the next word."""
        event.stop()
        self.action_turn(1)

    def render(self) -> Content:
        """The word between its two ways."""
        return Content.assemble(("< ", "$muted"), self._say(self.value), (" >", "$muted"))


class AbsenceDialog(ModalScreen["words.Meant | None"]):
    """Dismissed with what is meant, or None."""

    CSS_PATH = "absence.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", show=False),
        Binding("escape", "leave", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, row: ListedAbsence | None, view: TodayView) -> None:
        super().__init__()
        self._view, self._new = view, row is None
        self._before = words.filled(row, view)

    def compose(self) -> ComposeResult:
        """Four lines, what is wrong with them, the keys."""
        with Vertical(id="box"):
            title = t("A new absence") if self._new else t("Change this absence")
            yield Static(Content(title), id="question")
            yield from self._line(
                t("What"), Turn(words.KINDS, self._before.kind, words.kind_words, id="kind")
            )
            yield from self._line(t("From"), self._input("since", t("now")))
            yield from self._line(t("Until"), self._input("until", t("not known")))
            half = Turn(words.HALVES, self._before.half, words.half_words, id="half")
            yield from self._line(t("Of the day"), half)
            yield Static(id="said", markup=False)
            yield Static(
                Content(t("tomorrow, 14:00, 2026-12-24; a day is included whole")), id="how"
            )
            yield KeyBar(
                [
                    Key(t("enter"), t("note it"), "screen.take"),
                    Key("tab", t("next line"), "app.focus_next"),
                    Key(t("esc"), t("change nothing"), "screen.leave"),
                ]
            )

    @staticmethod
    def _line(label: str, field: Widget) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Static(content(label), classes="label")
            yield field

    def _input(self, name: str, empty: str) -> Input:
        line = Input(
            getattr(self._before, name), placeholder=empty, max_length=40, compact=True, id=name
        )
        line.cursor_blink = False
        return line

    def on_mount(self) -> None:
        """Begin with when."""
        self.query_one("#until" if not self._new else "#since").focus()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Read the form; what cannot be read is said in it, and nothing is lost."""
        typed = words.Typed(
            self.query_one("#kind", Turn).value,
            self.query_one("#since", Input).value,
            self.query_one("#until", Input).value,
            self.query_one("#half", Turn).value,
        )
        try:
            meant = words.meant(typed, None if self._new else self._before, self._view)
        except EntracteError as error:
            self.query_one("#said", Static).update(Content(clean(str(error))))
            return
        same = not self._new and meant == words.NOTHING
        self.dismiss(None if same else meant)

    def action_leave(self) -> None:
        """Go, and nothing is different."""
        self.dismiss(None)
