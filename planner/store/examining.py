"""A look at a database file that changes nothing, for whoever asks whether it is well."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.store.problems import refused, sound, told

_BUSY = 2.0  # seconds: whoever only looks does not wait long
_RECENT = "SELECT max(at) FROM (SELECT at FROM events ORDER BY id DESC LIMIT 100)"
_FAILING = "SELECT channel, problem FROM channel_cursors WHERE failures > 0 AND problem <> ''"
_NOTED = "SELECT kind, key FROM occurrences WHERE kind IN ('notification unseen', 'amiss')"


@dataclass(frozen=True, slots=True)
class FileNotes:
    """What a file says of itself. `newest`: the last moment that was recorded in it.

    `failing`: what ailed each channel at its last try (foreign text); copies have a name there too.
    `noted`: the keys of what was noticed and is not over, by its kind.
    """

    version: str | None
    newest: datetime | None
    failing: Mapping[str, str]
    noted: Mapping[str, tuple[str, ...]]


def notes_of(path: Path) -> FileNotes:
    """What is written in it, at once. Raises StoreError."""
    with _opened(path) as connection:
        versions = _asked(connection, "SELECT version_num FROM alembic_version")
        noted = defaultdict(list)
        for kind, key in _asked(connection, _NOTED):
            noted[kind].append(key)
        return FileNotes(
            versions[0][0] if versions else None,
            _newest(connection),
            dict(_asked(connection, _FAILING)),
            {kind: tuple(sorted(keys)) for kind, keys in noted.items()},
        )


def is_whole(path: Path) -> bool:
    """Whether every page can be read; seconds for a large file. Raises StoreError."""
    with _opened(path) as connection:
        return sound(connection)


def left_open(path: Path) -> bool:
    """Whether it was not closed: its last changes lie beside it, and only the next start reads
    them. One that is in use has an index beside it as well.
    """
    log, index = _beside(path)
    return log.exists() and not index.exists()


def size_of(path: Path) -> int:
    """Bytes, with what is beside it."""
    return sum(one.stat().st_size for one in (path, *_beside(path)) if one.exists())


def able() -> bool:
    """Whether this machine's SQLite has what search needs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE x USING fts5(y)")
        except sqlite3.OperationalError:
            return False
        return True


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Read-only. In use it is only whole together with what is beside it; otherwise it is read as a
    file that nobody changes, or SQLite would make its index anew.
    """
    try:
        mode = "mode=ro" if all(one.exists() for one in _beside(path)) else "mode=ro&immutable=1"
        uri = f"{path.absolute().as_uri()}?{mode}"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise told(error, str(path)) from error
    except OSError as error:
        raise refused(error, path) from error


def _newest(connection: sqlite3.Connection) -> datetime | None:
    rows = _asked(connection, _RECENT)
    return datetime.fromisoformat(rows[0][0]).replace(tzinfo=UTC) if rows and rows[0][0] else None


def _asked(connection: sqlite3.Connection, question: str) -> list[Any]:
    """The rows; none where a file of another version has no such table."""
    try:
        return connection.execute(question).fetchall()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return []
        raise
