"""The command palette: what has no key of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from tui import theme
from tui.words import t

if TYPE_CHECKING:
    from tui.app import EntracteApp


def system_commands(app: EntracteApp) -> Iterable[SystemCommand]:
    """Every command, in the language in use."""
    yield SystemCommand(t("Unavailable"), t("From now on; ten seconds to undo"), app.action_away)
    yield SystemCommand(t("15 more minutes"), t("Beyond a limit, on purpose"), app.action_more)
    yield SystemCommand(t("Anything urgent?"), t("Yes or no, without content"), app.action_peek)
    rules, search = app.action_rules, app.action_search
    yield SystemCommand(t("Rules"), t("What holds now and why; change a rule"), _home(app, rules))
    yield SystemCommand(t("Search"), t("Words in all messages"), _home(app, search))
    absences, tidied = app.action_absences, app.action_tidied
    yield SystemCommand(t("Absences"), t("Now, to come, and that come again"), _home(app, absences))
    yield SystemCommand(
        t("Put in order"), t("What a return has merged and closed"), _home(app, tidied)
    )
    yield SystemCommand(t("Night"), t("Dark colours"), _wear(app, theme.NIGHT))
    yield SystemCommand(t("Paper"), t("Light colours"), _wear(app, theme.DAY))
    yield SystemCommand(t("Terminal"), t("The terminal's own colours"), _wear(app, theme.TERMINAL))
    yield SystemCommand("Français", "Parler français", partial(app.speak, "fr"))
    yield SystemCommand("English", "Speak English", partial(app.speak, "en"))
    yield SystemCommand(t("Quit"), t("Close the dashboard; the service goes on"), app.exit)


def _home(app: EntracteApp, do: Callable[[], None]) -> Callable[[], None]:
    def show() -> None:
        app.go_home()
        do()

    return show


def _wear(app: EntracteApp, name: str) -> Callable[[], None]:
    def wear() -> None:
        app.theme = name

    return wear
