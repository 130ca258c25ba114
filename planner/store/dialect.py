"""SQLite as SQLAlchemy knows it; a statement that was compiled for one file serves every other."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

#: What `URL.create` calls it.
NAME = "sqlite+entracte"

#: Statements as compiled. There are as many as this package speaks, and no more.
COMPILED: MutableMapping[Any, Any] = {}


class Dialect(SQLiteDialect_pysqlite):
    """Equal to every other one: `COMPILED` is asked by dialect and statement."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is Dialect

    def __hash__(self) -> int:
        return hash(Dialect)


registry.register("sqlite.entracte", __name__, "Dialect")
