"""The sheets of an absence and a return: asked for, shown, acted on; rest stays rest."""

import re
import threading
from dataclasses import replace

import pytest
from textual.widgets import OptionList

from planner.views import Face
from planner.views_away import BatchView
from tests.tui.fake import BATCH, LISTED, FakeDesk, away_desk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.choice import ChoiceDialog
from tui.screens.absences import AbsencesScreen
from tui.screens.desk import DeskScreen
from tui.screens.sheets import BatchScreen, FurtherScreen, TidiedScreen
from tui.screens.today import TodayScreen


def app_of(desk=None, language="en", **more):
    return EntracteApp(desk or FakeDesk(Face.BETWEEN), language=language, **more)


async def at(pilot, kind, *keys):
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    sheet = pilot.app.screen.query_one("#sheet", OptionList)
    await until(pilot, lambda: sheet.option_count)


@sizes
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_looking_further_is_a_second_step_and_falls_back(size, language):
    app = app_of(away_desk(), language)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        assert "Awa" not in screen_text(app)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert not app.desk.asked("by_hand", "promises")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await at(pilot, FurtherScreen, "y" if language == "en" else "o")
        assert "Awa Sarr" in screen_text(app)
        app.screen.action_leave()  # what the idle time does
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert "Awa" not in screen_text(app)
    assert threading.get_ident() not in app.desk.threads


async def test_further_is_for_rest_only():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


@sizes
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_absences_are_lengthened_and_taken_back(size, language):
    app = app_of(language=language)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await at(pilot, AbsencesScreen, "a")
        shown = screen_text(app)
        assert "mercredi 12:00" in shown
        assert ("every week" if language == "en" else "chaque semaine") in shown
        await pilot.press("plus")
        await until(pilot, lambda: app.desk.asked("extend_absence"))
        await pilot.press("down", "delete")
        await until(pilot, lambda: app.desk.asked("cancel_absence"))
        await until(pilot, lambda: app.screen.query_one("#sheet", OptionList).option_count == 2)
        await pilot.press("down", "delete")  # a weekly one lives in the settings
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert app.desk.asked("extend_absence", "cancel_absence") == [
        ("extend_absence", "7"),
        ("cancel_absence", "8"),
    ]


async def test_a_return_shows_its_day_what_was_tidied_and_cards():
    desk = FakeDesk(Face.BETWEEN, returning="Welcome back. Today: one window.")
    app = app_of(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert "Welcome back." in screen_text(app)
        await at(pilot, TidiedScreen, "t")
        assert "Awa Sarr" in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: desk.asked("sent_by_hand"))
        sheet = app.screen.query_one("#sheet", OptionList)
        await until(pilot, lambda: sheet.option_count == 2)
        await pilot.press("delete")
        await until(pilot, lambda: "taken back" in screen_text(app))
        assert desk.asked("undo_tidy") == [("undo_tidy", 1)]


@pytest.mark.parametrize(("key", "done"), [("o", "ask_still_useful"), ("g", "let_go_of_rest")])
async def test_every_letter_is_read_before_it_leaves(key, done):
    app = app_of(FakeDesk(Face.BETWEEN, returning="Welcome back."))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await at(pilot, TidiedScreen, "t")
        await at(pilot, BatchScreen, key)
        shown = screen_text(app)
        assert "Je ne pourrai pas" in shown
        assert "kept: ready to buy" in shown
        assert not app.desk.asked(done)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.asked(done))
        assert app.desk.asked(done) == [(done, (5,))]  # those that were shown
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("z")
        await until(pilot, lambda: app.desk.asked("undo"))


async def test_a_letter_taller_than_the_screen_is_read_to_its_end():
    """Down goes on within it, then to the next row; up comes back to its end."""
    desk = FakeDesk(Face.BETWEEN, returning="Welcome back.")
    long = "\n".join(f"line {number}" for number in range(1, 36))
    first, *kept = BATCH.lines
    desk.batch = BatchView((replace(first, text=long), *kept), BATCH.sentence, BATCH.kept)
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await at(pilot, TidiedScreen, "t")
        await at(pilot, BatchScreen, "g")
        seen = set()
        for _ in range(20):
            seen |= set(re.findall(r"line (\d+)", screen_text(app)))
            if app.screen.chosen == "-6":
                break
            await pilot.press("down")
        assert {str(number) for number in range(1, 36)} <= seen
        await pilot.press("up")
        assert "line 35" in screen_text(app)
        app.reload()  # and nothing jumps
        await until(pilot, lambda: len(desk.asked("rest")) > 1)
        await pilot.app.workers.wait_for_complete()
        assert "line 35" in screen_text(app)
        await pilot.press(*["pageup"] * 3)
        assert "line 1 " in screen_text(app)


async def test_unavailable_leaves_the_return_but_not_the_list_of_absences():
    app = app_of(FakeDesk(Face.BETWEEN, returning="Welcome back."))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await at(pilot, TidiedScreen, "t")
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await at(pilot, AbsencesScreen, "a")


async def test_foreign_text_stays_text():
    desk = FakeDesk(Face.BETWEEN)
    desk.listed = (replace(LISTED[2], says="\x1b]0;owned\x07[red]mercredi[/]"),)
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await at(pilot, AbsencesScreen, "a")
        assert "\x1b]0" not in screen_text(app)
        assert "[red]mercredi[/]" in screen_text(app)


async def test_rest_says_that_everybody_has_been_told():
    desk = away_desk(told=0, been_told=True, undo_until=None)
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "Everybody concerned has been told." in screen_text(app)


async def test_only_trouble_of_the_servers_is_named_at_rest():
    from planner.views_away import CoverView

    desk = away_desk()
    desk.view = replace(
        desk.view,
        covered=(CoverView("a", "says", "It answers."), CoverView("b", "elsewhere", "Changed.")),
    )
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = screen_text(app)
        assert "Changed." in shown
        assert "It answers." not in shown


async def test_nothing_leaves_before_it_could_be_read():
    gate, desk = threading.Event(), FakeDesk(Face.BETWEEN, returning="Welcome back.")
    read = desk.rest
    desk.rest = lambda: (gate.wait(10), read())[1]
    app = app_of(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await at(pilot, TidiedScreen, "t")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, BatchScreen))
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, BatchScreen)
        gate.set()
        sheet = app.screen.query_one("#sheet", OptionList)
        await until(pilot, lambda: sheet.option_count)
        assert not desk.asked("let_go_of_rest")


async def test_whoever_reads_on_is_not_sent_back_to_rest():
    app = app_of(away_desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await at(pilot, FurtherScreen, "y")
        kept = []
        app.screen._idle.reset = lambda: kept.append(True)
        await pilot.press("down")
        await until(pilot, lambda: kept)


async def test_from_the_desk_what_was_put_in_order_is_one_key_away():
    app = app_of(FakeDesk(Face.OPEN, returning="Welcome back."))
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: "Awa" in screen_text(app))
        await at(pilot, TidiedScreen, "t")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
