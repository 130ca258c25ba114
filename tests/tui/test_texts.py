"""The texts: listed with how they read, changed with a preview, from rehearsal to live."""

from planner.face import Face
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, sizes, until
from tests.tui.test_hostile import assert_calm
from tui.app import EntracteApp
from tui.dialogs.choice import ChoiceDialog
from tui.screens.text_form import TextFormScreen
from tui.screens.texts import TextsScreen
from tui.screens.today import TodayScreen
from tui.widgets.composer import Composer


def app_of(desk=None, language="en"):
    return EntracteApp(desk or FakeDesk(Face.BETWEEN), language=language)


async def at_texts(pilot, words="The first word"):
    await ready(pilot)
    await pilot.press("e")
    await until(pilot, lambda: isinstance(pilot.app.screen, TextsScreen))
    await until(pilot, lambda: words in screen_text(pilot.app))


@sizes
async def test_every_text_is_listed_in_both_languages(size):
    app = app_of()
    async with app.run_test(size=size) as pilot:
        await at_texts(pilot)
        text = screen_text(app)
        assert "Rehearsal: nothing leaves by itself." in text
        assert "In English, filled with your next request." in text
        assert "your message has arrived" in text
        await pilot.press("l")
        await until(pilot, lambda: "votre message est bien arrivé" in screen_text(app))
        assert "In French" in screen_text(app)
        await pilot.press("end")
        await until(pilot, lambda: "No answer will come" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@sizes
async def test_a_text_is_changed_with_a_preview_and_put_back(size):
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_texts(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        await until(pilot, lambda: "It would read" in screen_text(app))
        await pilot.press(*" Bye")
        await until(pilot, lambda: "save" in screen_text(app) and "Camille Bye" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TextsScreen))
        await until(pilot, lambda: "your wording" in screen_text(app))
        ((_name, key, language, words),) = desk.asked("save_text")
        assert (key, language) == ("ack", "en")
        assert words.endswith(" Bye")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, TextsScreen))
        await until(pilot, lambda: "your wording" not in screen_text(app))


async def test_what_cannot_be_used_is_said_and_not_saved():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_texts(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        app.screen.query_one(Composer).take("")
        await until(pilot, lambda: "It is not a text." in screen_text(app))
        await pilot.press("ctrl+s", "escape")
        await until(pilot, lambda: isinstance(app.screen, TextsScreen))
        assert desk.asked("save_text") == []


async def test_going_live_is_asked_once_with_what_would_be_read():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_texts(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert "your message has arrived" in screen_text(app)
        assert "change nothing" in screen_text(app)
        await pilot.press("g")
        await until(pilot, lambda: "Automatic messages leave." in screen_text(app))
        assert desk.asked("go_live") == [("go_live", True)]
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("g")
        await until(pilot, lambda: "Rehearsal" in screen_text(app))


async def test_long_samples_leave_the_answers_in_sight():
    desk = FakeDesk(Face.BETWEEN)
    long = "vous aurez ma réponse mercredi " * 9
    desk.wordings = {(key, "fr"): long for key in ("ack", "ack_night", "away")}
    app = app_of(desk, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_texts(pilot, "Le premier mot")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await until(pilot, lambda: "ne rien changer" in screen_text(app))
        await pilot.press("down", "end", "escape")  # it scrolls, and changes nothing
        await until(pilot, lambda: isinstance(app.screen, TextsScreen))
        assert desk.asked("go_live") == []


@sizes
async def test_what_is_not_saved_stays_a_draft(size):
    app = app_of(language="fr")
    async with app.run_test(size=size) as pilot:
        await at_texts(pilot, "Le premier mot")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        await until(pilot, lambda: "votre signature" in screen_text(app))
        await pilot.press(*" Merci", "escape")
        await until(pilot, lambda: "brouillon" in screen_text(app))
        await pilot.press("l")
        await until(pilot, lambda: "brouillon" not in screen_text(app))  # that one is French
        await pilot.press("l")
        await until(pilot, lambda: "brouillon" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        assert app.screen.query_one(Composer).text.endswith(" Merci")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, TextsScreen))
        assert "brouillon" not in screen_text(app)


async def test_what_another_program_changed_is_said_and_the_words_stay():
    desk = FakeDesk(Face.BETWEEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_texts(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        await pilot.press("x")
        await until(pilot, lambda: "save" in screen_text(app))
        desk.text_refusal = "Another program changed this text meanwhile."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Another program changed" in screen_text(app))
        assert app.screen.query_one(Composer).text.endswith("x")


async def test_texts_full_of_tricks_stay_calm():
    desk = FakeDesk(Face.BETWEEN)
    bad = "seen [red]x[/red] [/nope] \x1b]0;owned\x07 \x9b31m \u202egnp.exe\u200b " + "long " * 900
    desk.wordings = dict.fromkeys([("ack", "en"), ("ack_night", "en")], bad)
    desk.texts_problem = bad
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_texts(pilot, "Rehearsal")
        assert_calm(app)
        await pilot.press("enter")
        await until(pilot, lambda: "It would read" in screen_text(app))
        assert_calm(app)
        desk.text_trouble = bad
        await pilot.press("x")
        await until(pilot, lambda: "seen [red]x[/red] [/nope]" in screen_text(app))
        assert_calm(app)
        await pilot.press("escape", "g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert_calm(app)


async def test_the_words_are_wrapped_as_wide_as_the_screen_is():
    app = app_of(language="fr")
    async with app.run_test(size=(180, 30)) as pilot:
        await at_texts(pilot, "Le premier mot")
        await pilot.press("enter")
        wrapped = "{when} au plus tard. Inutile de réécrire"  # in the words, and below them
        await until(pilot, lambda: screen_text(app).count(wrapped) == 2)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "plus tard. Inutile de réécrire" in screen_text(app))


async def test_a_file_with_an_error_is_said_and_away_goes_home():
    desk = FakeDesk(Face.BETWEEN)
    desk.texts_problem = "texts.toml: [fr] ack: The date {when} is missing. Add {when}."
    app = app_of(desk, "fr")
    async with app.run_test() as pilot:
        await at_texts(pilot, "Le premier mot")
        assert "The date {when} is missing." in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextFormScreen))
        await pilot.press("u")  # a letter there
        await until(pilot, lambda: app.screen.query_one(Composer).text.endswith("u"))
        await pilot.press("ctrl+u")
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
