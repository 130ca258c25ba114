"""The tables of a new file in one go: what the migrations make of an empty one, written down.

`python -m planner.store.schema > planner/store/schema.sql` after a new migration. Where that was
forgotten, a new file goes the rest of the way by Alembic; a test compares both.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")
_BETWEEN = ";\n\n"
#: What FTS5 keeps beside its table it makes itself.
_MADE = """SELECT sql FROM sqlite_master
WHERE sql IS NOT NULL AND name NOT GLOB 'messages_fts_*' ORDER BY rowid"""


def make_tables(connection: sqlite3.Connection) -> None:
    """Every table of an empty file, or none; a file that holds anything is left alone.

    The connection begins nothing by itself. Raises sqlite3.Error.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            for statement in SCHEMA.read_text("utf-8").split(_BETWEEN):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def written(path: Path) -> str:
    """What made the tables of a file, and the revision it says it has."""
    with closing(sqlite3.connect(path)) as connection:
        made = [sql for (sql,) in connection.execute(_MADE)]
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    stamp = f"INSERT INTO alembic_version (version_num) VALUES ('{revision}');\n"
    return _BETWEEN.join([*made, stamp])


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from sqlmodel import create_engine

    from planner.store.migrate import by_scripts

    with TemporaryDirectory() as folder:
        file = Path(folder) / "new.sqlite3"
        by_scripts(create_engine(f"sqlite:///{file}"), file, None, copied=False)
        sys.stdout.write(written(file))
