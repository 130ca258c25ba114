"""The database: one SQLite file, opened with care; a transaction is a service call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlmodel import create_engine

from planner.store.lock import take
from planner.store.migrate import upgrade
from planner.store.problems import damaged, gone, look_for, refused, sound, told
from planner.store.replacing import made_whole
from planner.store.unit import Unit

BUSY_MS = 5000


class Store:
    """Opens transactions. `read()` sees one snapshot, `write()` commits at its end or not.

    `left_open`: when it was opened, another process had the file open or had ended without goodbye.
    Every call raises StoreError once another file, or none, stands where the one it opened stood:
    SQLite would go on writing into a file without a name, and all of it would be lost.
    """

    def __init__(self, engine: Engine, where: str, *, left_open: bool = False) -> None:
        self._engine = engine
        self.where = where
        self.left_open = left_open
        self._path = Path(where)
        self._file = _identity(self._path)
        self._watch: sqlite3.Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """A write transaction that takes its lock at once (BEGIN IMMEDIATE).

        Raises StoreError when the file is locked, full, or damaged; nothing is changed then.
        """
        with self._told(), self._engine.connect() as connection:
            take(connection, BUSY_MS / 1000)
            yield Unit(connection)
            connection.commit()

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A read transaction; it never waits for a writer."""
        with self._told(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield Unit(connection)

    def revision(self) -> int:
        """A number that changes when another connection has committed (PRAGMA data_version).

        It is read on one connection kept for it: the number means nothing across connections.
        """
        with self._told():
            if self._watch is None:
                self._watch = sqlite3.connect(self.where, check_same_thread=False)
            row = self._watch.execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def sweep(self) -> bool:
        """Write the file anew without what was deleted, and empty its log.

        False while others use it. Raises StoreError when the disk is too full for a copy.
        """
        with self._told(), closing(sqlite3.connect(self.where, timeout=BUSY_MS / 1000)) as direct:
            try:
                direct.execute("VACUUM")
                busy, _log, _moved = direct.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                return False
            return not busy

    def check(self) -> None:
        """Read the whole file and look at every page. Raises StoreError when it is damaged.

        Slow, and in nobody's way: a reader.
        """
        with self._told(), closing(sqlite3.connect(self.where, timeout=BUSY_MS / 1000)) as direct:
            whole = sound(direct)
        if not whole:
            raise damaged(self.where)

    def close(self) -> None:
        """Let go of the file."""
        if self._watch is not None:
            self._watch.close()
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        if _identity(self._path) != self._file:
            raise gone(self.where)
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            raise told(error.orig or error, self.where) from error
        except sqlite3.Error as error:
            raise told(error, self.where) from error


def open_store(path: Path, *, safe: bool = True) -> Store:
    """Open (or make) the database file, bring it to this version, for the owner alone (0600).

    Raises StoreError, also where the file is gone and there are copies of it.
    """
    try:
        made_whole(path)
        left_open = _left_open(path)
        if not look_for(path):
            path.touch(mode=0o600)
        # Not a URL written by hand: a folder may be called "a?b" or "50 %".
        url = URL.create("sqlite", database=str(path))
        engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
        _prepare(engine, synchronous="NORMAL" if safe else "OFF")
        upgrade(engine, path)
    except (OperationalError, DatabaseError) as error:
        raise told(error.orig or error, str(path)) from error
    except sqlite3.Error as error:
        raise told(error, str(path)) from error
    except OSError as error:
        raise refused(error, path) from error
    return Store(engine, str(path), left_open=left_open)


def _left_open(path: Path) -> bool:
    """Whether its log holds something: it is open elsewhere, or a process ended without goodbye."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _prepare(engine: Engine, *, synchronous: str) -> None:
    """Pragmas a connection; the driver begins nothing by itself (its own BEGIN is deferred).

    No event of the engine is listened for: every statement would look for listeners, and cost more.
    """

    @event.listens_for(engine.pool, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"synchronous={synchronous}",
        ):
            connection.execute(f"PRAGMA {pragma}")
