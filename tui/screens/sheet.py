"""A sheet: a list to read from top to bottom, a sentence above it, what may be done with a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.doors import FrontDesk
from tui.keys import Key
from tui.keytable import bindings
from tui.messages import Brought, Listed
from tui.screens.page import PageScreen
from tui.text import clean
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.top_line import TopLine


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Two lines: what it is, and what is said of it. `id` is what a deed is about."""

    id: str
    head: str
    note: str = ""


class SheetScreen(PageScreen):
    """What every sheet shares; each names its errand, its words and its keys."""

    CSS_PATH = "sheet.tcss"
    NAME = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    def __init__(self) -> None:
        super().__init__()
        self._listed: Listed | None = None

    def compose(self) -> ComposeResult:
        """The sentence, then the list."""
        yield TopLine()
        yield Static(id="state", markup=False)
        yield KeptList(id="sheet", markup=False)
        yield Notice(ascii_only=self.house.ascii_only)
        yield KeyBar(id="footer")

    def on_mount(self) -> None:
        """Read what is listed."""
        super().on_mount()
        self.query_one("#sheet").focus()

    # What a sheet says of itself; none of them stands empty

    def read(self, desk: FrontDesk) -> Listed:  # noqa: ARG002
        """What is listed; called in a thread."""
        return Listed(self.NAME, ())

    def rows(self, listed: Listed) -> Sequence[SheetRow]:  # noqa: ARG002
        """The rows, in the language in use."""
        return ()

    def drawn(self, listed: Listed, width: int) -> Sequence[tuple[str, Content]]:
        """The rows as they are drawn, each with its id."""
        return [(row.id, _drawn(row, width)) for row in self.rows(listed)]

    def sentence(self, listed: Listed) -> str:
        """What stands above them."""
        return listed.sentence

    # What is shown

    def reload(self, desk: FrontDesk) -> None:
        """Read it again."""
        self.house.errands.read(self.NAME, lambda: self.read(desk))

    def brought(self, message: Brought) -> None:
        """Take over what was read."""
        if isinstance(message, Listed) and message.name == self.NAME:
            self._listed = message
            self.draw()

    def draw(self) -> None:
        """The sentence, and the rows."""
        listed, sheet = self._listed, self.query_one("#sheet", KeptList)
        if listed is None:
            return
        self.query_one("#state", Static).update(Content(clean(self.sentence(listed))))
        drawn = self.drawn(listed, max(40, sheet.size.width - 4))
        sheet.show([Option(line, id=id) for id, line in drawn])
        self.show_keys()

    @on(OptionList.OptionHighlighted, "#sheet")
    def _moved(self) -> None:
        self.show_keys()  # another row may allow other deeds

    @property
    def chosen(self) -> str:
        """The id of the row the cursor is on; "" for none."""
        return self.query_one("#sheet", KeptList).chosen

    def keys(self) -> Sequence[Key]:
        """Those of the sheet."""
        return ()


def _drawn(row: SheetRow, width: int) -> Content:
    """A row's two parts: the second is quiet, and wrapped under the first."""
    lines = [Content(clean(row.head))]
    for paragraph in row.note.splitlines():
        lines += [
            Content.styled(line.plain, "$muted") for line in Content(clean(paragraph)).wrap(width)
        ]
    return Content("\n").join([*lines, Content("")])
