"""What a database file holds, for comparing it with itself later."""

import sqlite3
from contextlib import closing


def content(database):
    """Every row of every table, as text. The search index has no rows that could be read back."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%'"
            " ORDER BY name"
        ).fetchall()
        return "\n".join(
            f"{name}: {row!r}"
            for (name,) in tables
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
        )
