"""What comes from the terminal and what goes to it, whatever an app shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import App
from textual.filter import LineFilter, NoColor

from tui.text import clean

_BARE = (NoColor(),)


class Edge(App[None]):
    """Pasted text is cleaned; with NO_COLOR not one colour is written (shapes: nocolor.tcss)."""

    async def on_event(self, event: events.Event) -> None:
        """What is pasted is foreign text, whatever it is pasted into: the palette as well."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text, newlines=True)
        await super().on_event(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR there are no colours at all; Textual alone would write greys."""
        return _BARE if self.no_color else super().get_line_filters()
