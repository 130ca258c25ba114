"""People on the screen: found by letters, a page at a time; one person's page; erasing."""

import threading
from dataclasses import replace

import pytest

from planner.errors import NotPossible
from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from planner.views_people import AddressView, PauseView, PersonView
from tests.tui.fake import FakeDesk
from tests.tui.fake_people import PAGE, STANDING
from tests.tui.helpers import SIZES, ready, screen_text, until
from tests.tui.test_hostile import TRICKS, assert_calm
from tui.app import EntracteApp
from tui.dialogs.choice import ChoiceDialog
from tui.dialogs.read import ReadDialog
from tui.screens.conversation import ConversationScreen
from tui.screens.people import PeopleScreen
from tui.screens.person import PersonScreen
from tui.screens.search import Typed
from tui.screens.today import TodayScreen
from tui.widgets.kept_list import KeptList
from tui.widgets.key_bar import KeyBar

LANGUAGES = ("en", "fr")
MANY = tuple(PersonView(n, f"Nom {n:04}", (f"n{n}@example.org",)) for n in range(1, 1202))


def app_of(desk=None, language="en", **more):
    return EntracteApp(desk or FakeDesk(Face.BETWEEN), language=language, **more)


async def at_people(pilot, typed=""):
    await ready(pilot)
    await pilot.press("k")
    await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))
    await until(pilot, lambda: pilot.app.screen._found is not None)
    await pilot.press(*typed)


async def at_ines(pilot):
    await at_people(pilot)
    await pilot.press("down", "down", "down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PersonScreen))
    await until(pilot, lambda: listed(pilot.app, "#page").option_count)


def listed(app, which="#people") -> KeptList:
    return app.screen.query_one(which, KeptList)


def footer(app):
    return app.screen.query_one("#footer", KeyBar).render().plain


async def says(pilot, words):
    """At both sizes, in both languages: what has to be on the screen, by language."""
    for size in SIZES:
        await pilot.resize_terminal(*size)
        for language in LANGUAGES:
            pilot.app.speak(language)
            for said in words[language]:
                await until(pilot, lambda said=said: said in screen_text(pilot.app))


async def test_people_by_name_and_one_of_them():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        known = ("Tom Baker", "0470 12 34 56", "awa@example.org")  # one has no name
        words = {"en": "find somebody", "fr": "trouvent quelqu'un"}
        await says(pilot, {language: (*known, words[language]) for language in LANGUAGES})
        assert "ali" not in screen_text(app).replace("Ali", "")  # known by the name alone
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        known = ("0470 98 76 54", "courrier, boutique", "jupe verte", "écharpe", "Noël")
        words = {
            "en": (*known, "French", "not paused", "on time", "answered", "kept", "released"),
            "fr": (*known, "français", "pas en pause", "à l'heure", "répondue", "tenue", "libérée"),
        }
        await says(pilot, words)
        assert screen_text(app).count("jupe verte") == 1  # its promise stands beside it
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert threading.get_ident() not in app.desk.threads


async def test_letters_find_somebody_and_are_letters():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot, "van inès")
        await until(pilot, lambda: listed(app).option_count == 1)
        assert listed(app).chosen == "3"
        await pilot.press("u", "k", "q", "n")
        assert app.screen.query_one(Typed).value == "van inèsukqn"
        await until(pilot, lambda: "Nobody with these letters." in screen_text(app))
        assert listed(app).option_count == 0
        assert "enter" not in footer(app)
        await pilot.press("enter", "down", "up", "pagedown", "pageup", "ctrl+n", "ctrl+b")
        assert isinstance(app.screen, PeopleScreen)
    assert app.desk.asked("away") == []
    assert app.desk.asked("person") == []


async def test_a_shop_to_which_nobody_has_written():
    app = app_of()
    app.desk.everybody = ()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        nobody = {"en": ("Nobody has written yet.",), "fr": ("Personne n'a encore écrit.",)}
        await says(pilot, nobody)


async def test_at_most_five_hundred_are_loaded_and_further_brings_the_next():
    app = app_of()
    app.desk.everybody = MANY
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        await until(pilot, lambda: listed(app).option_count == 500)
        assert "a letter" in screen_text(app)
        assert "further" in footer(app)
        assert "back up" not in footer(app)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: listed(app).get_option_at_index(0).id == "501")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: listed(app).option_count == 201)
        assert "further" not in footer(app)
        await pilot.press("ctrl+n")  # there is nobody further
        await pilot.press("ctrl+b", "ctrl+b")
        await until(pilot, lambda: listed(app).get_option_at_index(0).id == "1")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: listed(app).get_option_at_index(0).id == "501")
        await pilot.press(*"0007")  # other letters begin at the first page
        await until(pilot, lambda: listed(app).option_count == 1)
        assert "back up" not in footer(app)
    assert app.desk.asked("people")[-1] == ("people", "0007", None)


async def test_cursor_and_scroll_stay_when_it_is_read_again():
    app = app_of()
    app.desk.everybody = MANY[1:]
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        await until(pilot, lambda: listed(app).option_count == 500)
        await pilot.press(*["pagedown"] * 3, "up", "up", "pageup")
        people = listed(app)
        at, top = people.chosen, people.scroll_offset.y
        assert top > 0
        app.desk.everybody = MANY  # somebody is new, at the beginning
        app.reload()
        await until(pilot, lambda: people.get_option_at_index(0).id == "1")
        assert (people.chosen, people.scroll_offset.y) == (at, top)


