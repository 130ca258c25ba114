"""The composer: a plain text area that never lets a pasted escape sequence through."""

from __future__ import annotations

import re

from textual.widgets import TextArea
from textual.widgets.text_area import Document, Selection

from tui.text import clean

#: An empty place of a template.
SLOT = re.compile(r"\{[a-z_]+\}")


class Composer(TextArea):
    """Where the owner's own words are written. Tab leaves it; nothing blinks."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def on_resize(self) -> None:
        """The lines are wrapped anew after they were drawn: draw them again."""
        self.refresh()

    def begin(self, text: str) -> None:
        """Put a beginning where the cursor is, and the cursor into its first empty place."""
        at = self.selection.start
        self.insert(clean(text, newlines=True), at)
        self.move_cursor(at)
        if not self.next_slot():
            self.move_cursor(self.document.end)

    def next_slot(self) -> bool:
        """Select the next empty place such as {item}; False when there is none."""
        text = self.text
        assert isinstance(self.document, Document)  # without a language it always is
        after = self.document.get_index_from_location(self.selection.end)
        found = SLOT.search(text, after) or SLOT.search(text)
        if found is None:
            return False
        ends = [self.document.get_location_from_index(at) for at in found.span()]
        self.selection = Selection(*ends)
        return True

    def take(self, text: str) -> None:
        """Begin with this text, the cursor at its end."""
        self.load_text(clean(text, newlines=True))
        self.move_cursor(self.document.end)
