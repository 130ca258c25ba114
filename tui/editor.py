"""The owner's own editor: a private file for as long as it is open, cleaned when it comes back."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from tui.text import clean

#: What is opened when neither VISUAL nor EDITOR is set.
USUAL = "notepad" if os.name == "nt" else "vi"


def command() -> list[str]:
    """The words that open the editor, without the file."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL
    return shlex.split(named, posix=os.name != "nt")


def edited(text: str) -> str:
    """The text as it comes back from the editor; the same where the editor failed.

    The terminal must be free for it. Raises OSError when the editor cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="entracte-") as folder:  # 0700, removed whatever comes
        draft = Path(folder) / "answer.txt"
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        ended = subprocess.run([*command(), str(draft)], check=False)
        if ended.returncode:
            return text
        return clean(draft.read_text(encoding="utf-8", errors="replace"), newlines=True).rstrip()
