"""The search on the screen: typed, found, opened to read; never in the loop's own thread."""

import threading
from dataclasses import replace

import pytest
from textual.widgets import OptionList

from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from planner.views_archive import Piece
from tests.tui.fake import HITS, FakeDesk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.screens.conversation import ConversationScreen
from tui.screens.search import SearchScreen, Typed
from tui.screens.today import TodayScreen

EVIL = "\x1b]0;owned\x07\u202e[red]jupe[/]\x9b31m"


def app_of(desk=None, language="en", **more):
    return EntracteApp(desk or FakeDesk(Face.RESTING), language=language, **more)


async def at_search(pilot, typed="jupe"):
    await ready(pilot)
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
    await pilot.press(*typed)
    await until(pilot, lambda: found(pilot.app).option_count or not typed)


def found(app):
    return app.screen.query_one("#found", OptionList)


@sizes
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_words_are_found_and_a_conversation_is_read(size, language):
    app = app_of(language=language)
    async with app.run_test(size=size) as pilot:
        await at_search(pilot)
        shown = screen_text(app)
        assert "Inès Vandamme" in shown
        assert ("set aside" if language == "en" else "mis de côté") in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
        await until(pilot, lambda: "disponible" in screen_text(app))
        await pilot.press("escape")
        assert isinstance(app.screen, SearchScreen)
        assert app.screen.query_one(Typed).value == "jupe"
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
    assert app.desk.asked("search")[-1] == ("search", "jupe")
    assert threading.get_ident() not in app.desk.threads


async def test_what_was_set_aside_says_so_and_letters_are_letters():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_search(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "no customer wrote it" in screen_text(app)
        await pilot.press("u", "q", "slash")
        assert app.screen.query_one(Typed).value == "jupeuq/"
        await until(pilot, lambda: "Nothing was found." in screen_text(app))
        assert found(app).option_count == 0
        await pilot.press("enter")
        assert isinstance(app.screen, SearchScreen)
    assert app.desk.asked("away") == []


async def test_an_empty_line_asks_for_nothing():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_search(pilot)
        await pilot.press(*["backspace"] * 4)
        await until(pilot, lambda: found(app).option_count == 0)
        assert "Type words" in screen_text(app)
    assert all(call[1].strip() for call in app.desk.asked("search"))


async def test_there_may_be_more_than_is_shown():
    desk = FakeDesk(Face.OPEN)
    desk.more_hits = True
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_search(pilot)
        assert "a word more finds others" in screen_text(app)
        assert not any(char.isdigit() for char in screen_text(app).split("a word more")[0][-80:])


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_foreign_text_is_data(ascii_only):
    desk = FakeDesk(Face.BETWEEN)
    pieces = (Piece(EVIL, True), Piece(EVIL * 40))
    desk.hits = (replace(HITS[0], person=EVIL, subject=pieces, snippet=pieces),)
    app = app_of(desk, looks=DashboardSettings(ascii=ascii_only))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_search(pilot)
        shown = screen_text(app)
        assert "[red]jupe[/]" in shown
        assert not set(shown) & {"\x1b", "\x9b", "\u202e", "\x07"}


async def test_hard_words_stay_folded_until_opened():
    desk = FakeDesk(Face.RESTING)
    hard = replace(desk.requests[1].messages[0], text="Voleurs !", folded="colère, demande : 42")
    desk.requests[1] = replace(desk.requests[1], messages=(hard,))
    desk.hits = (replace(HITS[0], snippet=(), folded="colère, demande : 42"),)
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_search(pilot)
        assert "colère" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "hard words folded" in screen_text(app))
        assert "Voleurs" not in screen_text(app)
        await pilot.press("o")
        await until(pilot, lambda: "Voleurs" in screen_text(app))


async def test_the_palette_knows_it():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        commands["Search"].callback()
        await until(pilot, lambda: isinstance(app.focused, Typed))
