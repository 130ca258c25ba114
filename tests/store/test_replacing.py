"""One database in the place of another: whatever interrupts it, a whole one stands there."""

import errno
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.errors import Harm, StoreError
from planner.store import replacing
from planner.store.engine import open_store
from tests.fresh import fresh_database
from tests.shop import Killed

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def files(tmp_path):
    """A file whose last word is only in its log, and the one that takes its place."""
    new, old, spare = (tmp_path / name for name in ("new", "entracte.sqlite3", "spare"))
    fresh_database(new)
    fresh_database(old)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO people (name, created_at) VALUES ('Lise', '2026')")
        connection.commit()
        shutil.copy(old, spare)
        shutil.copy(f"{old}-wal", f"{spare}-wal")
    for end in ("", "-wal"):
        shutil.move(f"{spare}{end}", f"{old}{end}")
    return old, new


def names(file):
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in connection.execute("SELECT name FROM people")]


def ending(monkeypatch, files, nth, how):
    """A replacement that ends at its nth step."""
    steps = iter(range(1, 99))

    def dying(do):
        def step(*given, **named):
            if next(steps) == nth:
                raise how
            return do(*given, **named)

        return step

    with monkeypatch.context() as life:
        life.setattr(replacing, "_second_name", dying(replacing._second_name))
        life.setattr(replacing, "settle", dying(replacing.settle))
        life.setattr(Path, "unlink", dying(Path.unlink))
        with pytest.raises(Killed if how is Killed else StoreError):
            replacing.put_in_place(*files, NOW)


@pytest.mark.parametrize("nth", range(1, 6))
def test_killed_at_any_step_nothing_is_lost(files, monkeypatch, nth):
    database, _new = files
    ending(monkeypatch, files, nth, Killed)
    (kept,) = [*database.parent.glob("*.before-restore-*00"), database][:1]
    everything = {*names(kept), *names(database)}
    assert everything == {"Lise"}
    open_store(database).close()


def test_the_old_file_is_kept_whole_and_its_log_is_not_read_into_the_new_one(files):
    database, new = files
    kept = replacing.put_in_place(database, new, NOW)
    assert kept.name == "entracte.sqlite3.before-restore-20261127-090000"
    assert names(database) == []
    assert names(kept) == ["Lise"]
    assert not new.exists()


@pytest.mark.parametrize("how", [Killed, OSError(errno.EIO, "")], ids=["killed", "refused"])
@pytest.mark.parametrize("nth", range(1, 6))
def test_the_old_file_has_its_log_when_it_is_opened_again(files, monkeypatch, nth, how):
    database, _new = files
    ending(monkeypatch, files, nth, how)
    for name in ("Rose", "Zoé"):  # and no log of before is read into what was written since
        open_store(database).close()
        assert "Lise" in names(database)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("INSERT INTO people (name, created_at) VALUES (?, '2026')", (name,))
    open_store(database).close()
    assert names(database) == ["Lise", "Rose", "Zoé"]
    assert list(database.parent.glob("*.before-restore-*")) == []


def test_a_file_that_was_kept_stays_whoever_opens_the_other(files):
    database, new = files
    kept = replacing.put_in_place(database, new, NOW)
    open_store(database).close()
    assert names(kept) == ["Lise"]


def test_without_its_log_nobody_opens_it_while_another_reads_it(files, monkeypatch):
    database, _new = files
    ending(monkeypatch, files, 5, Killed)
    (kept,) = database.parent.glob("*.before-restore-*00")
    hold = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1])\n"
    hold += "c.execute('BEGIN'); c.execute('SELECT * FROM people'); print(flush=True); input()"
    given = [sys.executable, "-c", hold, str(database)]
    pipe = subprocess.PIPE
    with subprocess.Popen(given, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout.readline()
        with pytest.raises(StoreError) as told:
            open_store(database)
        assert told.value.harm is Harm.BUSY
        assert kept.exists()
        other.communicate("\n")
    open_store(database).close()
    assert names(database) == ["Lise"]
