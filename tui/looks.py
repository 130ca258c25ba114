"""The dashboard dressed anew while it is open, when the settings say other looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import theme
from tui.glyphs import glyphs, plain_terminal
from tui.keytable import keymap, remap
from tui.said import Said
from tui.screens.base import HouseScreen

if TYPE_CHECKING:
    from planner.settings_dashboard import DashboardSettings
    from tui.app import EntracteApp


def dress(app: EntracteApp, looks: DashboardSettings) -> None:
    """Colours, motion, characters, keys and language; a key that cannot be is said."""
    app.looks = looks
    theme.dress(app, looks.theme)
    app.animation_level = "full" if looks.motion else "none"
    app.ascii_only = looks.ascii or plain_terminal()
    app.glyphs = glyphs(app.ascii_only)
    wrong = remap(looks.keys)
    app.set_keymap(keymap())
    for screen in app.screen_stack:
        if isinstance(screen, HouseScreen):
            screen.set_class(app.ascii_only, "-ascii")
            screen.show_keys()
    if wrong:
        app.say(Said(" ".join(wrong), trouble=True))
    if looks.language:
        app.speak(looks.language)
