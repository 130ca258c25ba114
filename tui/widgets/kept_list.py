"""A list that is read again: the cursor stays on its row, and nothing jumps."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class KeptList(OptionList):
    """Options that are replaced as a whole, again and again."""

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
