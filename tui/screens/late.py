"""Screens that are imported when they are asked for: the first paint needs none of them."""

from __future__ import annotations

from textual.screen import Screen


def late(name: str) -> Screen[None]:
    """A fresh screen of that name."""
    if name == "rules":
        from tui.screens.rules import RulesScreen

        return RulesScreen()
    if name == "absences":
        from tui.screens.absences import AbsencesScreen

        return AbsencesScreen()
    if name in ("further", "tidied", "old", "rest"):
        from tui.screens import sheets

        plain = {"further": sheets.FurtherScreen, "tidied": sheets.TidiedScreen}
        return plain[name]() if name in plain else sheets.BatchScreen(name)
    if name == "search":
        from tui.screens.search import SearchScreen

        return SearchScreen()
    from tui.screens.desk import DeskScreen

    return DeskScreen()
