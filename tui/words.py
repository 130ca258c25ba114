"""The interface's words: English texts are their own keys, French comes from the catalogue."""

from __future__ import annotations

from planner.locale import gettext as t
from planner.locale import language, use
from planner.locale import ngettext as tn

__all__ = ["language", "t", "tn", "use"]
