from dataclasses import replace

import pytest

from planner.errors import ChannelError
from planner.views import CardView, Face, MessageView
from tests.tui.fake import FakeDesk, at
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.choice import ChoiceDialog
from tui.screens.desk import DeskScreen
from tui.screens.today import TodayScreen
from tui.widgets.composer import Composer


def app_of(desk):
    return EntracteApp(desk, language="en")


async def at_the_desk(pilot):
    await ready(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await until(pilot, lambda: "INES" in screen_text(pilot.app).upper().replace("È", "E"))


async def write(pilot, text):
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, Composer))
    await pilot.press(*text)
    await until(pilot, lambda: text in pilot.app.screen.query_one(Composer).text)


@sizes
async def test_the_request_beside_its_history(size):
    app = app_of(FakeDesk(Face.OPEN))
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        text = screen_text(app)
        assert "la jupe verte en 40" in text
        assert "promised for today 17:45" in text
        assert "wrote 2 times" in text
        assert ("1 of 7" in text) is (size[0] == 80)
        assert ("Sophie Laurent" in text) is (size[0] == 120)


@sizes
async def test_answer_from_the_desk(size):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk.asked("answer"))
        assert desk.asked("answer") == [("answer", 1, "oui")]
        await until(pilot, lambda: "retouche du manteau" in screen_text(app))
        await until(pilot, lambda: "Your answer is on its way." in screen_text(app))
        assert app.screen.query_one(Composer).text == ""
        assert not isinstance(app.screen.focused, Composer)  # read before answering


async def test_an_answer_taken_back_is_a_draft_again():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.said.sentence == "Your answer is on its way.")
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one(Composer).text == "oui")
        assert app.screen._request.id == 1


async def test_deeds_are_taken_back_one_by_one_each_with_its_words():
    """A group whole, then an end: the words of each are a draft again where they were written."""
    desk = asking_the_same(FakeDesk(Face.OPEN))
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("s")
        await until(pilot, lambda: app.screen._request and app.screen._request.id == 2)
        await until(pilot, lambda: "undo" in screen_text(app))
        await write(pilot, "non")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("r")
        await until(pilot, lambda: app.screen._request and app.screen._request.id == 5)
        assert app.drafts.written() == ""
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one(Composer).text == "non")
        assert app.screen._request.id == 2
        assert 3 not in desk.requests
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one(Composer).text == "oui")
        assert app.screen._request.id == 1
        assert {1, 3, 4} < set(desk.requests)
        assert app.drafts.of(2) == "non"


async def test_an_empty_answer_is_not_sent():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Nothing is written yet." in screen_text(app))
        assert not desk.asked("answer")


async def test_a_refused_answer_keeps_its_words():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        desk.failure = ChannelError("The mailbox is not reachable.", do="It is tried again.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.said.trouble)
        desk.failure = None
        assert app.screen.query_one(Composer).text == "oui"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(desk.asked("answer")) == 2)


async def test_sending_twice_sends_once():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        app.screen.action_send()
        app.screen.action_send()
        await until(pilot, lambda: app.said.sentence == "Your answer is on its way.")
        assert len(desk.asked("answer")) == 1


@sizes
async def test_a_refresh_keeps_draft_cursor_and_focus(size):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "bonjour")
        await pilot.press("left", "left")
        where = app.screen.query_one(Composer).cursor_location
        first = desk.requests[1]
        news = MessageView(at(24, 11, 6), False, False, "Encore moi !")
        desk.requests[1] = replace(first, messages=(*first.messages, news))
        app.reload()
        await until(pilot, lambda: app.screen._request.messages[-1] == news)
        composer = app.screen.query_one(Composer)
        assert composer.text == "bonjour"
        assert composer.cursor_location == where
        assert app.screen.focused is composer


async def test_a_draft_outlives_its_place_in_the_portion():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "bonjour")
        await pilot.press("escape", "n")
        await until(pilot, lambda: app.screen._request.id == 2)
        assert app.screen.query_one(Composer).text == ""
        await pilot.press("p")
        await until(pilot, lambda: app.screen._request.id == 1)
        assert app.screen.query_one(Composer).text == "bonjour"
        desk.requests.pop(1)  # answered from elsewhere
        app.reload()
        await until(pilot, lambda: app.screen._request.id == 2)
        assert app.drafts.of(1) == "bonjour"


async def test_the_window_ends_and_what_is_written_stays():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "bonjour")
        desk.view = FakeDesk(Face.BETWEEN).view
        app.reload()
        await until(pilot, lambda: app.screen.has_class("-alone"))
        assert app.screen.query_one(Composer).text == "bonjour"
        assert "Marc Dujardin" not in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert desk.asked("answer") == [("answer", 1, "bonjour")]


