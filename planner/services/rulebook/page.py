"""The owner's policy file as it is now: its text, and a mark that tells whether it changed."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.services.policy import InForce
from rules.policies import DEFAULT, default_text

SECTIONS = ("rule", "table")
FILE = "policy.toml"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Page:
    """The text to edit; where there is no file yet, the shipped one, and `base` is empty.

    `head` is what some editors put before the text: it is kept, and no rule begins with it.
    """

    text: str
    name: str
    base: str
    head: str = ""

    @property
    def tree(self) -> dict[str, Any] | None:
        """The values; None when the text is not TOML."""
        try:
            return tomllib.loads(self.text.replace("\r\n", "\n"))
        except ValueError:
            return None

    @property
    def blocks(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Rules and tables in the order of the file, by section and name."""
        tree = self.tree or {}
        return {
            (section, name): block
            for section in SECTIONS
            if isinstance(group := tree.get(section), dict)
            for name, block in group.items()
            if isinstance(block, dict)
        }


def read_page(held: InForce) -> Page:
    """The file as it is on disk, line ends and all. Raises EntracteError when unreadable."""
    text = file_text(held.path) if held.path else held.text
    if not text:
        return Page(default_text(), DEFAULT, "")
    name = held.path.name if held.path else FILE
    head = BOM if text.startswith(BOM) else ""
    return Page(text.removeprefix(BOM), name, mark(text), head)


def mark(text: str) -> str:
    """Stands for a text: another text has another mark."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_text(path: Path) -> str:
    """The text with its own line ends; "" where there is no file."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise EntracteError(
            _("This file is not UTF-8 text."), where=str(path), do=_("Save it again as UTF-8.")
        ) from None
    except OSError as error:
        raise EntracteError(
            _("The system refuses: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            do=_("Check the folder's owner and the free space."),
        ) from None
