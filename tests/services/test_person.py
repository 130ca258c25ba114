"""One person's page, and people a page at a time."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from planner.domain.message import Mailbox
from planner.errors import NotFound
from planner.services import people as paging
from planner.services.pausing import pause
from planner.store.people import sorted_by
from tests.shop import Shop, at

LISE = "lise@example.net"


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def page(shop, who=LISE):
    return shop.office.person(who)


def named(view):
    return [one.name for one in view.people]


def test_what_is_open_what_was_and_what_they_were_told(shop):
    first = shop.write("lise", "Bonjour, la robe est-elle encore là ?", "Robe")
    shop.office.answer(first, "Oui.", now=True)
    shop.office.tick()
    shop.go(at("26 10:00"))
    second = shop.write("lise", "Hello, do you still have the coat in large?", "Coat")
    shop.write("omar", "Un 42 ?", "Bottes")
    told = page(shop)
    assert (told.name, [one.address for one in told.addresses]) == ("Lise", [LISE])
    assert told.channels == ("mail",)
    assert told.language == "en"  # that of the newest words
    (talk,) = told.open
    assert (talk.request, talk.subject, talk.promise.state) == (second, "Coat", "standing")
    assert [(one.request, one.state) for one in told.earlier] == [(first, "answered")]
    assert [(one.request, one.state) for one in told.promises] == [
        (second, "standing"),
        (first, "kept"),
    ]
    assert not told.more
    assert told == page(shop, str(told.id)) == shop.office.person(told.id)
    assert "Bottes" not in str(told)


def test_a_date_that_was_moved_in_time_says_so(shop):
    request = shop.write("lise")
    shop.office.away("closed", until=shop.clock.now() + timedelta(days=3))
    shop.go(shop.clock.now() + timedelta(hours=20))
    (talk,) = page(shop).open
    assert talk.request == request
    assert talk.promise.state == "moved"


def test_why_no_automatic_message_goes_to_them(shop):
    shop.write("lise")
    assert page(shop).paused == ()
    now = shop.clock.now()
    with shop.ctx.store.write() as unit:
        unit.people.block("mail", LISE, now + timedelta(days=60))
        pause(unit, [LISE, "@example.net", "all", "omar@example.net"], now)
    found = page(shop).paused
    assert [one.why for one in found] == ["all", "bounced", "address", "domain"]
    assert "22 January 2027" in found[1].sentence
    assert found[1].until == now + timedelta(days=60)
    assert all(LISE in one.sentence for one in found[1:3])
    shop.office.go_live(True)
    assert [one.why for one in page(shop).paused] == ["bounced"]
    shop.go(now + timedelta(days=60))
    assert page(shop).paused == ()


def test_nobody_is_not_found(shop):
    shop.write("lise")
    for who in ("nobody@example.net", "", "0", "999", str(2**70), "²", "-1"):
        with pytest.raises(NotFound):
            page(shop, who)


def test_who_is_known_by_word_of_mouth_and_by_figures_alone(shop):
    shop.office.add("Un ourlet", "0470 12 34 56", "phone")
    told = page(shop, "0470 12 34 56")
    assert (told.channels, told.paused) == (("phone",), ())
    assert [(one.medium, one.address) for one in told.addresses] == [("phone", "0470 12 34 56")]


def test_people_stand_in_the_order_of_their_names_and_come_a_page_at_a_time(shop, monkeypatch):
    for who, name in (
        ("a", "Zoé"),
        ("b", "émile Roux"),
        ("c", "Emma"),
        ("d", "ALICE"),
        ("farah", ""),
    ):
        shop.arrive(who, sender=Mailbox(f"{who}@example.net", name))
    shop.office.tick()
    order = ["ALICE", "émile Roux", "Emma", "", "Zoé"]  # an address where there is no name
    assert named(shop.office.people()) == order
    monkeypatch.setattr(paging, "MOST", 2)
    seen, after = [], None
    while True:
        view = shop.office.people("", after)
        assert len(view.people) <= 2
        seen += named(view)
        if not view.more:
            break
        after = view.people[-1].id
    assert seen == order
    assert named(shop.office.people("EMIL")) == ["émile Roux"]
    assert named(shop.office.people("roux b@")) == ["émile Roux"]
    assert named(shop.office.people("roux c@")) == []
    assert named(shop.office.people("%_")) == []
    assert shop.office.people("", 999).people == ()


def test_a_name_that_comes_later_gives_its_place(shop):
    shop.arrive("zita", sender=Mailbox("zita@example.net", ""))
    shop.arrive("bo")
    shop.office.tick()
    assert named(shop.office.people()) == ["Bo", ""]
    shop.arrive("zita", sender=Mailbox("zita@example.net", "Anna"))
    shop.office.tick()
    assert named(shop.office.people()) == ["Anna", "Bo"]


def test_who_was_erased_stands_nowhere(shop):
    shop.write("lise")
    number = page(shop).id
    shop.office.erase_person(LISE)
    assert shop.office.people().people == ()
    with pytest.raises(NotFound):
        page(shop, str(number))


def test_no_table_is_read_as_a_whole_or_sorted_for_a_page(shop):
    shop.write("lise")
    asked = []
    with closing(shop.ctx.store._engine.raw_connection()) as connection:
        connection.driver_connection.set_trace_callback(asked.append)
    shop.office.people("li ex", 1)
    page(shop, str(page(shop).id))
    with closing(sqlite3.connect(shop.ctx.store.where)) as direct:
        for statement in asked:
            if not statement.startswith("SELECT") or "addresses.address = " in statement:
                continue  # the one look-up by address on any medium reads the addresses
            plan = [row[3] for row in direct.execute(f"EXPLAIN QUERY PLAN {statement}")]
            whole = [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step]
            assert whole == [], statement
            if "p.sorted_by" in statement:
                assert "ix_people_sorted_by" in plan[0]
                assert not [step for step in plan if "TEMP B-TREE" in step]
    assert len([statement for statement in asked if "p.sorted_by" in statement]) == 1


def test_a_place_is_small_letters_without_accents():
    assert sorted_by(" Élodie ", "x@example.org") == "elodie"
    assert sorted_by("  ", "X@example.org") == "x@example.org"
    assert len(sorted_by("x" * 5000, "")) == 200