async def test_the_window_ends_and_the_desk_is_cleared():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        desk.view = FakeDesk(Face.BETWEEN).view
        app.reload()
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        said = "Window over. What remains has a place: today 17:00."
        await until(pilot, lambda: said in screen_text(app))
        assert "Vandamme" not in screen_text(app)


async def test_unavailable_while_writing_keeps_the_draft():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await write(pilot, "une u")  # a letter is a letter
        assert not desk.asked("away")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await until(pilot, lambda: "Rest now." in screen_text(app))
        assert app.drafts.of(1) == "une u"
        assert "Vandamme" not in screen_text(app)


async def test_put_aside_until_tomorrow_begins():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: desk.asked("snooze"))
        assert desk.asked("snooze") == [("snooze", 1, at(25, 4))]


@pytest.mark.parametrize(
    ("press", "call"), [("r", ("release", 1, "")), ("c", ("decline", 1, ""))], ids=["tell", "close"]
)
async def test_letting_go_asks_once(press, call):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press(press)
        await until(pilot, lambda: desk.asked("release", "decline"))
        assert desk.asked("release", "decline") == [call]


async def test_declining_with_the_words_written():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await write(pilot, "non")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("d")
        await until(pilot, lambda: desk.asked("decline"))
        assert desk.asked("decline") == [("decline", 1, "non")]


async def test_escape_changes_nothing_and_u_works_in_a_dialog():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert not desk.asked("release", "decline")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert desk.asked("away")


async def test_an_empty_window_says_so():
    desk = FakeDesk(Face.OPEN)
    desk.requests.clear()
    app = app_of(desk)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "This window is empty." in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_walking_round_the_portion():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("p")
        await until(pilot, lambda: app.screen._request.id == 7)
        await until(pilot, lambda: "7 of 7" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: app.screen._request.id == 1)


async def test_hard_words_stay_folded_until_they_are_opened_on_purpose():
    """G-01, G-02: the request inside is kept, the insult is not shown by itself."""
    desk = FakeDesk(Face.OPEN)
    insult = MessageView(
        at=at(23, 20), mine=False, automatic=False, text="Bande de voleurs !", folded="angry"
    )
    desk.requests[1] = replace(
        desk.requests[1], messages=(insult, *desk.requests[1].messages), tone="hostile"
    )
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await until(pilot, lambda: "hard words folded" in screen_text(app))
        assert "voleurs" not in screen_text(app)
        await pilot.press("o")
        await until(pilot, lambda: "voleurs" in screen_text(app))
        await pilot.press("o")
        await until(pilot, lambda: "voleurs" not in screen_text(app))


def asking_the_same(desk, why=""):
    """Inès, Awa and one more ask the same."""
    others = [desk.requests[3], desk.requests[4]]
    same = tuple(CardView(r.id, r.person, r.subject, r.channel, r.due) for r in others)
    desk.requests[1] = replace(desk.requests[1], same=same, why=why)
    return desk


@sizes
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("2 others ask the same", "to all who ask")), ("fr", ("2 autres", "à tout le groupe"))],
)
async def test_others_who_ask_the_same_are_said(size, language, words):
    """A-05 and A-07: quietly, beside the request."""
    desk = asking_the_same(FakeDesk(Face.OPEN), "due today, ready to buy, errand: Roger")
    app = EntracteApp(desk, language=language)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        text = " ".join(screen_text(app).split())
        for said in (*words, "ready to buy", "Roger"):
            assert said in text
        await pilot.press("n")
        await until(pilot, lambda: app.screen._request.id == 2)
        assert words[1] not in screen_text(app)


async def test_one_draft_goes_to_all_of_them_after_a_look_at_their_names():
    desk = asking_the_same(FakeDesk(Face.OPEN))
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "Nothing is written yet." in screen_text(app))
        await write(pilot, "oui")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert "Awa Sarr" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert not desk.asked("answer_group")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("s")
        await until(pilot, lambda: desk.asked("answer_group"))
        assert desk.asked("answer_group") == [("answer_group", 1, "oui", [3, 4])]
        await until(pilot, lambda: "retouche du manteau" in screen_text(app))
        assert app.screen.query_one(Composer).text == ""


async def test_alone_with_a_question_there_is_no_group():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_desk(pilot)
        await write(pilot, "oui")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
        assert not desk.asked("answer_group", "answer")
