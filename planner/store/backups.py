"""The daily copies: one whole database file a day, with the owner's own texts beside it.

Nothing here needs SQLModel: copies are listed and made also where the shop cannot be opened.
"""

from __future__ import annotations

import math
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from planner.domain.copies import staying
from planner.errors import StoreError
from planner.locale import gettext as _
from planner.paths import Paths, private_folder
from planner.store.problems import refused, told

_PART = ".part"  # and what SQLite keeps beside it, `.part-journal`
_OLD = 3600.0  # seconds: nobody goes on with a part that was not touched for so long
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
        target = self._folder / f"entracte-{day.isoformat()}.sqlite3"
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
            _forget_parts(self._folder.glob(f"*{_PART}*"), math.inf)

    def _let_go(self, made: date, now: float) -> None:
        found = list(_found(self._folder))
        stay = staying((copy.day for copy in found), made)
        with suppress(OSError):  # a copy too many is no reason to speak; the next day tries again
            for copy in found:
                if copy.day not in stay:
                    _remove(copy.path)
            _forget_parts(self._folder.glob(f"*{_PART}*"), now - _OLD)


def texts_of(paths: Paths) -> tuple[Path, ...]:
    """What is not in the database and is needed as well: settings, rules, texts; never a secret."""
    return (paths.settings, paths.policy, paths.texts)


def beside(copy: Path, text: Path) -> Path:
    """Where the copy of a text file stands: `entracte-2026-11-27.settings.toml`."""
    return copy.with_name(f"{copy.name.removesuffix('.sqlite3')}.{text.name}")


def make_copy(database: Path, target: Path, texts: Sequence[Path] = ()) -> None:
    """Copy the database as it is at this instant, in one step, for the owner alone (0600).

    It may be in use: a reader stands in nobody's way. Raises StoreError; what was at `target`
    stays then.
    """
    if not database.exists():
        raise StoreError(_("There is no database yet."), where=str(database))
    with _told(target, database):
        with _part(target) as part:
            read_only = f"{database.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(read_only, uri=True)) as connection:
                connection.execute("VACUUM INTO ?", (str(part),))
        for text in texts:
            _copy_text(text, beside(target, text))


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A file that takes the place of `target` when it is whole.

    It is this process's alone: the service may be making the same copy.
    """
    handle, name = tempfile.mkstemp(_PART, f"{target.name}.", target.parent)
    os.close(handle)
    part = Path(name)
    try:
        left = target.parent.glob(f"{target.name}.*{_PART}*")
        _forget_parts(left, part.stat().st_mtime - _OLD)
        yield part
        settle(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _forget_parts(parts: Iterable[Path], before: float) -> None:
    """Remove what processes left that were ended half-way. Raises OSError."""
    for part in parts:
        with suppress(FileNotFoundError):  # it has just been finished
            if part.stat().st_mtime <= before:
                part.unlink()


def settle(part: Path, target: Path) -> None:
    """Put a finished file in its place, so that it is whole also after a power cut."""
    sync(part)
    part.replace(target)
    with suppress(OSError):  # some systems know no folder as a file
        sync(target.parent)


def sync(path: Path) -> None:
    """What was written is on the disk when this returns. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_text(text: Path, target: Path) -> None:
    if not text.exists():
        target.unlink(missing_ok=True)  # one of a copy that was there before
        return
    with _part(target) as part:
        part.write_bytes(text.read_bytes())


def _remove(copy: Path) -> None:
    """A copy and the texts beside it."""
    copy.unlink(missing_ok=True)
    for text in copy.parent.glob(f"{copy.name.removesuffix('.sqlite3')}.*.toml"):
        text.unlink(missing_ok=True)


@contextmanager
def _told(target: Path, database: Path | None = None) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, str(database or target)) from error
    except OSError as error:
        raise refused(error, target) from error
