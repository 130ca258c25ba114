"""Folders of mail, one file a message, in a settled order and without a list of them all."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

_AT_ONCE = 20_000  # names held in memory
_MAILDIR = ("cur", "new")


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of an archive, in order, and which of their files are messages."""

    root: Path
    folders: tuple[PurePath, ...]  # relative to the root
    wanted: Callable[[str], bool]

    def count(self) -> int:
        """How many messages there are."""
        return sum(1 for folder in self.folders for _ in self._names(folder, ""))

    def files(self, folder: str = "", after: str = "") -> Iterator[tuple[str, str]]:
        """Folder and name of every message, from behind a place on ("" for all)."""
        behind = PurePath(folder)
        begin = self.folders.index(behind) if behind in self.folders else 0
        for one in self.folders[begin:]:
            last = after if one == behind else ""
            while names := heapq.nsmallest(_AT_ONCE, self._names(one, last)):
                yield from ((str(one), name) for name in names)
                last = names[-1]

    def _names(self, folder: PurePath, after: str) -> Iterator[str]:
        with os.scandir(self.root / folder) as entries:
            for entry in entries:
                if entry.name > after and self.wanted(entry.name) and entry.is_file():
                    yield entry.name


def folders_of(root: Path) -> Folders | None:
    """The Maildir folders in and under a folder, else its .eml files; None when there are none.

    Those of the folder itself come first: sent mail is understood after what it answers.
    """
    every = sorted(_walk(root, PurePath()), key=lambda one: (len(one.parts) > 1, one))
    maildirs = [one for one in every if one.name in _MAILDIR]
    if maildirs or root.name in _MAILDIR:
        return Folders(root, tuple(maildirs or [PurePath()]), _is_message)
    letters = Folders(root, tuple(every), lambda name: name.lower().endswith(".eml"))
    return letters if next(letters.files(), None) else None


def _is_message(name: str) -> bool:
    return not name.startswith(".")


def _walk(root: Path, folder: PurePath) -> Iterator[PurePath]:
    """A folder and those under it; links are not followed, what may not be read is left out."""
    try:
        with os.scandir(root / folder) as entries:
            under = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        if not folder.parts:
            raise
        return
    yield folder
    for name in under if folder.name not in _MAILDIR else ():
        yield from _walk(root, folder / name)
