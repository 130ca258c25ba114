"""Searching in a lived-in shop: everything that was written, whoever wrote it down."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.message import Mailbox
from planner.store.engine import open_store
from tests.shop import at


def texts(shop, typed, **more):
    found = shop.office.search(typed, **more)
    return ["".join(piece.text for piece in hit.snippet) for hit in found.hits]


def marked(hit):
    return [piece.text for piece in (*hit.subject, *hit.snippet) if piece.hit]


@pytest.fixture
def wardrobe(shop):
    shop.write("anne", "La robe d'été en lin est-elle encore là ?", subject="Robe verte")
    shop.write("bob", "Do you sell dresses? I'd like a C++ one: AND *quick*", subject="Dress")
    shop.write("chloe", "Une jupe d'ete, taille 42, s'il vous plaît", subject="Jupe")
    return shop


def people(shop, typed):
    return [hit.person for hit in shop.office.search(typed).hits if not hit.mine]


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("ete", ["Chloe", "Anne"]),
        ("ÉTÉ", ["Chloe", "Anne"]),
        ("ete robe", ["Anne"]),
        ("robe verte", ["Anne"]),
        ('"verte robe"', []),
        ('"robe d\'ete en lin"', ["Anne"]),
        ("tail", ["Chloe"]),
        ("ta", []),
        ("c++", ["Bob"]),
        ("AND", ["Bob"]),
        ("*quick*", ["Bob"]),
        ("subject:", []),
        ("chloe@example.net", ["Chloe"]),
        ("Anne", ["Anne"]),
        ('"', []),
        ("", []),
        ("nowhere", []),
    ],
)
def test_words_are_found(wardrobe, typed, who):
    assert people(wardrobe, typed) == who


def test_a_hit_says_where_it_is(wardrobe):
    (hit,) = wardrobe.office.search("robe lin").hits
    assert hit.request == min(r.id for r in wardrobe.open())
    assert (hit.person, hit.at, hit.state) == ("Anne", at("23 14:00"), "open")
    assert marked(hit) == ["Robe", "robe", "lin"]


def test_ones_own_words_are_found_and_are_not_where_they_never_left(wardrobe):
    request = min(r.id for r in wardrobe.open())
    wardrobe.office.answer(request, "Oui, la dernière zibeline.", now=True)
    wardrobe.office.tick()
    (hit,) = wardrobe.office.search("zibeline").hits
    assert (hit.mine, hit.person, hit.state) == (True, "Anne", "answered")


def test_machines_mail_is_found_and_says_so(shop):
    shop.arrive("news", "Soldes de zibeline", headers=(("List-Id", "<news.example.net>"),))
    shop.office.tick()
    (hit,) = shop.office.search("zibeline").hits
    assert (hit.request, hit.state, hit.person) == (None, "aside", "News")


def test_hard_words_stay_folded_away(shop):
    request = shop.write("zoe", "Vous êtes une incapable, une honte ! Bande de voleurs, zibeline !")
    assert shop.request(request).tone == "hostile"
    hit = next(h for h in shop.office.search("zibeline").hits if not h.mine)
    assert hit.folded
    assert hit.snippet == ()


def test_the_newest_come_first_and_not_more_than_asked(shop):
    for number in range(5):
        shop.arrive(f"p{number}", f"zibeline {number}", received_at=at(f"{20 - number * 2} 10:00"))
    shop.office.tick()
    found = shop.office.search("zibeline", 3)
    times = [hit.at for hit in found.hits]
    assert found.more
    assert times == sorted(times, reverse=True)
    assert times[0] == at("20 10:00")


def rows_of(shop, sql, *given):
    with closing(sqlite3.connect(shop.ctx.store.where)) as connection, connection:
        return connection.execute(sql, given).fetchall()


def test_messages_of_any_year_have_a_place(shop):
    years = ("0001", "1969", "2106", "9999")
    for year in years:
        shop.write(f"p{year}", "zibeline")
        sql = "UPDATE messages SET at = ? WHERE text = 'zibeline' AND at LIKE '2026-%'"
        rows_of(shop, sql, f"{year}-06-01 10:00:00.000000")
    assert people(shop, "zibeline") == [f"P{year}" for year in reversed(years)]


def test_the_index_follows_whoever_writes(wardrobe):
    rows_of(wardrobe, "UPDATE messages SET text = 'zibeline' WHERE subject = 'Jupe'")
    assert people(wardrobe, "taille") == []
    assert people(wardrobe, "zibeline") == ["Chloe"]
    rows_of(
        wardrobe, "UPDATE messages SET at = '2001-01-01 00:00:00.000000' WHERE text = 'zibeline'"
    )
    assert people(wardrobe, "zibeline") == ["Chloe"]
    rows_of(wardrobe, "DELETE FROM messages WHERE text = 'zibeline'")
    assert people(wardrobe, "zibeline") == []
    rows_of(wardrobe, "INSERT INTO messages_fts(messages_fts) VALUES ('integrity-check')")


def test_an_erased_word_is_not_in_the_file_of_the_index_any_more(wardrobe):
    wardrobe.write("dora", "mot zibelinerare")
    rows_of(wardrobe, "DELETE FROM messages WHERE text = 'mot zibelinerare'")
    with wardrobe.ctx.store.write() as unit:
        unit.search.rebuild()
    (blocks,) = rows_of(wardrobe, "SELECT group_concat(hex(block)) FROM messages_fts_data")
    assert b"zibeline".hex().upper() not in blocks[0]
    assert people(wardrobe, "jupe") == ["Chloe"]


def test_mail_of_an_older_file_is_indexed(wardrobe):
    """What 0005 does with a file that has messages already."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from planner.store import migrate

    folder = wardrobe.folder / "old"
    folder.mkdir()
    config = Config()
    config.set_main_option(
        "script_location", str(migrate.Path(migrate.__file__).parent / "migrations")
    )
    engine = create_engine(f"sqlite:///{folder / 'old.sqlite3'}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    engine.dispose()
    with closing(sqlite3.connect(folder / "old.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO messages (channel, foreign_id, mine, automatic, at, sender_name,"
            " sender_address, subject, text, reply_text, message_id, in_reply_to, refs, target,"
            " rows, readable, attachments) VALUES ('mail', 'x', 0, 0, '2026-11-01 10:00:00.000000',"
            " 'Ève', 'e@x.org', '', 'zibeline', '', '', '', '[]', '', '', 1, '[]')"
        )
    store = open_store(folder / "old.sqlite3")
    from planner.domain.wanted import wanted

    with store.read() as unit:
        (hit,) = unit.search.find(wanted("eve zibel"), 5)
    store.close()
    assert hit.sender_name == "Ève"


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=60) | st.lists(
    st.sampled_from(['"', "*", "AND", "NEAR(", ")", ":", "^", "-", "robe", "{", "é", " ", "''"])
).map("".join))  # fmt: skip
def test_nothing_that_is_typed_breaks_the_search(searched, typed):
    searched.office.search(typed)


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    from tests.shop import Shop

    shop = Shop(tmp_path_factory.mktemp("searched"))
    shop.write("anne", "La robe d'été", sender=Mailbox("anne@example.net", "Anne"))
    yield shop
    shop.office.close()
