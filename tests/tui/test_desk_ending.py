"""Stopping at the desk: the end of a window, its last request, a break; calm and without counts."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.views import DeskView, Face
from tests.tui.fake import FakeDesk, at, today_view
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.ending import until_then
from tui.screens.desk import DeskScreen
from tui.screens.today import TodayScreen
from tui.widgets.composer import Composer

OVER = "Window over. What remains has a place: today 17:00."
LAST = "That was the last one. What remains has a place: today 17:00."
ENOUGH = "That is enough for now. What remains has a place: today 17:00."
KEPT = "What you began to write is kept."


class PausingDesk(FakeDesk):
    """A desk between two portions."""

    def desk(self) -> DeskView:
        offer = "A break? Ten minutes are yours; going on is free."
        return replace(super().desk(), pause=offer, pause_until=at(24, 11, 17))


def app_of(desk, language="en"):
    return EntracteApp(desk, language=language)


async def at_the_desk(pilot):
    await ready(pilot)
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await until(pilot, lambda: "Vandamme" in screen_text(pilot.app))


def over(desk, app, now=at(24, 11, 45)):  # noqa: B008 - a constant
    desk.view = today_view(Face.BETWEEN, at=now)
    app.reload()


@sizes
async def test_the_end_says_where_the_rest_has_its_place_and_enter_goes_home(size):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        over(desk, app)
        await until(pilot, lambda: OVER in screen_text(app))
        text = screen_text(app)
        assert isinstance(app.screen, TodayScreen)
        assert "Until then, 5 hours are yours." in text
        assert KEPT not in text
        middle = text.splitlines()[3:-1]
        assert not re.search(r"\b[67]\b", "\n".join(middle))  # how many wait is nobody's business
        await pilot.press("enter")
        await until(pilot, lambda: OVER not in screen_text(app))
        assert "next window" in screen_text(app)


async def test_what_was_begun_is_offered_and_finished_from_there():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen.focused, Composer))
        await pilot.press(*"oui", "escape", "n")
        await until(pilot, lambda: app.screen._request.id == 2)
        over(desk, app)
        await until(pilot, lambda: KEPT in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: app.screen.query_one(Composer).text == "oui")
        assert app.screen._request.id == 1
        assert "Dujardin" not in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert desk.asked("answer") == [("answer", 1, "oui")]


async def test_while_she_writes_the_end_is_one_sentence():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen.focused, Composer))
        await pilot.press(*"oui")
        over(desk, app)
        await until(pilot, lambda: "Finish this one if you like" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: OVER in screen_text(app))
        assert KEPT not in screen_text(app)
        await pilot.press("u")  # has the last word, as everywhere
        await until(pilot, lambda: "Rest now." in screen_text(app))
        assert OVER not in screen_text(app)


async def test_the_last_request_is_an_end_too_and_can_be_taken_back():
    desk = FakeDesk(Face.OPEN)
    desk.requests = {1: desk.requests[1]}
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("enter", *"oui", "ctrl+s")
        await until(pilot, lambda: LAST in screen_text(app))
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one(Composer).text == "oui")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: LAST in screen_text(app))
        full = "The day is full. The next 2 have been given a new date."
        desk.desk = lambda: DeskView(False, full, (), 0, None)
        app.reload()
        await until(pilot, lambda: full in screen_text(app))  # it says more
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_she_may_end_a_window_before_its_hour_and_come_back():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("space", "x")  # no break is offered here
        await until(pilot, lambda: ENOUGH in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Vandamme" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: ENOUGH in screen_text(app))
        over(desk, app, at(24, 11, 15))
        await until(pilot, lambda: OVER in screen_text(app))
        over(desk, app, at(24, 11, 30))
        await until(pilot, lambda: OVER not in screen_text(app))  # nobody pressed a key


@sizes
async def test_a_break_is_offered_and_taken_or_not(size):
    """E-06: with what is left of the window; going on needs no key."""
    desk = PausingDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        await until(pilot, lambda: "A break?" in screen_text(app))
        said = " ".join(screen_text(app).split())
        assert "38 minutes of the window are left." in said
        await pilot.press("space")
        await until(pilot, lambda: "A break, until 11:17 or as you like." in screen_text(app))
        assert "Vandamme" not in screen_text(app)
        await pilot.press("ctrl+d", "n")  # nothing is answered out of sight
        assert isinstance(app.screen, DeskScreen)
        desk.view = replace(desk.view, at=at(24, 11, 18))
        app.reload()
        await until(pilot, lambda: "A break." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Vandamme" in screen_text(app))


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(minutes=100), "an hour"),
        (timedelta(hours=17, minutes=50), "17 hours"),
        (timedelta(hours=47), "2 days"),
        (timedelta(0), "a minute"),
    ],
)
def test_how_long_a_rest_is(rest, said):
    view = today_view(Face.BETWEEN)
    assert said in until_then(replace(view, at=view.next.start - rest))
    assert until_then(replace(view, next=None)) == ""
