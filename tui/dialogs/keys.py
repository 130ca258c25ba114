"""The keys that work here, from the one table: what a footer has no room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import Key
from tui.keytable import PLACES, KeyRow, pressed, rows_of
from tui.screens.base import HouseScreen
from tui.widgets.key_bar import KeyBar
from tui.words import marked, t


class KeysDialog(ModalScreen[None]):
    """Read, then left by almost any key."""

    CSS_PATH = "keys.tcss"
    VERTICAL_BREAKPOINTS = HouseScreen.VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter", "dismiss", show=False),
        Binding("u", "app.away", show=False),
    ]

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__()
        self._places = (*places, "everywhere")

    def compose(self) -> ComposeResult:
        """One part a place, in two columns: the key, what it does."""
        with Vertical(id="box"):
            with VerticalScroll(id="keys"):
                yield Static(Content("\n").join(list(lines(self._places))))
            yield KeyBar([Key(t("esc"), t("back"), "screen.dismiss")])

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one("#keys").focus()


#: Cells of a line: the width in keys.tcss without padding and scroll bar.
ROOM = 70


def lines(places: Sequence[str]) -> Iterator[Content]:
    """The help as lines; what is said is wrapped under itself."""
    rows = [row for place in places for row in rows_of(place)]
    width = max(cell_len(_keys(row)) for row in rows) + 2
    words = max(cell_len(marked(row.words)) for row in rows) + 2
    for place in places:
        if not rows_of(place):
            continue
        yield Content.styled(marked(PLACES[place]), "bold")
        for row in rows_of(place):
            head = _keys(row).ljust(width)
            said = marked(row.words)
            says = marked(row.says) if row.says else ""
            shown = Content(says).wrap(ROOM - width - words) or [Content("")]
            begin = Content.assemble((head, "$secondary"), said.ljust(words))
            yield Content.assemble(begin, shown[0].stylize("$muted"))
            for more in shown[1:]:
                yield Content.assemble(" " * (width + words), more.stylize("$muted"))
        yield Content("")


def _keys(row: KeyRow) -> str:
    return pressed(row.id)
