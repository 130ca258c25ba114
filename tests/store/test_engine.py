"""A file that is removed or replaced while it is in use: nothing goes on into the void."""

import gc
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from planner.errors import Harm, StoreError
from planner.store.engine import open_store
from planner.store.problems import told
from tests.fresh import fresh_database

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "entracte.sqlite3"
    fresh_database(path)
    return path


def _refuses(store):
    for call in (store.write, store.read):
        with pytest.raises(StoreError) as error, call():
            pytest.fail("it went on")
        assert error.value.harm is Harm.GONE
    for call in (store.revision, store.sweep, store.check):
        with pytest.raises(StoreError, match="Nothing is written any more"):
            call()


def _note(store, at):
    with store.write() as unit:
        unit.people.at("mail", f"{at.timestamp()}@example.org", "", at)


@pytest.mark.parametrize("how", ["removed", "moved", "folder removed", "replaced"])
def test_a_file_that_is_taken_away_is_noticed(file, how):
    store = open_store(file)
    with store.read():
        pass
    other = file.with_name("other")
    shutil.copy(file, other)
    if how == "removed":
        file.unlink()
    elif how == "moved":
        file.rename(file.with_name("elsewhere"))
    elif how == "folder removed":
        shutil.rmtree(file.parent)
    else:
        other.replace(file)
    _refuses(store)
    if how == "moved":  # and put back
        file.with_name("elsewhere").rename(file)
        with store.write():
            pass
    store.close()


def test_leaving_a_replaced_file_takes_no_log_from_the_new_one(file):
    """The last connection to close removes the log by its name; SQLite looks whose it is first."""
    old = open_store(file)
    old.revision()
    _note(old, AT)
    other = file.with_name("other")
    fresh_database(other)
    for log in file.parent.glob("*-wal"):
        log.unlink()
    other.replace(file)
    new = open_store(file)
    _note(new, AT)
    old.close()
    gc.collect()
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0
    _note(new, AT + timedelta(1))
    new.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (2,)


def test_a_missing_file_is_not_made_anew_where_there_are_copies_of_it(file):
    (file.parent / "backups").mkdir()
    shutil.copy(file, file.parent / "backups" / "entracte-2026-11-27.sqlite3")
    file.unlink()
    with pytest.raises(StoreError, match="entracte restore") as error:
        open_store(file)
    assert error.value.harm is Harm.GONE
    assert not file.exists()
    (file.parent / "backups").rename(file.parent / "old")
    open_store(file).close()
    assert file.exists()


@pytest.mark.parametrize(
    ("code", "harm"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Harm.BUSY),
        (sqlite3.SQLITE_FULL, Harm.FULL),
        (sqlite3.SQLITE_IOERR_WRITE, Harm.FULL),
        (sqlite3.SQLITE_IOERR_LOCK, Harm.REFUSED),
        (sqlite3.SQLITE_PROTOCOL, Harm.REFUSED),
        (sqlite3.SQLITE_IOERR_SHORT_READ, Harm.DAMAGED),
        (sqlite3.SQLITE_CORRUPT_INDEX, Harm.DAMAGED),
        (sqlite3.SQLITE_NOTADB, Harm.DAMAGED),
        (sqlite3.SQLITE_CANTOPEN, Harm.REFUSED),
        (sqlite3.SQLITE_READONLY_DBMOVED, Harm.REFUSED),
        (sqlite3.SQLITE_ERROR, Harm.OTHER),
    ],
)
def test_what_sqlite_says_in_her_words(code, harm):
    error = sqlite3.DatabaseError("some words")
    error.sqlite_errorcode = code
    assert told(error, "entracte.sqlite3").harm is harm
