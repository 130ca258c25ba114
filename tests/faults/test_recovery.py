"""A copy put back: nothing that was said is said again, and what can be read is kept."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from planner.bootstrap import open_shop
from planner.bootstrap_rescue import Rescue
from planner.clock import StoryClock
from planner.paths import Paths
from planner.store.backups import list_backups
from tests.faults.words import one_sentence
from tests.servers.home import letter, put
from tests.servers.process import HOST, PASSWORD, USER
from tests.thorough import THOROUGH

START = 0


@pytest.fixture
def mail(home, sink, tmp_path):
    """A live shop that reads a Maildir and sends through a real SMTP server."""
    home.maildir(tmp_path / "Maildir").smtp(sink.port)
    with shop(home, START) as office:
        office.go_live(True)
        office.tick()
    return tmp_path / "Maildir"


@contextmanager
def shop(home, at=None):
    """Another process. Before the restore it is `at` minutes after an hour ago, then it is now."""
    clock = StoryClock(datetime.now(UTC) - timedelta(minutes=60 - at)) if at is not None else None
    opened = open_shop(Paths(home.folder), clock)
    try:
        yield opened.office
    finally:
        opened.close()


def arrive(mail, name, number, at=60):
    who = f"{name.lower()}@example.org"
    fields = {"From": f"{name} <{who}>", "Return_Path": f"<{who}>"}
    put(mail, letter(name, f"Robe de {name}", number=number, **fields), number)
    came = time.time() - 60 * (60 - at)
    os.utime(mail / "new" / f"{number}.M{number}.host", (came, came))


def life(home, at=None):
    """Everything that a process has to do is done."""
    with shop(home, at) as office:
        for _ in range(3):
            office.tick()
        return office.today()


def told(sink):
    return sorted(kept.to[0].partition("@")[0] for kept in sink.kept)


def copied(home):
    return list_backups(Paths(home.folder))[0].path


def back(home, ask, *more):
    day = list_backups(Paths(home.folder))[0].day
    code, out, err = ask("restore", str(day), "--yes", "--json", *more)
    assert code == 0, err
    return json.loads(out)


def scramble(home, table):
    """Every page of a table and of its indexes is overwritten."""
    pages = home.rows("SELECT pageno FROM dbstat WHERE name = ?", table)
    (size,) = home.rows("PRAGMA page_size")[0]
    with home.database.open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)


def test_what_left_since_the_copy_is_known_and_never_sent_again(home, mail, sink, ask):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    assert ask("backup")[0] == 0
    assert told(sink) == ["anne"]
    arrive(mail, "Berthe", 2, 20)
    life(home, 21)
    with shop(home, 30) as office:
        office.answer(1, "Oui, elle est là.", now=True)
    life(home, 31)
    assert told(sink) == ["anne", "anne", "berthe"]

    view = back(home, ask)
    assert (view["letters"], view["requests"], view["held"], view["gone"]) == (2, 2, False, 0)
    arrive(mail, "Claire", 3, 59)
    life(home)
    assert told(sink) == ["anne", "anne", "berthe", "claire"]  # nobody twice, and the shop is live
    assert home.rows("SELECT id, state FROM requests ORDER BY id") == [
        (1, "answered"), (2, "open"), (3, "open"),
    ]  # fmt: skip
    assert home.rows("SELECT request_id, state FROM promises ORDER BY id") == [
        (1, "kept"), (2, "standing"), (3, "standing"),
    ]  # fmt: skip
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert home.rows("PRAGMA foreign_key_check") == []
    found = json.loads(ask("search", "Berthe", "--json")[1])
    assert [hit["request"] for hit in found["hits"]] == [2, 2]


HARMS = ["missing", "damaged", "no database"]


@pytest.mark.parametrize("harm", HARMS if THOROUGH else HARMS[:2])
def test_where_it_is_not_known_nothing_is_sent_until_she_has_looked(home, mail, sink, ask, harm):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    assert ask("backup")[0] == 0
    arrive(mail, "Berthe", 2, 20)
    life(home, 21)
    with shop(home, 30) as office:
        office.answer(1, "Oui, elle est là.", now=True)
    life(home, 31)
    before = told(sink)
    if harm == "missing":
        home.database.unlink()
    elif harm == "no database":
        home.database.write_bytes(b"nothing of ours" * 5000)
    else:
        scramble(home, "outbox")
        assert ask("why", "2")[0] == 1

    view = back(home, ask)
    assert view["held"] is True
    assert "entracte live" in " ".join(view["sentences"])
    life(home)
    assert home.rows("SELECT 1 FROM occurrences WHERE kind = 'live'") == []
    arrive(mail, "Claire", 3, 59)
    life(home)
    assert told(sink) == before
    assert home.rows("SELECT count(*) FROM requests WHERE state = 'open'")[0][0] >= 3

    assert ask("live")[0] == 0
    arrive(mail, "Denise", 4)
    life(home)  # whoever writes now is told; whoever perhaps was is not
    assert told(sink) == sorted([*before, "denise"])


def test_of_a_damaged_file_what_can_be_read_is_taken_over(home, mail, sink, ask):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    with shop(home, 15) as office:
        office.add("Un ourlet", "Rose")  # no mailbox knows of it
        office.away("sick")
    arrive(mail, "Berthe", 2, 20)
    life(home, 21)
    scramble(home, "decisions")
    view = back(home, ask)
    assert (view["held"], view["requests"]) == (True, 3)
    assert life(home).face == "away"
    who = "SELECT p.name FROM requests r JOIN people p ON p.id = r.person_id ORDER BY r.id"
    assert [name for (name,) in home.rows(who)] == ["Anne", "Rose", "Berthe"]
    assert home.rows("PRAGMA integrity_check") == [("ok",)]


def test_what_no_mailbox_knows_of_stays_although_nothing_left(home, mail, sink, ask):
    """A promise at the counter, and a request that was closed quietly."""
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    assert ask("backup")[0] == 0
    assert ask("add", "Un ourlet", "--from", "Madame Rose")[0] == 0
    assert ask("decline", "1")[0] == 0
    state, dates = "SELECT * FROM requests ORDER BY id", "SELECT * FROM promises ORDER BY id"
    before = home.rows(state), home.rows(dates)
    view = back(home, ask)
    assert (view["letters"], view["requests"], view["held"], view["gone"]) == (0, 2, False, 0)
    assert "2 requests that are newer or have changed" in " ".join(view["sentences"])
    assert (home.rows(state), home.rows(dates)) == before
    life(home)
    assert told(sink) == ["anne"]


def test_a_letter_whose_text_is_garbled_hinders_no_restore(home, mail, sink, ask):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    assert ask("backup")[0] == 0
    arrive(mail, "Berthe", 2, 20)
    life(home, 21)
    with closing(sqlite3.connect(home.database)) as connection, connection:
        connection.execute("UPDATE outbox SET changes = '[[2, \xa5' WHERE request_id = 2")
    view = back(home, ask)
    assert (view["held"], view["requests"]) == (True, 1)
    life(home)
    assert told(sink) == ["anne", "berthe"]


def test_a_shop_that_moves_goes_on_as_it_was(home, mail, sink, ask, tmp_path):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    stick = tmp_path / "stick"
    stick.mkdir()
    code, out, _err = ask("backup", str(stick), "--json")
    assert code == 0
    copy = json.loads(out)["path"]
    assert ask("backup", copy)[0] == 1  # what is there is not replaced unasked
    assert ask("backup", copy, "--force")[0] == 0
    for ours in (home.database, home.settings):
        code, _out, err = ask("backup", str(ours), "--force")
        assert code == 1
        one_sentence(err, where=ours.name, says="works with", do="Name another")
    hers = stick / "shop.policy.toml"
    hers.write_text("# not of Entracte")
    assert ask("backup", str(stick / "shop"))[0] == 1  # nor is what would stand beside it
    assert hers.read_text() == "# not of Entracte"
    for file in home.folder.glob("*"):
        if file.is_file():
            file.unlink()
    code, out, err = ask("restore", copy, "--yes", "--as-it-was", "--json")
    assert code == 0, err
    view = json.loads(out)
    assert (view["held"], view["kept"]) == (False, None)
    assert sorted(x.rpartition("/")[2] for x in view["settings"]) == [
        "policy.toml",
        "settings.toml",
    ]
    arrive(mail, "Berthe", 2)
    life(home)
    assert told(sink) == ["anne", "berthe"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in home.folder.rglob("*.sqlite3*"))


@pytest.mark.server
def test_her_mailbox_tells_what_the_copy_does_not_know(home, dovecot, sink, ask):
    """The answer that left through Entracte lies among her sent mail; the database was lost."""
    with IMAPClient(HOST, dovecot.imap, ssl=False) as client:
        client.plain_login(USER, PASSWORD)
        client.create_folder("Sent")
    home.imap(dovecot, smtp="envoi").smtp(sink.port)
    with shop(home) as office:
        office.go_live(True)
        office.tick()
    dovecot.deliver(letter(number=81))
    life(home)
    assert ask("backup")[0] == 0
    dovecot.deliver(letter("Rose", "Un sac", number=82, From="Rose <rose@example.org>"))
    life(home)
    with shop(home) as office:
        office.answer(1, "Oui, elle est là.", now=True)
    life(home)
    assert len(sink.kept) == 3
    home.database.unlink()
    assert back(home, ask)["held"] is True
    life(home)
    assert home.rows("SELECT id, state FROM requests ORDER BY id") == [(1, "answered"), (2, "open")]
    assert home.rows("SELECT state FROM promises") == [("kept",)]
    assert len(sink.kept) == 3


def test_who_was_erased_since_a_copy_of_her_own_is_pointed_out(home, mail, ask, tmp_path):
    arrive(mail, "Anne", 1, 10)
    life(home, 11)
    copy = tmp_path / "own.sqlite3"
    assert ask("backup", str(copy))[0] == 0
    assert ask("people", "erase", "anne@example.org", "--yes")[0] == 0
    assert ask("restore")[1] == ""  # the daily ones named her
    code, _out, err = ask("restore", str(copy), "--yes")
    assert code == 0
    assert "erase them again" in err


_OPEN = """
import sys
from planner.bootstrap import open_shop
from planner.paths import Paths
shop = open_shop(Paths(sys.argv[1]))
shop.office.today()
print("open", flush=True)
sys.stdin.read()
"""


def test_nothing_is_replaced_under_a_process_that_has_it_open(home, mail, ask):
    life(home)
    before = home.database.stat().st_ino
    other = subprocess.Popen(
        [sys.executable, "-c", _OPEN, str(home.folder)],
        env=home.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with other:
        assert other.stdout.readline() == "open\n"
        code, out, err = ask("restore", str(copied(home)), "--yes")
        other.stdin.close()
    assert (code, out) == (1, "")
    one_sentence(err, where="entracte.sqlite3", says="open somewhere", do="Close the dashboard")
    assert home.database.stat().st_ino == before
    assert [x.name for x in home.folder.glob(".restore*")] == []
    assert back(home, ask)["held"] is False


_ALONE = """
import sys
from pathlib import Path
from planner.store.replacing import alone
with alone(Path(sys.argv[1])):
    pass
