"""The reference of the dashboard's start: a Textual app that shows one label."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class OneLabel(App[None]):
    """One label."""

    def compose(self) -> ComposeResult:
        """It."""
        yield Label("one label")


if __name__ == "__main__":
    OneLabel().run()
