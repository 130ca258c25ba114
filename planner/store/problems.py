"""A database error in the owner's words; without SQLAlchemy, so that `quick` may use it."""

from __future__ import annotations

from planner.errors import StoreError
from planner.locale import gettext as _


def told(error: BaseException, where: str) -> StoreError:
    """What SQLite's error means, and what to do about it."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        what = _("The database is in use by another program.")
        do = _("Close the other program or wait a moment, then try again; nothing was lost.")
    elif "full" in text:
        what = _("The disk is full.")
        do = _("Free some space; nothing was lost, then try again.")
    elif "readonly" in text or "unable to open" in text:
        what = _("The database cannot be opened for writing.")
        do = _("Check that the folder exists and belongs to you.")
    elif "malformed" in text or "not a database" in text or "corrupt" in text:
        what = _("The database file is damaged.")
        do = _(
            "Move it aside and put your last copy in its place; mail still in your mailbox is read"
            " again."
        )
    else:
        what = _("The database answered: {error}").format(error=error)
        do = _("See the log file.")
    return StoreError(what, where=where, do=do)
