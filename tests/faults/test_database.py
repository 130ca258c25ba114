"""The one file that matters: damaged, locked, full, too new, oddly named; nothing is lost."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from planner.bootstrap import open_shop
from planner.paths import Paths
from planner.store import engine
from tests.faults.words import one_sentence
from tests.servers.home import Home, letter, put

COMMANDS = [("status",), ("promises", "--json"), ("away",), ("desk",), ("run",)]


@pytest.fixture
def filled(home):
    """A shop with two requests in its file, closed properly."""
    shop = open_shop(Paths(home.folder))
    shop.office.add("Une robe", "Lise")
    shop.office.add("Un ourlet", "Rose")
    shop.close()
    assert [f.name for f in home.folder.glob("entracte.sqlite3*")] == ["entracte.sqlite3"]
    return home


def _every_command(ask, **expected):
    for words in COMMANDS:
        code, out, err = ask(*words)
        assert (code, out) == (1, ""), words
        one_sentence(err, where="entracte.sqlite3", **expected)


def test_a_damaged_database(ask, filled):
    with filled.database.open("r+b") as file:
        file.write(b"no database at all " * 300)
    before = filled.database.read_bytes()
    _every_command(ask, says="is damaged", do="last copy")
    assert filled.database.read_bytes() == before


def test_pages_that_are_damaged(ask, filled):
    size = filled.database.stat().st_size
    with filled.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    _every_command(ask, says="is damaged", do="last copy")


def test_a_database_from_a_newer_version(ask, filled):
    with closing(sqlite3.connect(filled.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    before = filled.database.read_bytes()
    _every_command(ask, says="newer Entracte.*0999", do="Update")
    assert filled.database.read_bytes() == before


def test_a_database_that_is_a_folder(ask, home):
    home.database.mkdir()
    _every_command(ask, says="cannot be opened", do="Check")


def test_a_locked_database_is_told_and_reading_goes_on(ask, filled, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 200)
    with closing(sqlite3.connect(filled.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, err = ask("away")
        assert (code, out) == (1, "")
        one_sentence(err, where="entracte.sqlite3", says="in use", do="nothing was lost")
        assert ask("status")[0] == 0
        assert len(json.loads(ask("promises", "--json")[1])) == 2
        other.execute("ROLLBACK")
    assert ask("away")[0] == 0


def test_a_reader_that_is_shut_out_is_not_told_of_damage(ask, filled, monkeypatch):
    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: plain(*a, **{**k, "timeout": 0.1}))
    with closing(plain(filled.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        code, out, err = ask("status")
        assert (code, out) == (1, "")
        one_sentence(err, where="entracte.sqlite3", says="in use", do="try again")


_FULL = """
import resource, sys
from planner.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
sys.exit(main({words}))
"""


def test_a_full_disk_keeps_what_was_there(filled, tmp_path):
    mail = tmp_path / "Maildir"
    filled.maildir(mail)
    for number in range(30):
        put(mail, letter(text="Bonjour. " * 20_000, number=number), number)
    words = ["import", str(mail)]
    room = filled.database.stat().st_size + 200_000
    full = subprocess.run(
        [sys.executable, "-c", _FULL.format(bytes=room, words=words)],
        env=filled.environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert full.returncode == 1, full.stderr
    assert "Traceback" not in full.stderr
    assert "The disk is full, or the file cannot be written." in full.stderr
    assert "nothing was lost" in full.stderr
    assert filled.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(filled.json("promises")) == 2
    assert filled.run(*words).returncode == 0  # with room again, all of it is taken in, once
    kept = "SELECT count(*), count(DISTINCT foreign_id) FROM messages WHERE channel = 'courrier'"
    assert filled.rows(kept) == [(30, 30)]


@pytest.mark.parametrize("name", ["été ?a=b", "50%20#x"])
def test_a_home_with_an_odd_name(tmp_path, name):
    home = Home(tmp_path / name)
    assert home.run("add", "Une robe", "--from", "Lise").returncode == 0
    assert len(home.json("promises")) == 1
    assert [x.name for x in tmp_path.iterdir()] == [name]
