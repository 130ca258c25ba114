"""One database in the place of another: whatever interrupts it, a whole one stands there."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("nth", range(1, 6))
def test_killed_at_any_step_nothing_is_lost(files, monkeypatch, nth):
    database, new = files
    steps = iter(range(1, 99))

    def dying(do):
        def step(*given, **named):
            if next(steps) == nth:
                raise Killed
            return do(*given, **named)

        return step

    with monkeypatch.context() as life:
        life.setattr(replacing, "_second_name", dying(replacing._second_name))
        life.setattr(replacing, "settle", dying(replacing.settle))
        life.setattr(Path, "unlink", dying(Path.unlink))
        with pytest.raises(Killed):
            replacing.put_in_place(database, new, NOW)
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
