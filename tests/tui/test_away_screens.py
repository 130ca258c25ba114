"""Rest and what breaks it: the form of an absence, a look further, the key from everywhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.face import Face
from planner.views_today import CoverView, PromiseView
from tests.tui.fake import FakeDesk, at, away_desk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.screens import sheets
from tui.screens.today import TodayScreen

DATE = PromiseView(1, "Inès [/x]", "jupe verte", "answer", at(25, 17), "standing", 0, "")
SAYS = CoverView("courrier", "says", "It answers.")


def shows(app, words):
    return lambda: words in screen_text(app)


def at_home(app):
    return lambda: isinstance(app.screen, TodayScreen)


@sizes
async def test_a_look_further_shows_dates_that_stand_and_cards_to_copy(size):
    desk = away_desk()
    desk.view = replace(desk.view, covered=(SAYS,), at_risk=("One date may be late.",))
    desk.ledger = (DATE, replace(DATE, person="Kept", state="kept"))
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, shows(app, "the mail server answers: courrier"))
        await pilot.press("v")
        await until(pilot, shows(app, "Look anyway?"))
        await pilot.press("y")
        await until(pilot, shows(app, "Inès [/x]"))
        assert "One date may be late." in screen_text(app)
        assert "Kept" not in screen_text(app)
        await pilot.press("down")
        await pilot.press("c")
        await until(pilot, lambda: app.clipboard.startswith("Je vous avais"))
        await pilot.press("s")
        await until(pilot, lambda: desk.asked("sent_by_hand") == [("sent_by_hand", 31)])
        await pilot.press("escape")
        await until(pilot, at_home(app))


async def test_a_look_from_a_resting_day_falls_back_by_itself(monkeypatch):
    monkeypatch.setattr(sheets, "IDLE", 0.05)
    desk = FakeDesk(Face.RESTING)
    app = EntracteApp(desk, language="fr")
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("v")
        await until(pilot, shows(app, "Regarder quand même"))
        await pilot.press("o")
        await until(pilot, lambda: desk.asked("promises"))
        await until(pilot, at_home(app))


@sizes
async def test_an_absence_is_changed_in_a_form(size):
    desk = FakeDesk(Face.BETWEEN)
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("a")
        await until(pilot, shows(app, "from Thursday 26 November to Friday 27 November"))
        assert "take out" not in screen_text(app)  # the first has begun
        await pilot.press("down")
        await until(pilot, shows(app, "take out"))
        await pilot.press("enter")
        await until(pilot, shows(app, "Change this absence"))
        await pilot.press("ctrl+a", "ctrl+k", *"2026-12-01", "enter")
        await until(pilot, lambda: desk.asked("edit_absence"))
        (_, key, changes), *_ = desk.asked("edit_absence")
        assert (key, changes["since"], changes["endless"]) == ("8", None, False)
        assert changes["until"] == at(30, 4) + timedelta(days=2)
        await pilot.press("enter")
        await until(pilot, shows(app, "Change this absence"))
        await pilot.press("ctrl+a", "ctrl+k", "enter")  # no end is known any more
        await until(pilot, lambda: len(desk.asked("edit_absence")) > 1)
        assert desk.asked("edit_absence")[1][2]["endless"]


async def test_a_new_absence_says_what_it_does_not_understand():
    desk = FakeDesk(Face.BETWEEN)
    app = EntracteApp(desk, language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("a")
        await until(pilot, shows(app, "Your absences"))
        await pilot.press("n", *"some day", "enter")
        await until(pilot, shows(app, "is not a moment"))
        await pilot.press("ctrl+a", "ctrl+k", *"tomorrow", "tab", *"2026-11-27", "enter")
        await until(pilot, lambda: desk.asked("away"))
        await pilot.press("n", *"tomorrow", "tab", "tab", "right", "enter")  # its morning
        await until(pilot, lambda: len(desk.asked("away")) > 1)
    assert desk.asked("away") == [
        ("away", "leave", at(25, 4), at(28, 4), ""),
        ("away", "leave", at(25, 4), at(25, 13), "am"),
    ]


@pytest.mark.parametrize("way", [("a", "n"), ("slash",), ("t",), ("r",), ("m",), ("ctrl+p",)])
async def test_one_key_from_everywhere(way):
    desk = FakeDesk(Face.BETWEEN)
    desk.word_wanted = True
    app = EntracteApp(desk, language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        for number, key in enumerate(way, 1):
            await pilot.press(key)
            await until(pilot, lambda depth=number: len(app.screen_stack) > depth)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: desk.asked("away") and at_home(app)())
        await until(pilot, shows(app, "Noted. Rest now."))
        assert len(desk.asked("away")) == 1
