"""The copy of the day: at the end of a pass, once a working day, and never in anybody's way."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.message import Mailbox
from planner.services.putting_back import RESTORED
from planner.store import backups
from planner.store.backups import Backups
from planner.store.problems import full, told
from tests.shop import OWN, Shop, at


class Copying(Shop):
    """A shop that makes copies, as the owner's does."""

    def _open(self):
        office = super()._open()
        where = self.folder / "entracte.sqlite3"
        copies = Backups(where, self.folder / "backups", [self.folder / "settings.toml"])
        office.ctx = replace(office.ctx, copies=copies)
        return office

    @property
    def days(self):
        return sorted(x.name[9:19] for x in (self.folder / "backups").glob("*.sqlite3"))


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "settings.toml").write_text("# hers\n")
    opened = Copying(tmp_path)
    yield opened
    opened.office.close()


def test_one_a_working_day_for_her_alone(shop, monkeypatch):
    made = []
    whole = Backups.make
    monkeypatch.setattr(Backups, "make", lambda self, day: made.append(day) or whole(self, day))
    assert shop.days == ["2026-11-23"]
    shop.office.tick()
    shop.restart()
    shop.office.tick()
    shop.go(at("24 02:00"))  # the working day begins at four
    shop.go(at("25 09:00"))
    assert made == [date(2026, 11, 24), date(2026, 11, 25)]
    copies = list((shop.folder / "backups").iterdir())
    assert {x.name.partition(".")[2] for x in copies} == {"sqlite3", "settings.toml"}
    assert all(x.stat().st_mode & 0o077 == 0 for x in [*copies, shop.folder / "backups"])


def test_a_copy_holds_what_is_there_while_somebody_writes(shop):
    shop.write("lise")
    with shop.ctx.store.write() as unit:
        unit.people.at("mail", "omar@example.net", "Omar", shop.clock.now())
        made = shop.ctx.copies.make(date(2026, 11, 23))  # waits for nobody
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT name FROM people").fetchall() == [("Lise",)]


def test_what_goes_wrong_stops_no_pass_is_said_and_tried_again(shop, monkeypatch):
    def no_room(*_):
        raise full("backups")

    with monkeypatch.context() as disk:
        disk.setattr(backups, "make_copy", no_room)
        shop.sleep(at("24 10:30"))
        shop.write("lise")
        assert len(shop.sent) == 1  # she has her date
        assert any("disk is full" in said for said in shop.office.today().problems)
    shop.office.tick()
    assert shop.days == ["2026-11-23"]
    shop.clock.step(timedelta(minutes=16))
    shop.office.tick()
    assert shop.days == ["2026-11-23", "2026-11-24"]
    assert shop.office.today().problems == ()


def test_a_folder_that_cannot_be_is_said_as_well(shop):
    shop.sleep(at("24 10:30"))
    shutil.rmtree(shop.folder / "backups")
    (shop.folder / "backups").write_text("a file of hers")
    shop.clock.step(timedelta(days=1))
    shop.write("lise")
    assert len(shop.sent) == 1
    assert any("backups" in said for said in shop.office.today().problems)


def test_a_damaged_file_pushes_no_copy_out(shop, monkeypatch):
    def broken(_store):
        raise told(sqlite3.DatabaseError("x"), "entracte.sqlite3")

    monkeypatch.setattr(type(shop.ctx.store), "check", broken)
    shop.go(at("25 09:00"))
    assert shop.days == ["2026-11-23"]
    assert len(shop.office.today().problems) == 1


def test_after_an_end_without_goodbye_the_file_is_checked(shop, monkeypatch):
    looks = []
    monkeypatch.setattr(type(shop.ctx.store), "check", lambda store: looks.append(store))
    shop.office.tick()
    assert looks == []
    with closing(sqlite3.connect(shop.folder / "entracte.sqlite3")) as other:
        other.execute("SELECT 1 FROM people").fetchone()  # its log stays
        shop.write("lise")
        shop.restart()
        shop.office.tick()
        shop.office.tick()
    assert len(looks) == 1
    assert shop.days == ["2026-11-23"]


def test_no_copy_names_whom_she_erased(shop):
    shop.write("lise", "La robe en dentelle ?")
    shop.go(at("24 09:00"))
    assert shop.days == ["2026-11-23", "2026-11-24"]
    shop.office.erase_person("lise@example.net")
    assert shop.days == []
    shop.office.tick()
    assert shop.days == ["2026-11-24"]
    assert b"dentelle" not in b"".join(x.read_bytes() for x in shop.folder.rglob("*.sqlite3*"))


def test_a_restored_shop_hears_its_own_answers_among_the_sent_mail(shop):
    """The copy does not know them; her mailbox does."""
    number = shop.write("lise")
    shop.clock.step(timedelta(minutes=1))
    wrote = {
        "sender": OWN,
        "to": (Mailbox("lise@example.net"),),
        "in_reply_to": "<m1@example.net>",
        "message_id": f"<lost@{shop.ctx.host}>",
    }
    shop.post.hers = {"m2", "m3"}
    shop.arrive("shop", "Oui, elle est là.", **wrote)
    shop.office.tick()
    assert shop.request(number).state == "open"  # its own copies are no news to a shop
    shop.clock.step(timedelta(minutes=1))
    with shop.ctx.store.write() as unit:
        unit.journal.once(RESTORED, shop.clock.now().isoformat(), shop.clock.now())
    shop.arrive("shop", "Oui.", **wrote, received_at=shop.clock.now() - timedelta(minutes=1))
    shop.office.tick()
    assert shop.request(number).state == "answered"
    assert shop.violations() == ()
