"""The statements of every tick: plain rows read, rows written one by one.

A statement that is built once and speaks of columns costs a tenth of a unit of work of entities.
"""

from __future__ import annotations

from collections.abc import Sequence
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

#: The largest number that the database knows.
LARGEST = 2**63 - 1


def rows(connection: Connection, query: Executable, **given: Any) -> Sequence[Any]:
    """What a query of columns finds, with everything that the transaction wrote before."""
    return connection.execute(query, given).all()


def add(connection: Connection, kind: type[SQLModel], /, **fields: Any) -> int:
    """Write a row of a table; a column that is not given has its default. Returns its key."""
    written = connection.execute(_insert(kind), fields)
    key: int = (written.inserted_primary_key or (0,))[0]
    return key


def change(connection: Connection, kind: type[SQLModel], number: int, /, **fields: Any) -> None:
    """Set columns of the row with this number."""
    if fields:
        run(connection, _update(kind), number=number, **fields)


def run(connection: Connection, statement: Executable, **given: Any) -> int:
    """Run a statement that writes; returns how many rows it touched."""
    return connection.execute(statement, given).rowcount


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
