"""The daily copies: one whole database file a day, with the owner's own texts beside it.

Nothing here needs SQLModel: copies are listed and made also where the shop cannot be opened.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from planner.domain.copies import staying
from planner.paths import Paths, private_folder
from planner.store.problems import refused
from planner.store.whole_files import OLD, PART, copy_file, copy_whole, forget_parts

_NAME = re.compile(r"entracte-(\d{4}-\d{2}-\d{2})\.sqlite3")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that is there: of which working day, made when, its size in bytes."""

    path: Path
    day: date
    at: datetime
    size: int


def list_backups(paths: Paths) -> tuple[Backup, ...]:
    """The daily copies, newest day first; nothing when their folder cannot be read."""
    return tuple(sorted(_found(paths.backups), key=lambda copy: copy.day, reverse=True))


def _found(folder: Path) -> Iterator[Backup]:
    with suppress(OSError):
        for path in folder.iterdir():
            if (named := _NAME.fullmatch(path.name)) is None:
                continue
            with suppress(ValueError, OSError):  # no such day; a file that has just gone
                about = path.stat()
                at = datetime.fromtimestamp(about.st_mtime, UTC)
                yield Backup(path, date.fromisoformat(named[1]), at, about.st_size)


class Backups:
    """Makes the copy of a day, and lets go of those that are too old."""

    def __init__(self, database: Path, folder: Path, texts: Iterable[Path]) -> None:
        self._database, self._folder, self._texts = database, folder, tuple(texts)

    @classmethod
    def of(cls, paths: Paths) -> Backups:
        """Those of an installation."""
        return cls(paths.database, paths.backups, texts_of(paths))

    def make(self, day: date) -> Path:
        """Copy everything as it is now, in place of another copy of that day. Raises StoreError."""
        target = self._folder / name_of(day)
        with _told(target):
            private_folder(self._folder)
        make_copy(self._database, target, self._texts)
        self._let_go(day, target.stat().st_mtime)
        return target

    def clear(self) -> None:
        """Remove every copy: somebody was erased, and they still name them. Raises StoreError."""
        with _told(self._folder):
            for copy in _found(self._folder):
                _remove(copy.path)
            forget_parts(self._folder.glob(f"*{PART}*"), math.inf)

    def _let_go(self, made: date, now: float) -> None:
        found = list(_found(self._folder))
        stay = staying((copy.day for copy in found), made)
        with suppress(OSError):  # a copy too many is no reason to speak; the next day tries again
            for copy in found:
                if copy.day not in stay:
                    _remove(copy.path)
            forget_parts(self._folder.glob(f"*{PART}*"), now - OLD)


def name_of(day: date) -> str:
    """What the copy of a working day is called."""
    return f"entracte-{day.isoformat()}.sqlite3"


def texts_of(paths: Paths) -> tuple[Path, ...]:
    """What is not in the database and is needed as well: settings, rules, texts; never a secret."""
    return (paths.settings, paths.policy, paths.texts)


def beside(copy: Path, text: Path) -> Path:
    """Where the copy of a text file stands: `entracte-2026-11-27.settings.toml`."""
    return copy.with_name(f"{copy.name.removesuffix('.sqlite3')}.{text.name}")


def make_copy(database: Path, target: Path, texts: Sequence[Path] = ()) -> None:
    """Copy the database, then the texts beside it, each in one step. Raises StoreError; what was at
    `target` stays then.
    """
    copy_whole(database, target)
    with _told(target):
        for text in texts:
            _copy_text(text, beside(target, text))


def _copy_text(text: Path, target: Path) -> None:
    if not text.exists():
        target.unlink(missing_ok=True)  # one of a copy that was there before
        return
    copy_file(text, target)


def _remove(copy: Path) -> None:
    """A copy and the texts beside it."""
    copy.unlink(missing_ok=True)
    for text in copy.parent.glob(f"{copy.name.removesuffix('.sqlite3')}.*.toml"):
        text.unlink(missing_ok=True)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(error, target) from error
