"""What can go wrong with the database file, in the owner's words; needs no SQLModel."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from planner.errors import Harm, StoreError
from planner.locale import gettext as _

#: SQLite's codes for a disk that takes no more, whoever noticed it first (a limit on the size of
#: files ends in the second one), and for a lock that the file system does not give (network disks).
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC}
_FULL |= {sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE}
_NO_LOCK = {sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK}
_NO_LOCK |= {sqlite3.SQLITE_IOERR_SHMLOCK, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_PROTOCOL}
_NO_LOCK |= {sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK, sqlite3.SQLITE_NOLFS}
_UNREADABLE = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}


def sound(connection: sqlite3.Connection) -> bool:
    """Whether every page is in order; seconds for a large file. Raises sqlite3.Error."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def told(error: BaseException, where: str) -> StoreError:
    """A database error in the owner's words."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    kind = code & 0xFF
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(where)
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or Path(where).is_dir():
        return StoreError(
            _("The database cannot be opened for writing."),
            where=where,
            do=_("Check that the folder exists and belongs to you."),
            harm=Harm.REFUSED,
        )
    if code in _FULL:
        return full(where)
    if code in _NO_LOCK:
        return StoreError(
            _("The database is on a disk that cannot be locked, such as a network drive."),
            where=where,
            do=_("Keep it on a disk of this machine: close Entracte, then move its folder."),
            harm=Harm.REFUSED,
        )
    if code in _UNREADABLE or kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(where)
    if kind == sqlite3.SQLITE_IOERR:  # the others: most often there is no room either
        return full(where)
    return StoreError(
        _("The database cannot be used ({what}).").format(what=error),
        where=where,
        do=_("See the log file."),
    )


def busy(where: str) -> StoreError:
    """Another process has it."""
    return StoreError(
        _("The database is in use by another program."),
        where=where,
        do=_("Close the other program or wait a moment, then try again; nothing was lost."),
        harm=Harm.BUSY,
    )


def full(where: str) -> StoreError:
    """There is no room."""
    return StoreError(
        _("The disk is full, or the file cannot be written."),
        where=where,
        do=_("Free some space, then try again; nothing was lost."),
        harm=Harm.FULL,
    )


def damaged(where: str) -> StoreError:
    """The file is not what was written."""
    return StoreError(
        _("The database file is damaged."),
        where=where,
        do=_(
            "`entracte restore` puts your last copy in its place; mail still in your mailbox is"
            " read again."
        ),
        harm=Harm.DAMAGED,
    )


def gone(where: str) -> StoreError:
    """The file was removed, moved or replaced while it was in use.

    What is written into a file without a name is lost with the process, so nothing is.
    """
    return StoreError(
        _("The database was moved, removed or replaced while Entracte was using it."),
        where=where,
        do=_(
            "Nothing is written any more. Put it back where it was, or take the last copy with"
            " `entracte restore`; then start again."
        ),
        harm=Harm.GONE,
    )


def look_for(path: Path, folder: Path | None = None) -> bool:
    """Whether the file is there. Raises StoreError when it is missing and there are copies of it:
    an empty shop in its place would look like one that has lost everything.
    """
    if path.exists():
        return True
    folder = folder or path.with_name("backups")
    if any(folder.glob("entracte-*.sqlite3")):
        raise StoreError(
            _("The database is not there any more, but copies of it are."),
            where=str(path),
            do=_(
                "`entracte restore` puts the last copy back. To begin with an empty shop, move the"
                " folder {folder} away first."
            ).format(folder=folder.name),
            harm=Harm.GONE,
        )
    return False


def refused(error: OSError, where: Path | str) -> StoreError:
    """The system does not let us have a file or folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return full(str(where))
    return StoreError(
        _("The database cannot be opened ({reason}).").format(reason=os.strerror(error.errno or 0)),
        where=str(where),
        do=_("Check the folder and its rights."),
        harm=Harm.REFUSED,
    )


def newer(version: str, where: str) -> StoreError:
    """The file has a version that this program has never heard of."""
    return StoreError(
        _("This file was written by a newer Entracte (its version is {version}).").format(
            version=version
        ),
        where=where,
        do=_("Update Entracte, or open another folder with --home."),
        harm=Harm.NEWER,
    )
