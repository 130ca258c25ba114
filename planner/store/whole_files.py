"""Files that are there whole or not at all: written beside their place, then put into it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from planner.errors import StoreError
from planner.locale import gettext as _
from planner.store.problems import refused, told

PART = ".part"  # and what SQLite keeps beside it, `.part-journal`
OLD = 3600.0  # seconds: nobody goes on with a part that was not touched for so long


def copy_whole(database: Path, target: Path) -> None:
    """Copy a database as it is at this instant, in one step, for the owner alone (0600).

    It may be in use: a reader stands in nobody's way. Raises StoreError; what was at `target`
    stays then.
    """
    if not database.exists():
        raise StoreError(_("There is no database yet."), where=str(database))
    read_only = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with part_of(target) as part, closing(sqlite3.connect(read_only, uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
    except sqlite3.Error as error:
        raise told(error, str(database)) from error
    except OSError as error:
        raise refused(error, target) from error


def copy_file(source: Path, target: Path) -> None:
    """Copy any other file so. Raises OSError."""
    with part_of(target) as part:
        part.write_bytes(source.read_bytes())


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """A file that takes the place of `target` when it is whole. Raises OSError.

    It is this process's alone: the service may be making the same copy.
    """
    handle, name = tempfile.mkstemp(PART, f"{target.name}.", target.parent)
    os.close(handle)
    part = Path(name)
    try:
        left = target.parent.glob(f"{target.name}.*{PART}*")
        forget_parts(left, part.stat().st_mtime - OLD)
        yield part
        settle(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def forget_parts(parts: Iterable[Path], before: float) -> None:
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
