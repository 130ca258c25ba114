"""A copy of the database to try things on; the original is only read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from planner.errors import StoreError
from planner.locale import gettext as _
from planner.store.problems import refused, told

#: What belongs to a running installation and not to its state.
_ITS_OWN = ("channel_cursors", "leases")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database file as it is at this instant, for the owner alone (0600).

    The source is opened read-only and may be in use. How far channels were read, and who holds the
    lease, stay behind: the copy has channels of its own. Raises StoreError.
    """
    if not source.exists():
        raise StoreError(_("There is no database yet."), where=str(source))
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600)
        read_only = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target)) as connection, connection:
            for table in _ITS_OWN:
                connection.execute(f"DELETE FROM {table}")
    except sqlite3.Error as error:
        raise told(error, str(source)) from error
    except OSError as error:
        raise refused(error, target) from error
