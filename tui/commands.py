"""The command palette: every key that does something here, and what has no key of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.screen import Screen

from tui import theme
from tui.keytable import KeyRow, pressed, rows_of
from tui.screens.base import HouseScreen
from tui.words import marked, t

if TYPE_CHECKING:
    from tui.app import EntracteApp


def system_commands(app: EntracteApp, screen: Screen[object]) -> Iterable[SystemCommand]:
    """Every command, in the language in use: those of the screen first."""
    places = screen.PLACES if isinstance(screen, HouseScreen) else ()
    for place in (*places, "everywhere"):
        yield from (_command(app, row) for row in rows_of(place) if not row.aside)
    yield SystemCommand(t("Today"), t("Back to Today"), app.go_home)
    yield SystemCommand(
        t("Is everything well?"),
        t("Settings, data, connections, service: what is not, and what to do"),
        app.action_examine,
    )
    yield SystemCommand(t("Night"), t("Dark colours"), _wear(app, theme.NIGHT))
    yield SystemCommand(t("Paper"), t("Light colours"), _wear(app, theme.DAY))
    yield SystemCommand(t("Terminal"), t("The terminal's own colours"), _wear(app, theme.TERMINAL))
    yield SystemCommand("Français", "Parler français", partial(app.speak, "fr"))
    yield SystemCommand("English", "Speak English", partial(app.speak, "en"))


def _command(app: EntracteApp, row: KeyRow) -> SystemCommand:
    words = marked(row.words)
    says = f"{marked(row.says)}  " if row.says else ""
    title = words[:1].upper() + words[1:]
    return SystemCommand(title, f"{says}({pressed(row.id)})", lambda: app.perform(row.action))


def _wear(app: EntracteApp, name: str) -> Callable[[], None]:
    def wear() -> None:
        app.theme = name

    return wear
