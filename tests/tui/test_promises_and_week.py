"""The screens of promises and of the week: what they show, and every key of theirs."""

from dataclasses import replace

import pytest

from planner.face import Face
from tests.tui.fake import FakeDesk
from tests.tui.fake_week import STANDING, review_view
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.read import ReadDialog
from tui.screens.conversation import ConversationScreen
from tui.screens.promises import PromisesScreen
from tui.screens.review import ReviewScreen
from tui.screens.today import TodayScreen
from tui.screens.week import WeekScreen

EVIL = "\x1b]52;c;aGk=\x07[/nope][@click=app.quit]\u202e"


def app_of(desk=None, language="en"):
    return EntracteApp(desk or FakeDesk(Face.BETWEEN), language=language)


async def at(pilot, kind, key, words):
    await ready(pilot)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await until(pilot, lambda: words in screen_text(pilot.app))


@sizes
async def test_the_ledger_says_when_who_what_and_how_it_stands(size):
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await at(pilot, PromisesScreen, "p", "Inès Vandamme")
        lines = screen_text(app).splitlines()
        (ines,) = [x for x in lines if "Inès" in x]
        assert "today 17:45" in ines
        assert "● on time" in ines
        for said in ("moved in time", "news promised", "yours to decide"):
            assert said in screen_text(app)
        assert len({x.index("●") for x in lines if "●" in x and "on time" in x}) == 1  # a column
        await pilot.press("o")
        await until(pilot, lambda: "kept" in screen_text(app))
        for said in ("moved late", "passed", "released"):
            assert said in screen_text(app)
        await pilot.press("o")
        await until(pilot, lambda: "on time" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_a_promise_opens_its_conversation_and_its_reasons():
    app = app_of()
    async with app.run_test() as pilot:
        await at(pilot, PromisesScreen, "p", "Inès Vandamme")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, ReadDialog))
        assert "So it has a date." in screen_text(app)
        await pilot.press("escape")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
        await until(pilot, lambda: "retouche du manteau" in screen_text(app))


async def test_a_page_at_a_time():
    desk = FakeDesk(Face.BETWEEN)
    desk.page_size = 2
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at(pilot, PromisesScreen, "p", "Marc Dujardin")
        assert "Awa Sarr" not in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: "Awa Sarr" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: "Jeanne Roux" in screen_text(app))
        assert "further" not in screen_text(app)
        await pilot.press("p", "p")
        await until(pilot, lambda: "Inès Vandamme" in screen_text(app))


async def test_cursor_and_scroll_stay_at_a_refresh():
    desk = FakeDesk(Face.BETWEEN)
    desk.standing = tuple(
        replace(STANDING[0], id=n, request=n, person=f"Person {n}") for n in range(1, 80)
    )
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, PromisesScreen, "p", "Person 1")
        await pilot.press(*["down"] * 40)
        sheet = app.screen.query_one("#sheet")
        before = sheet.highlighted, sheet.scroll_offset.y
        assert before[1] > 0
        desk.standing = (replace(STANDING[1], id=500), *desk.standing)
        app.reload()
        await until(pilot, lambda: sheet.option_count == 80)
        await pilot.pause()
        assert sheet.get_option_at_index(sheet.highlighted).id == "41"
        assert abs(sheet.scroll_offset.y - before[1]) <= 1


async def test_nothing_promised_and_french():
    desk = FakeDesk(Face.BETWEEN)
    desk.standing = desk.ended = ()
    app = app_of(desk, "fr")
    async with app.run_test() as pilot:
        await at(pilot, PromisesScreen, "p", "Rien n'est promis.")
        await pilot.press("o")
        await until(pilot, lambda: "Rien n'est encore terminé." in screen_text(app))


@sizes
async def test_the_week_is_bars_and_words(size):
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await at(pilot, WeekScreen, "w", "11:00")
        text = screen_text(app)
        for said in ("Tue 24 ●", "full", "at ease", "filled", "shut", "over"):
            assert said in text.replace("tue", "Tue")
        assert "Tuesday 24 November" in text.replace("tuesday", "Tuesday")
        assert "jupe verte" in text
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: "riday 27 November" in screen_text(app))
        await pilot.press("left")
        await until(pilot, lambda: "hursday 26 November" in screen_text(app))


async def test_weeks_before_and_behind():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at(pilot, WeekScreen, "w", "11:00")
        await pilot.press("n")
        await until(pilot, lambda: "Mon 30" in screen_text(app))
        await pilot.press("w")
        await until(pilot, lambda: "24 ●" in screen_text(app))
        await pilot.press("left", "left")
        await until(pilot, lambda: "unday 22 November" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@sizes
async def test_an_absence_is_hatched_and_a_return_said(size):
    desk = FakeDesk(Face.BETWEEN)
    desk.returning = True
    app = app_of(desk, "fr")
    async with app.run_test(size=size) as pilot:
        await at(pilot, WeekScreen, "w", "╱╱╱")
        assert "repos" in screen_text(app)
        assert "Indisponible : mardi 24 novembre à jeudi 26 novembre." in screen_text(app)
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: "retour : 50 %" in screen_text(app))


@sizes
async def test_the_review_is_bars_words_and_calm(size):
    app = app_of(language="fr")
    async with app.run_test(size=size) as pilot:
        await at(pilot, ReviewScreen, "h", "Les sept derniers jours")
        text = screen_text(app)
        for said in ("12 réponses", "repos", "tenue", "déplacée à temps", "63 hours", "11:00"):
            assert said in text
        assert "passée" not in text  # what did not happen is not said
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WeekScreen))


async def test_a_review_of_nothing():
    desk = FakeDesk(Face.BETWEEN)
    desk.reviewed = review_view(empty=True)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at(pilot, ReviewScreen, "h", "The last seven days")
        assert "0" not in screen_text(app).split("seven days")[1].replace("20", "")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@pytest.mark.parametrize("key", ["p", "w", "h"])
async def test_whoever_is_unavailable_is_not_kept_there(key):
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        await pilot.press("ctrl+u")
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@pytest.mark.parametrize("key", ["p", "w"])
async def test_foreign_text_is_data(key):
    desk = FakeDesk(Face.BETWEEN)
    desk.standing = tuple(replace(one, person=EVIL, subject=EVIL * 9) for one in STANDING)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "\x1b" not in screen_text(app)
        assert "\u202e" not in screen_text(app)
