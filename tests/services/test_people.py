"""Handed out, or erased for good, when somebody asks for it."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from planner.domain.message import Mailbox
from planner.errors import NotFound
from planner.store import engine
from tests.shop import Shop

LISE = "lise@example.net"
WORDS = ("lise", "Fleurie", "dentelle", "Réponse à Lise")


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    opened.write("lise", "La robe en dentelle, est-elle là ?", "Robe fleurie")
    opened.write("omar", "Un 42 ?", "Bottes")
    yield opened
    opened.office.close()


def files(shop):
    """Every byte of the database and its log."""
    return b"".join(path.read_bytes() for path in shop.folder.rglob("*.sqlite3*"))


def answer(shop):
    (request,) = [r for r in shop.open() if r.person.lower() == "lise"]
    shop.office.answer(request.id, "Réponse à Lise : oui.", now=True)
    shop.office.tick()


def test_everything_about_a_person_is_handed_out_and_nothing_of_others(shop):
    answer(shop)
    kept = shop.office.export_person(LISE)
    assert [row["address"] for row in kept["addresses"]] == [LISE]
    assert {row["subject"] for row in kept["requests"]} == {"Robe fleurie"}
    assert any("dentelle" in row["text"] for row in kept["messages"])
    assert any(row["mine"] and "Réponse à Lise" in row["text"] for row in kept["messages"])
    assert kept["promises"]
    assert kept["letters"]
    assert kept["events"]
    assert "omar" not in str(kept).lower()
    assert "Bottes" not in str(kept)


def test_an_erased_person_is_in_no_byte_of_the_file(shop):
    answer(shop)
    used = shop.office.windows()
    for word in WORDS:
        assert word.encode().lower() in files(shop).lower()
    view = shop.office.erasure(LISE)
    assert view.person.addresses == (LISE,)
    assert view.messages >= 3
    shop.office.erase_person(LISE)
    left = files(shop).lower()
    for word in WORDS:
        assert word.encode().lower() not in left, word
    assert b"omar" in left
    assert shop.office.search("dentelle").hits == ()
    assert shop.office.windows() == used  # what was answered today still counts
    with pytest.raises(NotFound):
        shop.office.erasure(LISE)
    shop.office.tick()
    assert [r.person.lower() for r in shop.open()] == ["omar"]
    assert shop.violations() == ()


def test_who_waits_for_a_date_is_shown_first_and_then_hears_nothing(shop):
    assert shop.office.erasure(LISE).promised is not None
    sent = len(shop.sent)
    shop.office.erase_person(str(shop.office.erasure(LISE).person.id))
    shop.go(shop.clock.now() + timedelta(days=3))
    assert not [m for m in shop.sent[sent:] if "lise" in m.to.address]


def test_erased_mail_is_not_taken_in_again_and_a_new_one_is(shop):
    old = shop.post.waiting[0]
    shop.office.erase_person(LISE)
    shop.arrive("lise", foreign_id="again", message_id=old.message_id, text=old.text)
    shop.office.tick()
    assert len(shop.open()) == 1
    shop.arrive("lise", "Bonjour, encore moi. Et le manteau ?", "Manteau")
    shop.office.tick()
    assert sorted(r.subject for r in shop.open()) == ["Bottes", "Manteau"]


def test_mail_set_aside_is_handed_out_and_erased_too(shop):
    shop.arrive(
        "lise",
        "Absente jusque lundi, dentelle",
        headers=(("Auto-Submitted", "auto-replied"), ("To", "shop@story.example")),
        sender=Mailbox("Lise@Example.net", "Lise"),
    )
    shop.office.tick()
    assert len([m for m in shop.office.export_person(LISE)["messages"] if not m["request_id"]]) == 1
    shop.office.erase_person(LISE)
    assert b"dentelle" not in files(shop)


def test_people_are_found_by_letters_of_their_name_or_address(shop):
    assert [p.addresses for p in shop.office.people("LIS").people] == [(LISE,)]
    assert len(shop.office.people().people) == 2
    assert shop.office.people("nobody").people == ()


def test_only_whole_addresses_are_somebody(shop):
    shop.write("annelise", "Le manteau en velours ?", "Manteau")
    assert "velours" not in str(shop.office.export_person(LISE))
    assert "annelise" not in str(shop.office.export_person(LISE)).lower()
    before = shop.office.export_person("annelise@example.net")
    shop.office.erase_person(LISE)
    assert shop.office.export_person("annelise@example.net")["events"] == before["events"]


def test_a_report_that_names_the_person_goes_too(shop):
    shop.arrive(
        "mailer-daemon",
        f"<{LISE}>: user unknown",
        "Undelivered Mail",
        headers=(("Auto-Submitted", "auto-replied"),),
        envelope_from="",
    )
    shop.arrive(
        "mailer-daemon",
        "<annelise@example.net>: user unknown",
        "Undelivered Mail",
        headers=(("Auto-Submitted", "auto-replied"),),
        envelope_from="",
    )
    shop.office.tick()
    assert f"<{LISE}>: user unknown" in str(shop.office.export_person(LISE)["messages"])
    shop.office.erase_person(LISE)
    left = files(shop)
    assert f"<{LISE}>".encode() not in left
    assert b"<annelise@example.net>" in left


def test_erased_mail_without_a_message_id_is_known_in_its_mailbox(shop):
    shop.arrive("lise", "Sans nom", "Châle", foreign_id="7.12", message_id="")
    shop.office.tick()
    shop.office.erase_person(LISE)
    shop.arrive("lise", "Sans nom", "Châle", foreign_id="7.12", message_id="")
    shop.office.tick()
    assert [r.subject for r in shop.open()] == ["Bottes"]


def test_the_decisions_about_a_person_are_handed_out(shop):
    assert shop.office.export_person(LISE)["decisions"]


def test_a_file_in_use_is_cleaned_by_a_later_pass(shop, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    answer(shop)
    with closing(sqlite3.connect(next(shop.folder.rglob("*.sqlite3")))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM messages").fetchone()
        assert "as soon as" in shop.office.erase_person(LISE).sentence
        reader.execute("ROLLBACK")
    shop.office.tick()
    left = files(shop).lower()
    assert not [word for word in WORDS if word.encode().lower() in left]
