"""Writing the policy file: in one step, the text before kept beside it, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.paths import write_private
from planner.services.policy import InForce
from planner.services.policy.in_force import read_rules
from planner.services.rulebook.page import FILE, Page, file_text, mark, read_page


def before(path: Path) -> Path:
    """Where the text before the last save is kept: `policy.toml.before`."""
    return path.with_name(f"{path.name}.before")


def keep(held: InForce, page: Page, text: str) -> dict[str, object]:
    """Write a text that has no errors; what `put_back` needs to undo it.

    Raises EntracteError when the system refuses; the old file is then untouched.
    """
    old = page.head + page.text if page.base else ""
    text = page.head + text
    if held.path is None:
        held.take(read_rules(text, FILE), text, FILE)
        return {"after": mark(text), "before": old}
    path = held.path.resolve()  # a link stays a link
    if old:
        write_private(before(path), old)
    write_private(path, text)
    return {"after": mark(text), "fresh": not old}


def put_back(held: InForce, data: Mapping[str, Any]) -> None:
    """The text before the last save again. Raises NotPossible when the file changed since."""
    page = read_page(held)
    if page.base != data["after"]:
        raise NotPossible(
            _("{file} was changed meanwhile by something else.").format(file=page.name),
            do=_("What it said before stands in {file}.").format(file=f"{FILE}.before"),
        )
    if held.path is None:
        old = str(data["before"])
        held.take(read_rules(old, FILE), old, FILE)
    elif data["fresh"]:
        held.path.unlink(missing_ok=True)
    else:
        path = held.path.resolve()
        write_private(path, _kept_before(path))


def _kept_before(path: Path) -> str:
    """The text before the last save, line ends and all."""
    kept = before(path)
    text = file_text(kept)
    if not text:
        raise NotPossible(_("{file} is not there any more.").format(file=kept.name))
    return text
