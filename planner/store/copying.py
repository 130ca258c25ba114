"""A copy of the database to try things on; the original is only read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from planner.paths import PRIVATE_FOLDER
from planner.store.problems import refused, told
from planner.store.whole_files import copy_whole

#: What belongs to a running installation and not to its state.
_ITS_OWN = ("channel_cursors", "leases")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database file as it is at this instant, for the owner alone (0600).

    The source is opened read-only and may be in use. How far channels were read, and who holds the
    lease, stay behind: the copy has channels of its own. Raises StoreError.
    """
    try:
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, target) from error
    copy_whole(source, target)
    try:
        with closing(sqlite3.connect(target)) as connection, connection:
            for table in _ITS_OWN:
                connection.execute(f"DELETE FROM {table}")
    except sqlite3.Error as error:
        raise told(error, str(target)) from error
