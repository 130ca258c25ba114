"""Two themes of our own, night and day, used only by role (never a colour in a screen)."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

NIGHT = "veilleuse"
DAY = "papier"
TERMINAL = "ansi-dark"

THEMES = (
    Theme(
        name=NIGHT,
        dark=True,
        background="#1C211E",
        surface="#232A26",
        panel="#2B332E",
        foreground="#DAD7CD",
        primary="#9DBF9E",
        secondary="#D8B27A",
        accent="#E6C98F",
        success="#9DBF9E",
        warning="#D8B27A",
        error="#D3A194",
        text_alpha=1.0,
        variables={"muted": "#B0B2A8", "rule": "#69756D", "chosen": "#38433C"},
    ),
    Theme(
        name=DAY,
        dark=False,
        background="#F6F2E9",
        surface="#EFE9DC",
        panel="#E7DFCF",
        foreground="#2E342F",
        primary="#496A51",
        secondary="#825A28",
        accent="#7A5A2A",
        success="#496A51",
        warning="#825A28",
        error="#9B4A3A",
        text_alpha=1.0,
        variables={"muted": "#5F635B", "rule": "#8E8466", "chosen": "#DBE5D6"},
    ),
)


def dress(app: App[None], name: str = NIGHT) -> None:
    """Let the app know our themes, and begin with one of the settings' names."""
    for one in THEMES:
        app.register_theme(one)
    known = {one.name: one.name for one in THEMES} | {"terminal": TERMINAL}
    app.theme = known.get(name, NIGHT)


#: Our own roles in a theme that does not know them (the terminal's own colours).
DEFAULTS = {"muted": "ansi_bright_black", "rule": "ansi_bright_black", "chosen": "ansi_default"}
