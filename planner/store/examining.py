"""A look at a database file that changes nothing, for whoever asks whether it is well."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.domain.notification import UNSEEN
from planner.store.problems import refused, told

_BUSY = 2.0  # seconds: whoever only looks does not wait long
_RECENT = "SELECT max(at) FROM (SELECT at FROM events ORDER BY id DESC LIMIT 100)"
_FAILING = (
    "SELECT channel, problem FROM channel_cursors WHERE failures > 0 AND problem <> '' ORDER BY 1"
)
_NOTED = "SELECT key FROM occurrences WHERE kind = ?"


@dataclass(frozen=True, slots=True)
class FileHealth:
    """What a file is like. `newest`: the last moment that was recorded in it.

    `failing`: what ailed each channel at its last try (foreign text); copies have a name there too.
    `unseen`: why notifications do not appear. `left_open`: it was not closed, and its last changes
    lie beside it where only the next start reads them.
    """

    version: str | None
    size: int  # bytes, with what is beside it
    whole: bool
    left_open: bool
    newest: datetime | None
    failing: Mapping[str, str]
    unseen: str


def look_at(path: Path) -> FileHealth:
    """Read a file through, read-only; minutes for a very large one. Raises StoreError."""
    beside = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    try:
        log, index = (one.exists() for one in beside)
        # In use it is only whole together with both. Otherwise it is read as a file that nobody
        # changes: SQLite would make the index anew.
        mode = "mode=ro" if log and index else "mode=ro&immutable=1"
        size = sum(one.stat().st_size for one in (path, *beside) if one.exists())
        uri = f"{path.absolute().as_uri()}?{mode}"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY)) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return FileHealth(
                _version(connection),
                size,
                whole,
                log and not index,
                _newest(connection),
                dict(_asked(connection, _FAILING)),
                next((key for (key,) in _asked(connection, _NOTED, UNSEEN)), ""),
            )
    except sqlite3.Error as error:
        raise told(error, str(path)) from error
    except OSError as error:
        raise refused(error, path) from error


def able() -> bool:
    """Whether this machine's SQLite has what search needs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE x USING fts5(y)")
        except sqlite3.OperationalError:
            return False
        return True


def _version(connection: sqlite3.Connection) -> str | None:
    rows = _asked(connection, "SELECT version_num FROM alembic_version")
    return rows[0][0] if rows else None


def _newest(connection: sqlite3.Connection) -> datetime | None:
    rows = _asked(connection, _RECENT)
    if not rows or not rows[0][0]:
        return None
    found = datetime.fromisoformat(rows[0][0])
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _asked(connection: sqlite3.Connection, question: str, *given: str) -> list[Any]:
    """The rows; none where a file of another version has no such table."""
    try:
        return connection.execute(question, given).fetchall()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return []
        raise
