"""The statements of every tick: plain rows read, rows written one by one.

A statement that is built once and speaks of columns costs a tenth of a unit of work of entities.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Insert, Table, Update, bindparam, func, insert, select, update
from sqlmodel import Session, SQLModel

#: The largest number that the database knows.
LARGEST = 2**63 - 1


def rows(session: Session, query: Executable, **given: Any) -> Sequence[Any]:
    """What a query of columns finds, with everything that the transaction wrote before."""
    session.flush()
    return session.connection().execute(query, given).all()


def add(session: Session, kind: type[SQLModel], /, **fields: Any) -> int:
    """Write a row of a table; a column that is not given has its default. Returns its key."""
    session.flush()
    written = session.connection().execute(_insert(kind), fields)
    key: int = (written.inserted_primary_key or (0,))[0]
    return key


def change(session: Session, kind: type[SQLModel], number: int, /, **fields: Any) -> None:
    """Set columns of the row with this number."""
    if fields:
        run(session, _update(kind), number=number, **fields)


def run(session: Session, statement: Executable, **given: Any) -> int:
    """Run a statement that writes; returns how many rows it touched."""
    session.flush()
    return session.connection().execute(statement, given).rowcount


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
