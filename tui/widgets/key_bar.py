"""The footer: at most six keys, those that make sense now; each can be clicked as well."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from tui.keys import Key


class KeyBar(Widget):
    """Keys and their words in one line, with a story's place at the end."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: Sequence[Key] = ()
        self._tail = Content("")

    def show(self, keys: Sequence[Key], tail: Content | None = None) -> None:
        """Replace the keys."""
        self._keys, self._tail = keys, tail or Content("")
        self.refresh()

    def render(self) -> Content:
        """The line."""
        return Content.assemble(keys_line(self._keys), "  ", self._tail.stylize("$muted"))


def keys_line(keys: Sequence[Key], gap: int = 2) -> Content:
    """Keys and words side by side; a click does what the key does."""
    parts: list[Content | str] = []
    for key in keys:
        pair = Content.assemble((key.press, "bold $secondary"), " ", key.words)
        parts += [pair.stylize(f"@click={key.action}()"), " " * gap]
    return Content.assemble(*parts[:-1])
