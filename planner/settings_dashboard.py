"""`[dashboard]` and `[keys]` of settings.toml: how the screen looks, and what it is pressed by."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from planner.locale import gettext as _

if TYPE_CHECKING:
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


def language_of(text: str) -> str:
    """The shop's language, even of a file that is wrong elsewhere; "" when it does not say."""
    language = _table(text, "shop").get("language", "fr") if _whole(text) is not None else ""
    return str(language) if language in LANGUAGES else ""


def looks_of(text: str) -> DashboardSettings:
    """How the screen looks, read before everything else and without judging.

    What cannot be used is left as usual; reading the whole file says what is wrong with it.
    """
    table, keys = _table(text, "dashboard"), _table(text, "keys")
    theme, language = table.get("theme"), table.get("language")
    return DashboardSettings(
        theme=str(theme) if theme in THEMES else THEMES[0],
        language=str(language) if language in LANGUAGES else language_of(text),
        motion=table.get("motion") is not False,
        ascii=table.get("ascii") is True,
        keys={id: press for id, press in keys.items() if isinstance(press, str) and press.strip()},
    )


def _table(text: str, name: str) -> Mapping[str, object]:
    found = (_whole(text) or {}).get(name, {})
    return found if isinstance(found, dict) else {}


@cache
def _whole(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


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
