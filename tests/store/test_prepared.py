"""Statements prepared once say and find what SQLAlchemy's own execution does."""

import sqlite3
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, delete, select, text, update
from sqlmodel import col

from planner.domain.outbox import LetterState
from planner.store.engine import open_store
from planner.store.rows import add, add_each, change, rows, run, run_each, table
from planner.store.tables import CheckinRow, EventRow, LeaseRow, OccurrenceRow, SpecialDayRow

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
EVENTS = select(*table(EventRow).c).order_by(col(EventRow.id))
NAMED = EVENTS.where(col(EventRow.event).in_(bindparam("names", expanding=True)))
NOT_NAMED = EVENTS.where(col(EventRow.event).not_in(bindparam("names", expanding=True)))
EITHER = NAMED.where(
    col(EventRow.at).in_(bindparam("times", expanding=True)), col(EventRow.event).in_(("a", "b"))
)
SINCE = EVENTS.where(col(EventRow.at) >= bindparam("since")).limit(bindparam("most"))


@pytest.fixture
def connection(tmp_path):
    store = open_store(tmp_path / "entracte.sqlite3")
    with store._engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for event in "abc":
            add(connection, EventRow, at=AT, event=event)
        yield connection
    store.close()


@pytest.mark.parametrize(
    ("query", "given"),
    [
        (EVENTS, {}),
        (NAMED, {"names": ["a", "c"]}),
        (NAMED, {"names": []}),
        (NOT_NAMED, {"names": []}),
        (NOT_NAMED, {"names": ["b"]}),
        (EITHER, {"names": ["a", "c"], "times": [AT, AT]}),
        (SINCE, {"since": AT, "most": 2}),
    ],
)
def test_it_finds_what_sqlalchemy_finds(connection, query, given):
    assert rows(connection, query, **given) == connection.execute(query, given).all()


def test_columns_have_their_names_and_their_types(connection):
    add(connection, SpecialDayRow, day=date(2026, 12, 25), closed=False)
    (row,) = rows(connection, select(*table(SpecialDayRow).c))
    assert (row.day, row.closed, row.note, row.opens) == (date(2026, 12, 25), False, "", "")
    first = rows(connection, EVENTS)[0]
    assert (first.id, first.at, first.request_id, first.data) == (1, AT, None, "{}")


def test_two_columns_of_one_name(connection):
    add(connection, CheckinRow, day=date(2026, 11, 23), energy=3)
    (row,) = rows(connection, select(col(CheckinRow.id), col(EventRow.id)).where(text("event='c'")))
    assert row == (1, 3)
    assert row.id == 1


def test_what_is_not_given_is_not_made_up(connection):
    with pytest.raises(KeyError):
        rows(connection, SINCE, since=AT)


def test_writing_one_and_many(connection):
    assert add(connection, OccurrenceRow, kind="day", key="1", at=AT) == 1
    add_each(connection, OccurrenceRow, [{"kind": "d", "key": n, "at": AT} for n in "23"])
    add_each(connection, OccurrenceRow, [])
    move = update(table(OccurrenceRow)).where(table(OccurrenceRow).c.key == bindparam("old"))
    move = move.values(key=bindparam("new"))
    run_each(connection, move, [{"old": "2", "new": "4"}, {"old": "3", "new": "5"}])
    change(connection, OccurrenceRow, 1, kind="night", key="6")
    found = rows(connection, select(col(OccurrenceRow.kind), col(OccurrenceRow.key)))
    assert sorted(found) == [("d", "4"), ("d", "5"), ("night", "6")]
    gone = delete(OccurrenceRow).where(col(OccurrenceRow.kind) == bindparam("kind"))
    assert run(connection, gone, kind="d") == 2


def test_an_enumeration_is_written_as_its_word(connection):
    add(connection, LeaseRow, name=LetterState.SENT, holder="me", until=AT)
    returned = update(LeaseRow).values(holder="you").returning(*table(LeaseRow).c)
    assert rows(connection, returned) == [("sent", "you", AT)]


def test_a_text_is_run_as_it_stands(connection):
    assert rows(connection, text("SELECT count(*) FROM events WHERE id > :id"), id=1) == [(2,)]


def test_what_sqlite_refuses_is_told_as_its_own_error(connection):
    add(connection, OccurrenceRow, kind="day", key="1", at=AT)
    with pytest.raises(sqlite3.IntegrityError):
        add(connection, OccurrenceRow, kind="day", key="1", at=AT)
