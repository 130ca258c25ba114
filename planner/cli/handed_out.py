"""What is kept about a person as a file: readable words first, then every row as data."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.cli.out import safe
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.paths import PRIVATE_FILE

_MOST = 1_000  # files of one name


def write(folder: Path, kept: Mapping[str, Any]) -> Path:
    """A new file for the owner alone, overwriting none. Raises EntracteError."""
    rows = _visible(json.dumps(kept, ensure_ascii=False, indent=2))
    text = f"{safe(_readable(kept), newlines=True)}\n\n{rows}\n"
    number = kept["people"][0]["id"]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path, handle = _free(folder, f"entracte-{number}")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        what = _("The file cannot be written here: {reason}.").format(reason=error.strerror)
        raise EntracteError(what, where=str(folder)) from error
    return path


def _visible(rows: str) -> str:
    """JSON whose letters can be read and which no terminal obeys: the same, otherwise written."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in rows)


def _free(folder: Path, name: str) -> tuple[Path, int]:
    for number in range(1, _MOST):
        path = folder / (f"{name}.txt" if number == 1 else f"{name} ({number}).txt")
        try:
            return path, os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
        except FileExistsError:
            continue
    raise FileExistsError(17, os.strerror(17))


def _readable(kept: Mapping[str, Any]) -> str:
    """The conversation as it went, above the data."""
    person, addresses = kept["people"][0], [row["address"] for row in kept["addresses"]]
    lines = [" ".join(filter(None, (person["name"], *addresses)))]
    for message in sorted(kept["messages"], key=lambda row: str(row["at"])):
        who = _("from the shop") if message["mine"] else message["sender_address"]
        lines += ["", f"{message['at']}  {who}  {message['subject']}", message["text"]]
    return "\n".join(lines)
