"""Keys and their words in one line; each can be clicked as well as pressed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.keys import Key


class KeyBar(Widget):
    """A few keys, and quietly at their end, where there is room, where a story stands."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: auto; }
    """

    def __init__(self, keys: Sequence[Key] = (), *, gap: int = 2, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys, self._gap = keys, gap
        self._tail = Content("")

    def show(self, keys: Sequence[Key], tail: Content | None = None) -> None:
        """Replace the keys."""
        self._keys, self._tail = keys, tail or Content("")
        self.refresh(layout=True)

    def render(self) -> Content:
        """The line."""
        gap = " " * self._gap
        line = Content(gap).join([_pair(key) for key in self._keys])
        if not self._tail:
            return line
        whole = Content.assemble(line, gap, self._tail.stylize("$muted"))
        return whole if cell_len(whole.plain) <= self.size.width else line

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as its words."""
        return cell_len(self.render().plain)

    async def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        at = event.get_content_offset_capture(self).x
        left = 0
        for key in self._keys:
            right = left + cell_len(_pair(key).plain)
            if left <= at < right:
                event.stop()
                await self.run_action(key.action)
                return
            left = right + self._gap


def _pair(key: Key) -> Content:
    return Content.assemble((key.press, "bold $secondary"), " ", key.words)
