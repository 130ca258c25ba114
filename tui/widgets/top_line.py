"""The one line at the top: product and shop on the left, day and time on the right."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget


class TopLine(Widget):
    """Two texts at the two ends of a line; the left one gives way, first to a shorter one."""

    DEFAULT_CSS = """
    TopLine { height: 1; color: $muted; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = Content("entracte"), Content("")
        self._short = self._left

    def show(self, left: Content, right: Content, short: Content | None = None) -> None:
        """Replace both texts; `short` stands on the left where there is little room."""
        self._left, self._right, self._short = left, right, short or left
        self.refresh()

    def render(self) -> Content:
        """The line, exactly as wide as it may be."""
        room = max(0, self.size.width - cell_len(self._right.plain))
        left = self._left if cell_len(self._left.plain) <= room - 2 else self._short
        left = left.truncate(max(0, room - 2), ellipsis=True)
        gap = " " * max(0, room - cell_len(left.plain))
        return Content.assemble(left, gap, self._right)
