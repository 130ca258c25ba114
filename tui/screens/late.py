"""Screens that are imported when they are asked for: the first paint needs none of them."""

from __future__ import annotations

from textual.screen import Screen


def late(name: str) -> Screen[None]:
    """A fresh screen of that name."""
    if name == "rules":
        from tui.screens.rules import RulesScreen

        return RulesScreen()
    if name == "search":
        from tui.screens.search import SearchScreen

        return SearchScreen()
    from tui.screens.desk import DeskScreen

    return DeskScreen()
