"""The lock of the file: one writes at a time, and whoever waits gets a turn."""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import Connection

#: Seconds between two tries.
PAUSE = 0.004


def take(connection: Connection, seconds: float) -> None:
    """Begin to write, within so many seconds. Raises sqlite3.OperationalError after them.

    SQLite's own pauses grow to 100 ms: beside somebody who writes batch after batch, as an import
    does, each try would find the file taken, for seconds.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    end = time.monotonic() + seconds
    connection.begin()  # for SQLAlchemy; the driver begins nothing by itself
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while not _began(raw, last=time.monotonic() >= end):
            time.sleep(PAUSE)
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


def _began(raw: sqlite3.Connection, *, last: bool) -> bool:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
