"""What the owner has begun to write, kept over a crash: one private file, gone when empty."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import EntracteError, NotFound
from planner.paths import read_text, write_private

if TYPE_CHECKING:
    from planner.doors import FrontDesk

log = logging.getLogger("entracte")


def read_drafts(path: Path) -> dict[int, str]:
    """The drafts by request; none where the file is missing or cannot be read."""
    try:
        found = json.loads(read_text(path) or "{}")
        return {int(number): str(text) for number, text in found.items()}
    except (EntracteError, ValueError, AttributeError):
        log.warning("The drafts could not be read: %s", path)
        return {}


def write_drafts(path: Path, drafts: Mapping[int, str]) -> None:
    """Keep these and no others; an empty set leaves no file. Raises EntracteError."""
    if drafts:
        write_private(path, json.dumps({str(n): text for n, text in drafts.items()}))
    else:
        path.unlink(missing_ok=True)


def forget_drafts(path: Path, office: FrontDesk) -> None:
    """Let go of what was begun for requests that are there no more. Raises EntracteError."""
    kept = {}
    for number, text in read_drafts(path).items():
        with suppress(NotFound):
            office.request(number)
            kept[number] = text
    write_drafts(path, kept)
