"""Random lives of a shop whose database is put back from a copy: what was said stays said."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from planner.errors import Harm, NotPossible, StoreError
from planner.services.putting_back import note
from planner.store import salvage
from planner.store.backups import make_copy
from planner.store.salvage import take_over
from tests.shop import Shop
from tests.thorough import THOROUGH

NAMES = ("anne", "berthe", "claire", "denise", "emma", "flore")
SAID = "SELECT id, message_id, state, request_id, body FROM outbox WHERE sent_at IS NOT NULL"
DATES = "SELECT request_id, kind, due, state FROM promises WHERE request_id IN ({}) ORDER BY id"


def rows(file, query):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def live(shop, chance, steps):
    """So many things happen."""
    for _ in range(steps):
        shop.go(shop.clock.now() + timedelta(minutes=chance.choice((1, 20, 90, 400))))
        waiting, deed = shop.open(), chance.random()
        try:
            if deed < 0.5 or not waiting:
                shop.write(chance.choice(NAMES), chance.choice(("Un 42 ?", "Et en bleu ?")))
            elif deed < 0.75:
                shop.office.answer(chance.choice(waiting).id, "Oui, elle est là.", now=True)
            elif deed < 0.85:
                shop.office.release(chance.choice(waiting).id)
            elif deed < 0.95:
                shop.office.away("sick", until=shop.clock.now() + timedelta(hours=30))
            else:
                shop.office.add("Un ourlet", "Rose")
        except NotPossible:
            pass
        shop.office.tick()


@pytest.mark.parametrize("seed", range(60 if THOROUGH else 3))
def test_nothing_that_was_said_is_unsaid_or_said_again(tmp_path, seed):
    chance = random.Random(seed)
    shop = Shop(tmp_path)
    file, copy = tmp_path / "entracte.sqlite3", tmp_path / "copy"
    live(shop, chance, chance.randint(0, 6))
    make_copy(file, copy)
    live(shop, chance, chance.randint(0, 8))
    shop.ctx.store.close()
    before, told = rows(file, SAID), len(shop.sent)

    since = take_over(copy, file)
    assert since.whole
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert rows(copy, SAID) == before
    talked = ",".join({str(row[3]) for row in before})
    assert rows(copy, DATES.format(talked)) == rows(file, DATES.format(talked))
    for end in ("-wal", "-shm"):
        file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
    shutil.copyfile(copy, file)
    shop.restart()
    with shop.ctx.store.write() as unit:
        note(unit, shop.clock.now(), shop.clock.now(), held=False)
    shop.office.tick()
    assert shop.violations() == ()
    again = [message.message_id for message in shop.sent[:told]]
    assert not {message.message_id for message in shop.sent[told:]} & set(again)
    live(shop, chance, 3)
    assert shop.violations() == ()


@pytest.fixture
def copied(tmp_path):
    """A shop, closed, and a copy from before its last request; the letter to Anne left since."""
    shop = Shop(tmp_path)
    file, copy = tmp_path / "entracte.sqlite3", tmp_path / "copy"
    make_copy(file, copy)
    shop.write("anne", "Un 42 ?")
    shop.office.tick()
    assert shop.sent
    shop.ctx.store.close()
    return file, copy


def change(file, *statements):
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("garbled", ["'[[1, '", "'[1]'", "'[[\"x\"]]'", "'[[]]'", "x'a5a5'"])
def test_a_garbled_text_takes_nothing_else_with_it(copied, garbled):
    file, copy = copied
    change(file, f"UPDATE outbox SET changes = {garbled}")
    since = take_over(copy, file)
    assert (since.requests, since.letters) == (1, 1)
    assert not since.whole
    assert rows(copy, "SELECT id FROM requests") == [(1,)]


def test_rows_that_no_shop_can_have_written_leave_the_calendar_of_the_copy(copied):
    file, copy = copied
    change(
        file,
        "CREATE TABLE other AS SELECT * FROM special_days",
        "DROP TABLE special_days",
        "ALTER TABLE other RENAME TO special_days",
        "INSERT INTO special_days DEFAULT VALUES",
    )
    before = rows(copy, "SELECT * FROM special_days")
    since = take_over(copy, file)
    assert (since.whole, since.requests) == (False, 1)
    assert rows(copy, "SELECT * FROM special_days") == before


def test_a_full_disk_is_not_taken_for_damage_of_the_newer_file(copied, monkeypatch):
    file, copy = copied
    change(file, f"UPDATE outbox SET body = '{'long ' * 200_000}'")
    connect = sqlite3.connect

    def narrow(*given, **named):
        connection = connect(*given, **named)
        connection.execute("PRAGMA max_page_count = 1")  # as many as there are
        return connection

    monkeypatch.setattr(salvage.sqlite3, "connect", narrow)
    with pytest.raises(StoreError) as told:
        take_over(copy, file)
    assert told.value.harm is Harm.FULL
    monkeypatch.undo()
    assert rows(copy, "SELECT id FROM requests") == []
