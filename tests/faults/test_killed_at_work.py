"""An import, an upgrade and an erasure, ended by SIGKILL at every write and begun again."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from itertools import count

import pytest

from planner.bootstrap import open_shop
from planner.paths import Paths
from planner.store.migrate import HEAD, stamped
from tests.cli.test_days import LATER
from tests.faults.parent import Nursery
from tests.servers.home import Home, letter, put

ENDS = ("before a write", "before the commit", "after the commit")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("nursery"))
    home.maildir(home.folder / "Maildir")
    kept = Nursery(home.environ)
    kept.live(do="grow up", home=str(home.folder))
    yield kept
    kept.end()


def _shop(home):
    return {"home": str(home.folder), "now": datetime.now(UTC).isoformat()}


def _every_end(nursery, step, every=1, **asked):
    """Lives of one kind, each killed `every` points further on, until one comes to its end."""
    for name in ENDS:
        for nth in count(1, every):
            ended = nursery.live(kill=f"{step}: {name}", nth=nth, **asked)
            yield ended["killed"]
            if not ended["killed"]:
                break


def test_an_import_begun_again_keeps_every_mail_once(home, nursery, tmp_path):
    archive = tmp_path / "archive"
    home.maildir(tmp_path / "Maildir")
    for part in ("new", "cur", "tmp"):
        (archive / part).mkdir(parents=True)
    for number in range(12):
        who = f"client{number}@example.org"
        put(archive, letter(number=number, From=f"<{who}>", Return_Path=f"<{who}>"), number)
    asked = {"do": "import", "path": str(archive), "batch": 3}
    kills = sum(_every_end(nursery, "import", **asked, **_shop(home)))
    assert kills >= 12
    once = "SELECT count(*), count(DISTINCT message_id) FROM messages"
    assert home.rows(once) == [(12, 12)]
    assert home.rows("SELECT count(*) FROM requests") == [(12,)]
    assert home.rows("SELECT count(*) FROM outbox") == [(0,)]
    assert home.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def lived_in(home, tmp_path):
    """A shop to which Lise and Omar wrote, closed properly."""
    home.maildir(tmp_path / "Maildir")
    put(tmp_path / "Maildir", letter(text="De la dentelle ?", number=1), 1)
    omar = {"From": "Omar <omar@example.org>", "Return_Path": "<omar@example.org>"}
    put(tmp_path / "Maildir", letter(number=2, **omar), 2)
    shop = open_shop(Paths(home.folder))
    shop.office.tick()
    shop.close()
    return home


def test_an_upgrade_begun_again_ends_in_a_whole_file(lived_in, nursery, tmp_path):
    with closing(sqlite3.connect(lived_in.database)) as connection, connection:
        for later in LATER.strip().splitlines():
            connection.execute(later)
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    old = tmp_path / "old.sqlite3"
    shutil.copy(lived_in.database, old)
    copy = lived_in.database.with_name(f"{lived_in.database.name}.before-{HEAD}")
    messages = "SELECT id, subject, text FROM messages ORDER BY id"
    before = lived_in.rows(messages)
    kills = 0
    for killed in _every_end(nursery, "upgrade", every=4, do="open", **_shop(lived_in)):
        kills += killed
        if killed:
            nursery.live(do="open", **_shop(lived_in))
        assert stamped(lived_in.database) == HEAD
        assert stamped(copy) == "0002"
        assert lived_in.rows(messages) == before
        for left in lived_in.folder.glob(f"{lived_in.database.name}*"):
            left.unlink()
        shutil.copy(old, lived_in.database)
    assert kills >= 10


def test_an_erasure_is_whole_or_has_not_happened(lived_in, nursery, tmp_path):
    whole = tmp_path / "whole.sqlite3"
    shutil.copy(lived_in.database, whole)
    asked = {"who": "lise@example.org", **_shop(lived_in)}
    erased = 0
    for killed in _every_end(nursery, "erase", do="erase", **asked):
        there = lived_in.rows("SELECT count(*) FROM addresses WHERE address LIKE 'lise%'")[0][0]
        words = "SELECT count(*) FROM messages WHERE text LIKE '%dentelle%'"
        assert bool(lived_in.rows(words)[0][0]) == bool(there)
        erased += killed and not there
        nursery.live(do="erase" if there else "tick", **asked)
        left = b"".join(p.read_bytes() for p in lived_in.folder.glob("entracte.sqlite3*"))
        assert b"lise@" not in left
        assert b"dentelle" not in left
        assert b"omar@" in left
        for path in lived_in.folder.glob("entracte.sqlite3*"):
            path.unlink()
        shutil.copy(whole, lived_in.database)
    assert erased  # some died between erasing and cleaning the file
