"""Two processes that copy at once, and what one leaves that was ended half-way."""

import os
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from planner.store import whole_files
from planner.store.backups import Backups, make_copy
from planner.store.engine import open_store

DAY = date(2026, 11, 27)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "entracte.sqlite3"
    open_store(path).close()
    return path


def whole(copy):
    with closing(sqlite3.connect(copy)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_begun_beside_another_of_the_same_day_leaves_it_alone(
    database, tmp_path, monkeypatch
):
    target, others = tmp_path / "copies" / "copy.sqlite3", []
    target.parent.mkdir()
    plain = whole_files.settle

    def settle(part, place):
        if not others:
            others.append(part)
            make_copy(database, target)  # the other process, from its beginning to its end
        plain(part, place)

    monkeypatch.setattr(whole_files, "settle", settle)
    make_copy(database, target)
    assert whole(target)
    assert list(target.parent.iterdir()) == [target]


def test_the_next_copy_removes_what_a_process_left_that_was_ended(database, tmp_path):
    copies = Backups(database, tmp_path / "backups", ())
    copies.make(date(2026, 11, 26))
    left = tmp_path / "backups" / "entracte-2026-11-26.sqlite3.abc.part"
    beside = left.with_name(f"{left.name}-journal")  # SQLite's own
    busy = tmp_path / "backups" / "entracte-2026-11-27.sqlite3.def.part"
    left.write_bytes(b"half")
    beside.write_bytes(b"half")
    busy.write_bytes(b"half")
    old = left.stat().st_mtime - 7200
    os.utime(left, (old, old))
    os.utime(beside, (old, old))
    copies.make(DAY)
    assert not left.exists()
    assert not beside.exists()
    assert busy.exists()  # somebody may be at work on it
    copies.clear()  # but after an erasure nothing stays that may name somebody
    assert list((tmp_path / "backups").iterdir()) == []
