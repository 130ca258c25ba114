"""Another program holds the file: typing goes on all the same, and nothing is lost."""

import sqlite3
from contextlib import closing, contextmanager

import pytest

from planner.bootstrap import open_shop
from planner.face import Face
from planner.paths import Paths
from planner.store import engine
from tests.servers.home import Home, letter, put
from tests.tui.helpers import ready, screen_text, until
from tui.app import EntracteApp
from tui.screens.desk import DeskScreen
from tui.screens.people import PeopleScreen
from tui.screens.search import SearchScreen
from tui.widgets.composer import Composer

ANSWER = "Oui, elle est là."


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A real shop with a window open now, to which Lise has written; it waits long for the file."""
    monkeypatch.setattr(engine, "BUSY_MS", 60_000)
    home = Home(tmp_path / "home").maildir(tmp_path / "Maildir")
    put(tmp_path / "Maildir", letter())
    opened = open_shop(Paths(home.folder))
    opened.office.tick()
    yield opened
    opened.close()


@contextmanager
def locked(shop):
    """Nobody else can write; yields the connection that holds the lock."""
    with closing(sqlite3.connect(shop.office.ctx.store.where)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


async def type_and_see(pilot, text, other):
    """Each letter stands on the screen before the next is pressed, and the file is still locked."""
    for end, letter_ in enumerate(text, 1):
        await pilot.press("space" if letter_ == " " else letter_)
        await until(pilot, lambda end=end: text[:end] in screen_text(pilot.app))
    assert other.in_transaction


async def test_typing_never_waits_for_the_file(shop):
    app = EntracteApp(shop.office, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: app.view.face is Face.OPEN)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Lise" in screen_text(app))
        with locked(shop) as other:
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.focused, Composer))
            await type_and_see(pilot, ANSWER, other)
            await pilot.press("ctrl+s")  # it waits for the file, in a thread
            await until(pilot, lambda: "act" in app.errands._running)
            await pilot.press("escape", "escape", "slash")
            await until(pilot, lambda: isinstance(app.screen, SearchScreen))
            await type_and_see(pilot, "robe", other)
            await until(pilot, lambda: app.screen.query_one("#found").option_count)  # it reads, too
            await pilot.press("escape", "k")
            await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
            await type_and_see(pilot, "lise", other)
            await until(pilot, lambda: app.screen.query_one("#people").option_count)
            assert "act" in app.errands._running
            assert other.in_transaction
        await until(pilot, lambda: "act" not in app.errands._running)
    with shop.office.ctx.store.read() as unit:
        own = [one for one in unit.outbox.of(1) if not one.automatic]
        assert [one.body.startswith(ANSWER) for one in own] == [True]


async def test_an_answer_that_cannot_be_kept_stays_and_leaves_when_the_file_is_free(
    shop, monkeypatch
):
    app = EntracteApp(shop.office, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: app.view.face is Face.OPEN)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Lise" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Composer))
        with locked(shop) as other:
            await type_and_see(pilot, ANSWER, other)
            monkeypatch.setattr(engine, "BUSY_MS", 100)  # for longer than anybody would wait
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "in use by another program" in screen_text(app))
            assert ANSWER in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: ANSWER not in screen_text(app))
        await until(pilot, lambda: "in use" not in screen_text(app))
    with shop.office.ctx.store.read() as unit:
        own = [one for one in unit.outbox.of(1) if not one.automatic]
        assert [one.body.startswith(ANSWER) for one in own] == [True]