@pytest.mark.parametrize("keys", [(), ("enter", "enter")])
async def test_unavailable_goes_home_from_each_of_them(keys):
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        await pilot.press(*keys)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await pilot.press("k")  # nobody is looked up now
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert "Inès" not in screen_text(app)


async def test_a_conversation_is_read_and_a_date_explained():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_ines(pilot)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, ReadDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConversationScreen))
        await until(pilot, lambda: "disponible" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await pilot.press("down", "down", "down", "enter")  # a promise: its conversation
        await until(pilot, lambda: app.desk.asked("request")[-1] == ("request", 2))


async def test_erasing_says_first_what_goes():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_ines(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        for said in ("Erase Inès Vandamme for good?", "12 messages go.", "17:45", "before-0007"):
            await until(pilot, lambda said=said: said in screen_text(app))
        assert "cannot be undone" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        assert app.desk.asked("erase_person") == []
        app.speak("fr")
        await pilot.resize_terminal(120, 40)
        await pilot.press("backspace")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await until(pilot, lambda: "Effacer Inès Vandamme pour de bon" in screen_text(app))
        assert "pas être défait" in screen_text(app)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))
        await until(pilot, lambda: "Inès" not in screen_text(app))
        await until(pilot, lambda: "nothing here names them" in screen_text(app))
    assert app.desk.asked("erase_person") == [("erase_person", "3")]


async def test_an_erasure_that_is_refused_leaves_the_page():
    app = app_of()

    def refuse(who):
        raise NotPossible("A message to this person is leaving at this moment.")

    app.desk.erase_person = refuse
    async with app.run_test(size=(80, 24)) as pilot:
        await at_ines(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("x")
        await until(pilot, lambda: "is leaving at this moment" in screen_text(app))
        assert isinstance(app.screen, PersonScreen)


async def test_somebody_who_was_erased_elsewhere_is_said_to_be_gone():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_ines(pilot)
        app.desk.everybody = ()
        app.reload()
        await until(pilot, lambda: "There is nobody" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen))


async def test_what_is_paused_and_what_has_no_date_are_said_in_words():
    app = app_of(looks=DashboardSettings(ascii=True))
    said = "What went to ines@example.org came back: nothing automatic goes there until Friday."
    talk = replace(PAGE.open[0], promise=None)
    decide = replace(STANDING, decide=True, id=10)
    app.desk.page = replace(
        PAGE,
        name="",
        language="",
        open=(talk, replace(talk, request=8, promise=decide)),
        paused=(PauseView("bounced", "ines@example.org", said),),
        more=True,
    )
    async with app.run_test(size=(80, 40)) as pilot:
        await at_ines(pilot)
        shown = " ".join(screen_text(app).split())
        for words in (
            "nothing automatic goes",
            "no date yet",
            "yours to decide",
            "found with the search",
        ):
            assert words in shown
        assert not set(shown) & set("●○·")


async def test_what_has_no_rows_has_no_keys_for_them():
    app = app_of()
    app.desk.page = replace(PAGE, open=(), earlier=(), promises=())
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: "not paused" in screen_text(app))
        assert "read it" not in footer(app)
        await pilot.press("enter", "y")
        assert isinstance(app.screen, PersonScreen)


async def test_before_the_desk_is_open_it_waits_and_then_shows():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.desk.failure = RuntimeError("broken")
        await pilot.press("k")
        await until(pilot, lambda: "Something did not work" in screen_text(app))
        app.desk.failure = None
        app.reload()
        await until(pilot, lambda: "Awa Sarr" in screen_text(app))


async def test_every_field_full_of_tricks():
    desk = FakeDesk(Face.BETWEEN)
    bad = [f"seen {trick}" for trick in TRICKS]
    told = [replace(STANDING, id=n, person=x, subject=x, state=x) for n, x in enumerate(bad)]
    talks = [
        replace(PAGE.open[0], request=n, subject=x, channel=x, state=x, promise=told[n])
        for n, x in enumerate(bad)
    ]
    desk.everybody = tuple(PersonView(n, x, (x, x)) for n, x in enumerate(bad, 1))
    desk.page = replace(
        PAGE,
        id=1,
        name="".join(bad[:-1]),
        addresses=tuple(AddressView(x, x) for x in bad[:4]),
        channels=tuple(bad[4:8]),
        language=bad[7],
        open=tuple(talks[:4]),
        earlier=tuple(talks[4:]),
        promises=tuple(told[4:]),
        paused=tuple(PauseView("all", x, x) for x in bad[8:10]),
    )
    app = app_of(desk)
    async with app.run_test(size=(100, 60)) as pilot:
        await at_people(pilot)
        await until(pilot, lambda: screen_text(app).count("seen") >= len(bad))
        assert_calm(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await until(pilot, lambda: listed(app, "#page").option_count)
        await until(pilot, lambda: screen_text(app).count("seen") >= len(bad))
        assert_calm(app)
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert_calm(app)
