"""Real disks that are full, read-only or taken away: one sentence, nothing lost, and on again."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from planner.bootstrap import open_shop
from planner.errors import Harm, StoreError
from planner.paths import Paths
from planner.store.engine import open_store
from planner.store.migrate import HEAD, stamped
from tests.books import content
from tests.faults.words import one_sentence
from tests.servers.home import Home
from tests.servers.process import wait_for
from tests.store.test_migrations import at_revision

SHELL = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _mount(*words):
    done = subprocess.run(["mount", *words], check=False, **SHELL).returncode
    if done != 0:
        pytest.skip("mounting a disk needs root")


@pytest.fixture
def disk(tmp_path):
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place))
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True, **SHELL)


@pytest.fixture
def home(disk):
    return Home(disk / "home")


def fill(disk):
    """To the last byte, once more where SQLite gave some back."""
    with (disk / "ballast").open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def test_a_full_disk(disk, home, ask, monkeypatch):
    assert ask("add", "Une robe", "--from", "Lise")[0] == 0
    assert ask("backup")[0] == 0
    (copy,) = (home.folder / "backups").glob("*.sqlite3")
    before = copy.read_bytes(), content(home.database)
    fill(disk)
    for words in (("add", "Un ourlet", "--from", "Rose"), ("backup",)):
        code, out, err = ask(*words)
        assert (code, out) == (1, ""), words
        one_sentence(err, where="entracte.sqlite3", says="disk is full", do="nothing was lost")
    assert ask("restore", str(copy), "--yes")[0] == 1
    assert [x.name for x in copy.parent.iterdir() if x.name.endswith(".part")] == []
    (disk / "ballast").unlink()
    assert (copy.read_bytes(), content(home.database)) == before
    assert ask("add", "Un ourlet", "--from", "Rose")[0] == 0
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert [name for (name,) in home.rows("SELECT name FROM people")] == ["Lise", "Rose"]


def test_a_disk_that_is_full_before_an_upgrade_has_the_old_file_afterwards(disk, home):
    at_revision(home.database, "0004")
    with closing(sqlite3.connect(home.database)) as connection, connection:
        now = "2026-11-23 10:00:00.000000"
        connection.execute("INSERT INTO people (name, created_at) VALUES ('Lise', ?)", (now,))
    before = content(home.database)
    fill(disk)
    with pytest.raises(StoreError) as told:
        open_store(home.database)
    assert told.value.harm is Harm.FULL
    assert (stamped(home.database), content(home.database)) == ("0004", before)
    (disk / "ballast").unlink()
    open_store(home.database).close()
    assert stamped(home.database) == HEAD
    assert home.rows("SELECT name FROM people") == [("Lise",)]
    assert stamped(home.folder / f"entracte.sqlite3.before-{HEAD}") == "0004"


def test_a_disk_that_may_only_be_read(disk, home, ask):
    assert ask("add", "Une robe", "--from", "Lise")[0] == 0
    _mount("-o", "remount,ro", str(disk))
    for words in (("add", "Un ourlet", "--from", "Rose"), ("away",), ("run",)):
        code, out, err = ask(*words)
        assert (code, out) == (1, ""), words
        one_sentence(err, where=str(home.folder), says="cannot be|refuses|Read-only", do="Check")
    _mount("-o", "remount,rw", str(disk))
    assert ask("add", "Un ourlet", "--from", "Rose")[0] == 0


def test_a_log_that_cannot_be_made(tmp_path, ask, home):
    assert ask("add", "Une robe", "--from", "Lise")[0] == 0
    log = home.folder / "entracte.sqlite3-wal"
    log.unlink(missing_ok=True)
    log.mkdir()
    code, out, err = ask("add", "Un ourlet", "--from", "Rose")
    assert (code, out) == (1, "")
    one_sentence(err, where="entracte.sqlite3", says="cannot be opened", do="Check")
    log.rmdir()
    assert ask("add", "Un ourlet", "--from", "Rose")[0] == 0


def test_the_folder_goes_while_the_service_runs(home, tmp_path):
    home.maildir(tmp_path / "Maildir")

    def taken_away():
        shutil.rmtree(home.folder, ignore_errors=True)  # the service may be writing in it
        return not home.folder.exists()

    with home.service() as service:
        service.ready()
        wait_for(taken_away, "the folder's end")
        assert service.child.wait(20) == 1
    assert not home.database.exists()


def test_a_pass_that_finds_a_damaged_page_says_so_and_keeps_the_good_copies(home, tmp_path):
    home.maildir(tmp_path / "Maildir")
    shop = open_shop(Paths(home.folder))
    shop.office.add("Une robe", "Lise")
    shop.office.tick()
    shop.close()
    (copy,) = (home.folder / "backups").glob("*.sqlite3")
    copy.rename(copy.with_name("entracte-2026-01-01.sqlite3"))
    (pages,) = home.rows("SELECT group_concat(pageno) FROM dbstat WHERE name = 'decisions'")
    with closing(sqlite3.connect(home.database)) as connection, connection:
        connection.execute("DELETE FROM occurrences WHERE kind = 'backup'")
    with home.database.open("r+b") as file:
        for page in pages[0].split(","):
            file.seek((int(page) - 1) * 4096)
            file.write(b"\xa5" * 4096)
    shop = open_shop(Paths(home.folder))
    with pytest.raises(StoreError) as told:
        shop.office.tick()  # whatever reads it first says it
    assert told.value.harm is Harm.DAMAGED
    shop.close()
    assert [x.name for x in copy.parent.glob("*.sqlite3")] == ["entracte-2026-01-01.sqlite3"]
