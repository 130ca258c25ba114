"""One database file in the place of another: nobody has it open, nothing of the old one is lost."""

from __future__ import annotations

import glob
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from planner.errors import Harm, NotPossible, StoreError
from planner.locale import gettext as _
from planner.store.migrate import known_revisions, stamped
from planner.store.problems import busy, newer, refused, told
from planner.store.whole_files import settle, sync

#: Where SQLite's readers lock the file while they have it open (its "shared" bytes).
_SHARED, _BYTES = 0x40000002, 510
#: Between the name of a database and the moment when another took its place.
_KEPT = ".before-restore-"


def checked(file: Path, copy: Path) -> None:
    """Raises StoreError unless it is a whole database of ours, from this version or before it.

    Reads all of it. `copy` is what the owner knows it by.
    """
    try:
        revision = stamped(file)
        if revision is None:
            raise _not_ours(copy)
        if revision not in known_revisions():
            raise newer(revision, str(copy))
        with closing(sqlite3.connect(file)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise _not_ours(copy) from error
        if told(error, str(copy)).harm is Harm.DAMAGED:
            raise _damaged(copy) from error
        raise told(error, str(copy)) from error
    if found != "ok" or loose:
        raise _damaged(copy)


def _not_ours(copy: Path) -> StoreError:
    return StoreError(
        _("This is not a database of Entracte."),
        where=str(copy),
        do=_("`entracte restore` without a name lists the copies."),
    )


def _damaged(copy: Path) -> StoreError:
    return StoreError(
        _("This copy is damaged; nothing was changed."),
        where=str(copy),
        do=_("Take another one: `entracte restore` without a name lists them."),
    )


def fetch(copy: Path, target: Path) -> None:
    """A copy with what its log holds, to work on; it is only read itself. Raises StoreError."""
    try:
        for end in ("", "-wal"):
            source, to = Path(f"{copy}{end}"), Path(f"{target}{end}")
            if end == "" or source.exists():
                to.touch(mode=0o600)
                shutil.copyfile(source, to)
    except OSError as error:
        raise refused(error, copy) from error


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Nobody else has the file open, and nobody can begin. Raises NotPossible.

    It asks the system, not the file: that may be damaged. Windows needs no question, it lets nobody
    replace an open file.
    """
    if sys.platform == "win32" or not database.is_file():
        yield
        return
    import fcntl

    try:
        file = database.open("r+b")
    except PermissionError:  # a file that we may not write to can be replaced all the same
        yield
        return
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _BYTES, _SHARED)
        except OSError:
            raise NotPossible(
                _("Entracte is open somewhere, and uses this database."),
                where=str(database),
                do=_(
                    "Close the dashboard and end the service (`entracte service stop`), then try"
                    " again."
                ),
            ) from None
        yield


def put_in_place(database: Path, new: Path, now: datetime) -> Path | None:
    """Put `new` in its place; returns where the old file is kept, None when there was none.

    Whatever interrupts it, the old file or the new one stands there, and the old one has a second
    name from the beginning. Where it ends between the log and the file, `made_whole` gives the old
    file its log back. Raises StoreError.
    """
    kept = database.with_name(f"{database.name}{_KEPT}{now:%Y%m%d-%H%M%S}")
    try:
        sync(new)  # what may take long, or fail, comes before the log goes
        with alone(database):
            found = database.exists()
            for end in ("", "-wal"):  # what is in the log is not in the file yet
                part = Path(f"{database}{end}")
                if _holds(part) or (part.is_file() and not end):
                    _second_name(part, Path(f"{kept}{end}"))
            _exchange(database, new, kept)
    except OSError as error:
        raise refused(error, database) from error
    return kept if found else None


def _exchange(database: Path, new: Path, kept: Path) -> None:
    try:
        # These belong to the old file, and would be read into the new one.
        for end in ("-wal", "-shm"):
            Path(f"{database}{end}").unlink(missing_ok=True)
        settle(new, database)
    except OSError:
        with suppress(OSError):
            _taken_back(database, kept)
        raise


def made_whole(database: Path) -> None:
    """Undo a replacement that was killed half-way: the file has its log again.

    Whoever opens the file to write asks this first: with the log go marks of what was sent.
    Raises OSError, and StoreError while it cannot be done: the log fits until somebody writes.
    """
    if not database.exists() or database.stat().st_nlink < 2:
        return
    names = database.parent.glob(f"{glob.escape(database.name)}{_KEPT}*")
    halves = [kept for kept in names if kept.samefile(database)]
    if not halves:
        return
    try:
        with alone(database):
            for kept in halves:
                _taken_back(database, kept)
    except NotPossible:  # somebody reads it, or is replacing it at this moment
        if any(Path(f"{kept}-wal").exists() for kept in halves):
            raise busy(str(database)) from None


def _taken_back(database: Path, kept: Path) -> None:
    """The second names of a file that stays where it is go, and its log is beside it."""
    log, kept_log = Path(f"{database}-wal"), Path(f"{kept}-wal")
    if kept_log.exists() and not _holds(log):
        kept_log.replace(log)
    kept_log.unlink(missing_ok=True)  # or it would be taken for the log of a later day
    kept.unlink(missing_ok=True)


def _holds(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _second_name(file: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:  # this file system knows no second name for a file
        shutil.copy2(file, kept)
