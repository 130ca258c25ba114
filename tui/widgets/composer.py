"""The composer: a plain text area that never lets a pasted escape sequence through."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from tui.text import clean


class Composer(TextArea):
    """Where the owner's own words are written. Tab leaves it; nothing blinks."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    async def _on_paste(self, event: events.Paste) -> None:
        # A copied mail is foreign text too.
        event.text = clean(event.text, newlines=True)
        await super()._on_paste(event)

    def take(self, text: str) -> None:
        """Begin with this text, the cursor at its end."""
        self.load_text(clean(text, newlines=True))
        self.move_cursor(self.document.end)
