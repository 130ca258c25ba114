"""The interface's words: English texts are their own keys, French comes from the catalogue."""

from __future__ import annotations

from planner.locale import gettext as t
from planner.locale import language, use
from planner.locale import ngettext as tn

__all__ = ["language", "mark", "marked", "t", "tn", "use"]


def mark(text: str) -> str:
    """A word of a table, to be translated when it is shown."""
    return text


#: The translation of a word that was marked.
marked = t
