"""Screens that are imported when they are asked for: the first paint needs none of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from textual.screen import Screen

#: Where each screen stands; what follows is handed to it.
_PLACES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "desk": ("desk", "DeskScreen", ()),
    "promises": ("promises", "PromisesScreen", ()),
    "week": ("week", "WeekScreen", ()),
    "review": ("review", "ReviewScreen", ()),
    "texts": ("texts", "TextsScreen", ()),
    "settings": ("settings", "SettingsScreen", ()),
    "search": ("search", "SearchScreen", ()),
    "people": ("people", "PeopleScreen", ()),
    "rules": ("rules", "RulesScreen", ()),
    "absences": ("absences", "AbsencesScreen", ()),
    "further": ("sheets", "FurtherScreen", ()),
    "tidied": ("sheets", "TidiedScreen", ()),
    "old": ("sheets", "BatchScreen", ("old",)),
    "rest": ("sheets", "BatchScreen", ("rest",)),
}


def late(name: str) -> Screen[None]:
    """A fresh screen of that name."""
    module, kind, given = _PLACES[name]
    make = cast(
        "Callable[..., Screen[None]]", getattr(import_module(f"tui.screens.{module}"), kind)
    )
    return make(*given)
