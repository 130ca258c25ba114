"""A list that is read again: the cursor stays on its row, and nothing jumps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

#: Lines that a key goes on within a row that is taller than the list.
STEP = 3


class KeptList(OptionList):
    """Options that are replaced as a whole, again and again; a tall one is read to its end."""

    def show(self, options: Sequence[Option]) -> None:
        """Replace them; a row that is gone leaves the cursor to the first that may be chosen."""
        at, top = self.chosen, self.scroll_offset.y
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(options)
            free = [n for n, option in enumerate(options) if not option.disabled]
            same = [n for n in free if at and options[n].id == at]
            self.highlighted = next(iter([*same, *free]), None)
        if same:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
            if self._beyond(1) <= 0 or self._beyond(-1) <= 0:
                self.scroll_to_highlight()

    def render_line(self, y: int) -> Strip:
        """A line; an empty one is air between two rows, and no part of the chosen one's band."""
        line = super().render_line(y)
        return line if line.text.strip() else Strip.blank(line.cell_length, self.rich_style)

    @property
    def chosen(self) -> str:
        """The id of the row the cursor is on; "" for none."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    # A row that is taller than the list: read to its end before the cursor leaves it

    def action_cursor_down(self) -> None:
        """The next row, or what is still below the edge of this one."""
        self._go(1, STEP, super().action_cursor_down)

    def action_cursor_up(self) -> None:
        """The row before, or what is still above the edge of this one."""
        self._go(-1, STEP, super().action_cursor_up)

    def action_page_down(self) -> None:
        """A page on, within a tall row first."""
        self._go(1, self._page, super().action_page_down)

    def action_page_up(self) -> None:
        """A page back, within a tall row first."""
        self._go(-1, self._page, super().action_page_up)

    def _go(self, way: int, lines: int, move: Callable[[], None]) -> None:
        more = self._beyond(way)
        if more > 0:
            self._scroll(self.scroll_offset.y + way * min(lines, more))
            return
        at = self.highlighted
        move()
        if self._tall and self.highlighted != at:  # begin where reading comes from
            self._scroll(self.scroll_offset.y - way * self._beyond(-way))

    def _beyond(self, way: int) -> int:
        """How many lines of a tall row are out of sight below (1) or above (-1); else 0."""
        if not self._tall:
            return 0
        top, height = self._row
        over = top - self.scroll_offset.y
        return height + over - self.scrollable_content_region.height if way > 0 else -over

    @property
    def _tall(self) -> bool:
        return self._row[1] > self.scrollable_content_region.height

    @property
    def _row(self) -> tuple[int, int]:
        """The first line of the cursor's row, and how many it has."""
        at = self.highlighted
        if at is None or at not in self._index_to_line:
            return 0, 0
        return self._index_to_line[at], self._heights[at]

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True, immediate=True)
