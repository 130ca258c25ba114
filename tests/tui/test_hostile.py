"""Every field that a stranger can fill, with every trick that is known to work on a terminal."""

import unicodedata
from dataclasses import replace

import pytest
from textual import events

from planner.face import Face
from planner.views import Done, MessageView
from planner.views_today import ChannelView
from tests.thorough import THOROUGH
from tests.tui.fake import FakeDesk, at, away_desk
from tests.tui.helpers import ready, screen_text, until
from tests.tui.pictures import settle
from tui.app import EntracteApp
from tui.screens.desk import DeskScreen
from tui.widgets.composer import Composer

TRICKS = [
    "[/nope]",
    "[red]x[/red]",
    "[@click=app.quit]x[/]",
    "[link=https://example.org]x",
    "[B]x [$primary]y [ b]z",
    "\x1b]52;c;cGF5\x1b\\",
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[H",
    "\x9b31m\x9d0;t\x9c",
    "nul\x00 bell\x07",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "\ud800",
    "z\u0316" * 3 + "\u0316" * 60,
    "👩‍👩‍👧‍👦 🇧🇪",
    "long " * 4000,
]
MARK = "seen"


def assert_calm(app):
    wild = {
        c for c in screen_text(app) if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")
    }
    assert not wild


@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
async def test_a_request_full_of_tricks(trick):
    desk = FakeDesk(Face.OPEN)
    bad = f"{MARK} {trick}"
    message = MessageView(at(23, 9), False, False, bad, attachments=(bad,))
    card = replace(desk.desk().portion[1], person=bad, subject=bad)
    for number, request in desk.requests.items():
        desk.requests[number] = replace(
            request,
            person=bad,
            subject=bad,
            address=bad,
            channel=bad,
            why=bad,
            messages=(
                message,
                replace(message, mine=True, state=bad),
                replace(message, readable=False),
            ),
            others=(card,),
        )
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: MARK in screen_text(app))
        assert_calm(app)
        composer = app.screen.query_one(Composer)
        composer.take(bad)
        await pilot.pause()
        assert_calm(app)


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
async def test_a_shop_full_of_tricks(trick, face):
    bad = f"{MARK} {trick}"
    desk = away_desk() if face is Face.AWAY else FakeDesk(face)
    desk.view = replace(
        desk.view,
        shop=bad,
        holds=(bad,),
        at_risk=(bad,),
        problems=(bad,),
        channels=(ChannelView(bad, bad, "off", bad),),
    )
    desk.tick = lambda: None
    app = EntracteApp(desk, language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: MARK in screen_text(app))
        assert_calm(app)


async def test_a_sentence_that_quotes_a_stranger():
    desk = FakeDesk(Face.BETWEEN)
    desk.undo = lambda: Done("seen [/nope] \x1b]0;owned\x07")
    app = EntracteApp(desk, language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("z")
        await until(pilot, lambda: "seen [/nope]" in screen_text(app))
        assert_calm(app)


#: Dialogs, the palette and a text; `make test-all` pastes into every kind of line.
LINES = ("a n", "d enter", "ctrl+p")
LINES += ("slash", "k", "e enter", "s enter") if THOROUGH else ()
PASTED = "seen\x1b]52;c;cGF5\x1b\\ \x9b31m\u202e\x1b[2J\nline"


async def test_what_is_pasted_anywhere():
    app = EntracteApp(FakeDesk(Face.OPEN), language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        for keys in LINES:
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            assert "seen" not in screen_text(app)
            app.post_message(events.Paste(PASTED))
            await until(pilot, lambda: "seen" in screen_text(app))
            assert_calm(app)
            app.go_home()
            await settle(pilot)
