"""Bringing a database file to this version (Alembic), with a copy beside it first."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planner.store.problems import newer
from planner.store.schema import make_tables
from planner.store.whole_files import copy_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

#: The newest revision in migrations/versions; a test compares it with the scripts.
HEAD = "0008"


def stamped(path: Path) -> str | None:
    """The revision a file says it has; None for a new file. Cheap: no Alembic."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        if not found:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return row[0] if row else None


def known_revisions() -> frozenset[str]:
    """Every revision that this program knows; cheap, from the names of the scripts."""
    scripts = (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*_*.py")
    return frozenset(script.name.partition("_")[0] for script in scripts)


def upgrade(engine: Engine, path: Path) -> None:
    """Run what is missing. A file from a newer Entracte is refused, never touched."""
    fresh = stamped(path) is None
    if fresh:
        with engine.connect() as connection:
            make_tables(cast("sqlite3.Connection", connection.connection.driver_connection))
    before = stamped(path)
    if before != HEAD:
        by_scripts(engine, path, before, copied=not fresh)


def by_scripts(engine: Engine, path: Path, before: str | None, *, copied: bool) -> None:
    """Run the scripts since that revision, all of them for None."""
    from alembic import command  # late: only a new or old file needs it
    from alembic.config import Config
    from sqlalchemy import event

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if before is not None and before not in known_revisions():
        raise newer(before, str(path))
    if copied:
        copy = path.with_name(f"{path.name}.before-{HEAD}")
        if not copy.exists():  # else one that an interrupted upgrade left behind
            copy_whole(path, copy)
    with engine.connect() as connection:
        event.listen(connection, "begin", lambda begun: begun.exec_driver_sql("BEGIN"))
        config.attributes["connection"] = connection
        with _tables_made_anew(connection):
            command.upgrade(config, "head")


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes some columns by a new table in place of the old one, which rows of other
    tables point to meanwhile (https://www.sqlite.org/lang_altertable.html, section 7).
    """
    direct = connection.connection.cursor()
    direct.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        direct.execute("PRAGMA foreign_keys=ON")
