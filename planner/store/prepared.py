"""Statements prepared once: SQLAlchemy builds and compiles them, SQLite's own cursor runs them.

A pass asks some fifty questions. What SQLAlchemy does anew for each, with its caches, parameters
and results, costs three times what SQLite does for the answer.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from sqlite3 import Cursor
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

#: More than this package speaks; one that was built for a single call is forgotten some day.
MOST = 1_000

_DIALECT = pysqlite.dialect()
_LIST = re.compile(r"__\[POSTCOMPILE_\w+\]")
_Way = Callable[[Any], Any]


class _Place(NamedTuple):
    """A parameter: the name of what is given for it, or else what always stands there."""

    name: str | None
    always: Any
    way: _Way | None
    many: bool  # a list: as many parameters as it is long


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement: its text, cut where lists stand; its parameters; what its columns become."""

    pieces: Sequence[str]
    places: Sequence[_Place]
    ways: Sequence[tuple[int, _Way]]
    row: Callable[[Sequence[Any]], Any]

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Cursor:
        """Run it in the transaction of a connection. Raises sqlite3.Error."""
        values = self._values(given)
        if len(self.pieces) == 1:
            return _cursor(connection).execute(self.pieces[0], values)
        return _cursor(connection).execute(*self._with_lists(values))

    def run_each(self, connection: Connection, given: Sequence[Mapping[str, Any]]) -> None:
        """Run it, without lists, once for each of these. Raises sqlite3.Error."""
        _cursor(connection).executemany(self.pieces[0], map(self._values, given))

    def _values(self, given: Mapping[str, Any]) -> list[Any]:
        values = []
        for name, value, way, many in self.places:
            if name is not None:
                value = given[name]
                if way is not None:
                    value = [way(one) for one in value] if many else way(value)
            values.append(value)
        return values

    def rows(self, cursor: Cursor) -> list[Any]:
        """What it found, by the names of its columns."""
        return [self.row(self._read(plain)) for plain in cursor.fetchall()]

    def _read(self, plain: Sequence[Any]) -> Sequence[Any]:
        if not self.ways:
            return plain
        values = list(plain)
        for number, way in self.ways:
            values[number] = way(values[number])
        return values

    def _with_lists(self, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """SQLite finds nothing in an empty list."""
        text, more = self.pieces[0], iter(self.pieces[1:])
        flat: list[Any] = []
        for place, value in zip(self.places, values, strict=True):
            if place.many:
                text += ", ".join("?" * len(value)) + next(more)
            flat.extend(value if place.many else (value,))
        return text, flat


@lru_cache(MOST)
def prepared(statement: Any, columns: tuple[str, ...] | None = None) -> Prepared:
    """A statement as it will be run; `columns` are those that an INSERT or UPDATE is given."""
    compiled: SQLCompiler = statement.compile(dialect=_DIALECT, column_keys=columns)
    defaults = {column.key: cast(Any, column.default).arg for column in compiled.insert_prefetch}
    found = list(getattr(statement, "exported_columns", ()))  # a text has none, and none to read
    read = ((number, _reads(column.type)) for number, column in enumerate(found))
    return Prepared(
        pieces=_LIST.split(compiled.string),
        places=[_place(compiled, name, defaults) for name in compiled.positiontup or ()],
        ways=[(number, way) for number, way in read if way],
        row=_row(*statement.exported_columns.keys()) if found else tuple,
    )


def _place(compiled: SQLCompiler, name: str, defaults: Mapping[str, Any]) -> _Place:
    bound = compiled.binds[name]
    way = cast("_Way | None", bound.type.dialect_impl(_DIALECT).bind_processor(_DIALECT))
    if bound.required:
        return _Place(bound.key, None, way, bound.expanding)
    always = defaults.get(name, bound.effective_value)
    if way is not None:
        always = [way(one) for one in always] if bound.expanding else way(always)
    return _Place(None, always, None, bound.expanding)


def _reads(kind: TypeEngine[Any]) -> _Way | None:
    """SQLAlchemy's way, but for instants: most of what is read, and written by one hand."""
    if isinstance(kind, UTCDateTime):
        return _instant
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


@cache
def _row(*names: str) -> Callable[[Sequence[Any]], Any]:
    """Two columns of one name: the second has none."""
    return namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined, no-any-return]


def _cursor(connection: Connection) -> Cursor:
    return cast(Cursor, connection.connection.cursor())