"""


def test_a_look_from_the_dashboard_lets_nobody_replace_what_it_has_open(home, mail):
    life(home)
    given = [sys.executable, "-c", _ALONE, str(home.database)]
    with shop(home) as office:
        office.today()
        assert Rescue(Paths(home.folder)).look(copied(home)).held is False
        other = subprocess.run(given, env=home.environ, capture_output=True, text=True)
        assert "open somewhere" in other.stderr
        office.today()
    assert subprocess.run(given, env=home.environ).returncode == 0


def test_the_copies_are_listed_and_stay_as_they_are_after_one_was_put_back(home, mail, ask):
    life(home)
    (copy,) = json.loads(ask("restore", "--json")[1])
    assert copy["path"] == str(copied(home))
    code, out, err = ask("restore")
    assert (code, len(out.splitlines())) == (0, 1)
    assert out.startswith(copy["day"])
    assert "entracte restore DAY" in err
    left = home.folder / ".restore-killed"  # by a restore that was killed, yesterday
    left.mkdir()
    (left / "entracte.sqlite3").touch()
    os.utime(left, (0, 0))
    before = copied(home).read_bytes()
    assert ask("add", "Un ourlet", "--from", "Rose")[0] == 0
    view = back(home, ask)
    assert (view["held"], view["requests"], view["gone"]) == (False, 1, 0)
    life(home)
    assert copied(home).read_bytes() == before
    assert not left.exists()


def test_what_is_no_copy_of_ours_changes_nothing(home, mail, ask, tmp_path):
    life(home)
    before = home.database.read_bytes()
    good = copied(home).read_bytes()
    other, broken, newer = (tmp_path / name for name in ("other.db", "broken.db", "newer.db"))
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE cats (name)")
    broken.write_bytes(good[: len(good) // 2] + b"\xa5" * (len(good) // 2))
    newer.write_bytes(good)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for copy, says, do in (
        (other, "not a database of Entracte", "lists the copies"),
        (mail / "new", "cannot be opened", "Check"),
        (tmp_path / "none", "no such copy", "lists the copies"),
        (home.settings, "not a database of Entracte", "lists"),
        (broken, "copy is damaged; nothing was changed", "another one"),
        (newer, "newer Entracte.*9999", "Update"),
    ):
        code, out, err = ask("restore", str(copy), "--yes")
        assert (code, out) == (1, ""), copy
        one_sentence(err, where=str(copy), says=says, do=do)
    assert ask("restore", "2020-01-01", "--yes")[0] == 1
    assert ask("restore", str(copied(home)))[0] == 2  # nobody can be asked here
    assert home.database.read_bytes() == before


def test_the_old_file_is_kept_with_what_only_its_log_held(home, mail, ask):
    life(home)
    now = life(home).at
    unsaid = home.folder / "unsaid"
    with closing(sqlite3.connect(home.database)) as connection:  # as SIGKILL leaves it
        connection.execute("INSERT INTO people (name, created_at) VALUES ('Rose', ?)", (str(now),))
        connection.commit()
        for end in ("", "-wal"):
            shutil.copy(f"{home.database}{end}", f"{unsaid}{end}")
    for end in ("", "-wal"):
        shutil.copy(f"{unsaid}{end}", f"{home.database}{end}")
    old = back(home, ask)["kept"]
    assert home.rows("SELECT name FROM people") == []
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name FROM people").fetchall() == [("Rose",)]
