"""The file of drafts after an erasure: nothing stays of what was begun for somebody erased."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import EntracteError, NotFound
from planner.paths import read_text, write_private

if TYPE_CHECKING:
    from planner.doors import FrontDesk


def forget_drafts(path: Path, office: FrontDesk) -> None:
    """Let go of what was begun for requests that are there no more. Raises EntracteError.

    A file that cannot be read holds nothing that could be kept: it goes.
    """
    try:
        kept = json.loads(read_text(path) or "{}")
        begun = dict(kept.get("requests", {}).items())
    except (EntracteError, ValueError, AttributeError):
        path.unlink(missing_ok=True)
        return
    there = {}
    for number, text in begun.items():
        with suppress(NotFound):
            office.request(int(number))
            there[number] = text
    if there != begun:
        write_private(path, json.dumps({**kept, "requests": there}))
