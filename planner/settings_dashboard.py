"""`[dashboard]` and `[keys]` of settings.toml: how the screen looks, and what it is pressed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.locale import gettext as _
from planner.settings_reader import Table

THEMES = ("veilleuse", "papier", "terminal")
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class DashboardSettings:
    """How the screen looks. `language` is the interface's, "" for the shop's.

    `motion`: whether the undo bar drains; `ascii`: drawn with plain characters only;
    `keys`: the owner's own keys, by the ids of the help.
    """

    theme: str = THEMES[0]
    language: str = ""
    motion: bool = True
    ascii: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


def read_dashboard(top: Table) -> DashboardSettings:
    """Both tables, or the looks of a new installation."""
    table = top.table("dashboard")
    table.only("theme", "language", "motion", "ascii")
    language = table.text("language", "")
    if language and language not in LANGUAGES:
        table.text("language", "", choice=LANGUAGES)
    keys = top.table("keys")
    return DashboardSettings(
        theme=table.text("theme", THEMES[0], choice=THEMES),
        language=language,
        motion=table.flag("motion", True),
        ascii=table.flag("ascii", False),
        keys={id: _press(keys, id) for id in keys.values},
    )


def _press(keys: Table, id: str) -> str:
    press = keys.text(id).strip()
    if not press:
        keys.fail(id, _("No key is named."), _('Write one such as "f9" or "ctrl+b".'))
    return press
