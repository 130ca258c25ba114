"""What can go wrong with the database file, in the owner's words; needs no SQLModel."""

from __future__ import annotations

from pathlib import Path

from planner.errors import StoreError
from planner.locale import gettext as _


def told(error: BaseException, where: str) -> StoreError:
    """A database error in the owner's words."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return StoreError(
            _("The database is in use by another program."),
            where=where,
            do=_("Close the other program or wait a moment, then try again; nothing was lost."),
        )
    if "readonly" in text or "unable to open" in text or Path(where).is_dir():
        return StoreError(
            _("The database cannot be opened for writing."),
            where=where,
            do=_("Check that the folder exists and belongs to you."),
        )
    # A full disk or a file that may not grow ends in one of the two, whoever noticed it first.
    if "full" in text or "disk i/o" in text:
        return StoreError(
            _("The disk is full, or the file cannot be written."),
            where=where,
            do=_("Free some space, then try again; nothing was lost."),
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return StoreError(
            _("The database file is damaged."),
            where=where,
            do=_(
                "Move it aside and put your last copy in its place; mail still in your mailbox"
                " is read again."
            ),
        )
    return StoreError(
        _("The database cannot be used ({what}).").format(what=error),
        where=where,
        do=_("See the log file."),
    )


def newer(version: str, where: str) -> StoreError:
    """The file has a version that this program has never heard of."""
    return StoreError(
        _("This file was written by a newer Entracte (its version is {version}).").format(
            version=version
        ),
        where=where,
        do=_("Update Entracte, or open another folder with --home."),
    )
