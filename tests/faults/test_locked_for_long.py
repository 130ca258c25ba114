"""Another program holds the file for longer than anybody waits: it is said, and all goes on."""

import sqlite3
from contextlib import closing, contextmanager

import pytest

from planner.bootstrap import open_shop
from planner.channels.smtp import SmtpSender
from planner.errors import StoreError
from planner.paths import Paths
from planner.store import engine
from tests.faults.words import one_sentence
from tests.servers.home import letter, put

#: What only reads: it waits for nobody.
READING = (
    *("status", "windows", "promises", "desk", "week", "plan", "why 1", "search robe", "hours"),
    *("people list", "outbox", "review", "absences", "errand", "can-i Ourlet --minutes 5"),
    *("policy check", "policy explain", "tidy", "by-hand", "texts list", "channel list"),
)
WRITING = ("away", "answer 1 Oui.", "add Ourlet --from Rose", "decline 1", "checkin 3", "peek")


@pytest.fixture
def mailbox(home, sink, tmp_path):
    """A live shop to which Lise has written."""
    home.maildir(tmp_path / "Maildir").smtp(sink.port)
    shop = open_shop(Paths(home.folder))
    shop.office.go_live(True)
    shop.office.tick()
    put(tmp_path / "Maildir", letter())
    shop.office.tick()
    shop.close()
    return tmp_path / "Maildir"


@contextmanager
def locked(home):
    """Nobody else can write."""
    with closing(sqlite3.connect(home.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


def test_whoever_reads_waits_for_nobody(home, mailbox, ask, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with locked(home):
        for words in READING:
            assert ask(*words.split())[0] == 0, words


def test_whoever_writes_is_told_and_nothing_is_half_done(home, mailbox, ask, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with locked(home):
        for words in WRITING:
            code, out, err = ask(*words.split())
            assert (code, out) == (1, ""), words
            one_sentence(err, where="entracte.sqlite3", says="in use", do="nothing was lost")
    assert home.rows("SELECT kind FROM owner_actions") == [("live",)]
    assert home.rows("SELECT state FROM requests") == [("open",)]


def test_a_letter_that_left_while_the_file_was_held_is_not_sent_again(
    home, mailbox, sink, monkeypatch
):
    """The lock comes between the sending and the record of it, and ends after some passes."""
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    shop = open_shop(Paths(home.folder))
    shop.office.tick()
    rose = letter(number=2, From="Rose <rose@x.test>", Return_Path="<rose@x.test>")
    put(mailbox, rose, 2)
    plain, holding = SmtpSender.send, []

    def send(sender, message):
        outcome = plain(sender, message)
        other = sqlite3.connect(home.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        holding.append(other)
        return outcome

    monkeypatch.setattr(SmtpSender, "send", send)
    for _ in range(2):
        with pytest.raises(StoreError):
            shop.office.tick()
    monkeypatch.setattr(SmtpSender, "send", plain)
    for other in holding:
        other.close()
    for _ in range(3):
        shop.office.tick()
    shop.close()
    assert [kept.to for kept in sink.kept] == [["lise@example.org"], ["rose@x.test"]]
    states = "SELECT state FROM outbox WHERE to_address = 'rose@x.test'"
    assert home.rows(states) == [("perhaps",)]
    told = "SELECT count(*) FROM promises WHERE state = 'standing'"
    assert home.rows(told) == [(2,)]
