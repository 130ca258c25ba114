"""The statements of every tick: plain rows read, rows written one by one.

A statement that is built and prepared once and speaks of columns costs a small part of a unit of
work of entities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Insert,
    Table,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlmodel import SQLModel

from planner.store.prepared import prepared

#: The largest number that the database knows.
LARGEST = 2**63 - 1


def rows(connection: Connection, query: Executable, **given: Any) -> Sequence[Any]:
    """What a query of columns finds, with everything that the transaction wrote before."""
    ready = prepared(query)
    return ready.rows(ready.run(connection, given))


def add(connection: Connection, kind: type[SQLModel], /, **fields: Any) -> int:
    """Write a row of a table; a column that is not given has its default. Returns its number."""
    return prepared(_insert(kind), tuple(fields)).run(connection, fields).lastrowid or 0


def add_each(
    connection: Connection, kind: type[SQLModel], values: Sequence[Mapping[str, Any]]
) -> None:
    """Write many rows of a table; what is given of the first is given of all."""
    if values:
        prepared(_insert(kind), tuple(values[0])).run_each(connection, values)


def change(connection: Connection, kind: type[SQLModel], number: int, /, **fields: Any) -> None:
    """Set columns of the row with this number."""
    if fields:
        run(connection, _update(kind), number=number, **fields)


def run(connection: Connection, statement: Executable, **given: Any) -> int:
    """Run a statement that writes; returns how many rows it touched."""
    return prepared(statement, tuple(given)).run(connection, given).rowcount


def run_each(
    connection: Connection, statement: Executable, values: Sequence[Mapping[str, Any]]
) -> None:
    """Run a statement that writes once for each of these."""
    if values:
        prepared(statement, tuple(values[0])).run_each(connection, values)


def table(kind: type[SQLModel]) -> Table:
    """The table behind a class of `tables`."""
    return kind.__table__  # type: ignore[attr-defined, no-any-return]


def listed(name: str) -> Any:
    """Any number of values in one parameter, as JSON: `column.in_(listed("ids"))`."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value).scalar_subquery()


@cache
def _insert(kind: type[SQLModel]) -> Insert:
    return insert(table(kind))


@cache
def _update(kind: type[SQLModel]) -> Update:
    """No column of ours is called `number`."""
    return update(table(kind)).where(table(kind).c.id == bindparam("number"))
