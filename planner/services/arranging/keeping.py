"""Taking a change of the settings back while its ten seconds run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.rulebook.page import file_text, mark
from planner.settings_own import before


def put_back(ctx: Context, data: Mapping[str, Any]) -> None:
    """The text before the last change again. Raises NotPossible when the file changed since."""
    own = ctx.own
    own.follow()
    if own.path is None or mark(own.text) != data["after"]:
        raise NotPossible(
            _("Another program changed your settings meanwhile."),
            do=_("What they said before stands in {file}.").format(file="settings.toml.before"),
        )
    own.keep(file_text(before(own.path.resolve())), own.text)
