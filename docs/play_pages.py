"""Plays the pages that show commands, and writes what the commands really answer: `make pages`.

In a page, `console` blocks hold commands after `$ ` and their output, a `diff` block changes
policy.toml, and a `toml` block is added at its end. Every page is played in a folder of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from planner.settings import default_text

FOLDER = Path(__file__).parent
PAGES = {"rules.md": "en", "rules.fr.md": "fr"}
SHOWN = "~/.config/entracte"  # how the pages call the folder
_BLOCK = re.compile(r"(?<=```)(console|diff|toml)\n(.*?)(?=```)", re.DOTALL)


def played(page: str, home: Path, language: str) -> str:
    """The page with the real output of its commands. ValueError for a change that does not fit."""
    settings = default_text("Atelier", "Camille", "Europe/Brussels", language)
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(settings, "utf-8")

    def block(found: re.Match[str]) -> str:
        kind, text = found[1], found[2]
        if kind == "console":
            text = "".join(_answered(text, home))
        else:
            policy = home / "policy.toml"
            before = policy.read_text("utf-8")
            after = f"{before}\n{text}" if kind == "toml" else _changed(before, text)
            policy.write_text(after, "utf-8")
        return f"{kind}\n{text}"

    return _BLOCK.sub(block, page)


def _answered(text: str, home: Path) -> Iterator[str]:
    """Each command of a block, and what it says on both ways out."""
    for line in text.splitlines():
        if line.startswith("$ entracte "):
            command = [sys.executable, "-m", "planner", *shlex.split(line)[2:]]
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "ENTRACTE_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
                encoding="utf-8",
                check=False,
            )
            yield f"{line}\n{done.stdout.replace(str(home), SHOWN)}"


def _changed(text: str, change: str) -> str:
    """The text after a change; its lines have to be there, once."""
    lines = change.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " +")
    if text.count(before) != 1:
        raise ValueError(f"These lines are not in policy.toml, or more than once:\n{before}")
    return text.replace(before, after)


def main() -> None:
    """Write the real output into every page."""
    for name, language in PAGES.items():
        page = FOLDER / name
        with tempfile.TemporaryDirectory() as home:
            text = played(page.read_text("utf-8"), Path(home) / "entracte", language)
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
