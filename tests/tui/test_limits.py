"""Beyond a limit, a peek, a proposal, the quiet line: one key each."""

import pytest

from planner.face import Face
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.word import WordDialog

PROPOSED = "The night was short. Begin later: tomorrow 11:00 would become 12:00."


def asked(desk, name):
    return [call for call in desk.calls if call[0] == name]


@sizes
@pytest.mark.parametrize("face", [Face.BETWEEN, Face.RESTING])
async def test_one_key_gives_fifteen_minutes_and_one_says_whether_something_is_urgent(size, face):
    desk = FakeDesk(face)
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "more time" in screen_text(app))
        assert "anything urgent?" in screen_text(app)
        await pilot.press("m")
        await until(pilot, lambda: "All right, 15 more minutes." in screen_text(app))
        await pilot.press("f")
        await until(pilot, lambda: "No: nothing urgent is there." in screen_text(app))
    assert asked(desk, "more") == [("more", "")]


@sizes
async def test_the_third_time_one_word_is_asked(size):
    desk = FakeDesk(Face.BETWEEN)
    desk.word_wanted = True
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, WordDialog))
        await until(pilot, lambda: "what is it for?" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, WordDialog))
        assert asked(desk, "more") == [("more", "")]
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, WordDialog))
        await pilot.press("enter")  # no word: nothing happens
        await pilot.press(*"delivery today", "enter")
        await until(pilot, lambda: asked(desk, "more")[-1] == ("more", "delivery"))
        await until(pilot, lambda: "All right, 15 more minutes." in screen_text(app))


@sizes
@pytest.mark.parametrize(
    ("key", "answer"), [("y", "yes"), ("o", "yes"), ("l", "later"), ("x", "never")]
)
async def test_a_proposal_is_answered_with_one_key(size, key, answer):
    desk = FakeDesk(Face.BETWEEN, proposal=PROPOSED)
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "The night was short." in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: asked(desk, "answer_proposal") == [("answer_proposal", answer)])
        await until(pilot, lambda: "The night was" not in screen_text(app))
        await pilot.press(key)  # nothing is proposed any more
        await pilot.pause()
    assert len(asked(desk, "answer_proposal")) == 1


async def test_the_quiet_line_stands_where_sentences_stand():
    desk = FakeDesk(Face.BETWEEN)
    desk.quiet_line = "Nothing here needs you now."
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "Nothing here needs you now." in screen_text(app))
    assert len(asked(desk, "look_in")) == 1


async def test_on_a_full_day_the_footer_offers_more_minutes_instead_of_the_desk():
    app = EntracteApp(FakeDesk(Face.OPEN, day_full=True), language="fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "plus de temps" in screen_text(app))


@sizes
async def test_an_empty_desk_offers_more_time(size):
    desk = FakeDesk(Face.OPEN)
    desk.requests.clear()
    desk.sentence = "The day is full. The next 3 have been given a new date."
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "The day is full." in screen_text(app))
        await until(pilot, lambda: "more time" in screen_text(app))
        await pilot.press("m")
        await until(pilot, lambda: asked(desk, "more") == [("more", "")])
