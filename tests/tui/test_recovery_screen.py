"""The way out: what happened, the newest copies, one thing to do; nothing without her word."""

from functools import partial

import pytest

from planner.errors import Harm, NotPossible, StoreError
from planner.face import Face
from planner.store.problems import gone
from tests.tui.fake import FakeDesk
from tests.tui.fake_recovery import WHERE, FakeRescue, Way, shown
from tests.tui.helpers import ready, screen_text, sizes, until
from tests.tui.pictures import settle
from tui.app import EntracteApp
from tui.screens.desk import DeskScreen
from tui.screens.recovery import RecoveryScreen
from tui.screens.today import TodayScreen
from tui.widgets.composer import Composer

#: The keys of the table that are pressed here.
PRESSED = {"recovery-copy", "recovery-again", "recovery-quit"}


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


@sizes
async def test_a_copy_is_looked_into_asked_about_and_put_back(size):
    way = Way(Harm.DAMAGED)
    async with way.app.run_test(size=size) as pilot:
        await shown(pilot)
        text = screen_text(way.app)
        assert "The database file is damaged." in text
        assert WHERE in text
        assert "jeudi 26 novembre 04:03" in text
        await press(pilot, "p", "d", "u", "slash")  # the keys of the house need the house
        assert isinstance(way.app.screen, RecoveryScreen)
        await press(pilot, "down", "enter")
        assert [call[0] for call in way.rescue.calls] == ["look"]
        assert "Nothing left since then." in screen_text(way.app)
        await press(pilot, "escape")
        assert [call[0] for call in way.rescue.calls] == ["look"]
        await press(pilot, "enter", "x")
        await until(pilot, lambda: isinstance(way.app.screen, TodayScreen))
        await settle(pilot)
        assert way.rescue.calls[-1] == ("put_back", way.rescue.listed[1].path)
        assert "The copy is in place" in screen_text(way.app)
        assert len(way.app.screen_stack) == 1


@pytest.mark.parametrize("harm", [Harm.FULL, Harm.REFUSED, Harm.NEWER, Harm.GONE])
async def test_what_may_pass_is_tried_again(harm):
    way = Way(harm, FakeRescue(copies=0))
    async with way.app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "put this copy back" not in screen_text(way.app)
        await press(pilot, "space")
        assert "It is still so." in screen_text(way.app)
        await press(pilot, "enter")  # nothing to put back
        assert way.rescue.calls == []
        way.mended = True
        await press(pilot, "space")
        await until(pilot, lambda: isinstance(way.app.screen, TodayScreen))
        assert way.app.desk is not None
    assert way.opened == 3


async def test_a_copy_that_cannot_be_put_back_is_said_and_she_may_leave():
    way = Way(Harm.DAMAGED)
    way.rescue.refuses = NotPossible("Entracte is open somewhere.", do="Close the dashboard.")
    async with way.app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await press(pilot, "enter")
        assert "Entracte is open somewhere. Close the dashboard." in screen_text(way.app)
        assert isinstance(way.app.screen, RecoveryScreen)
        await press(pilot, "q")
        assert not way.app.is_running


class Losing(FakeDesk):
    """A desk whose file is taken away while she writes."""

    lost = False

    def answer(self, *_given, **_named):
        if self.lost:
            raise gone(WHERE)
        return super().answer(*_given, **_named)


async def test_the_file_goes_while_she_answers_and_her_words_stay(tmp_path):
    desk, rescue = Losing(Face.OPEN), FakeRescue()
    app = EntracteApp(
        open_desk=lambda: desk, rescue=rescue, language="en", drafts=tmp_path / "drafts.json"
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await press(pilot, "d", "enter", *"Oui")
        desk.lost = True
        await press(pilot, "ctrl+s")
        await shown(pilot)
        assert "moved, removed or replaced" in screen_text(app)
        desk.lost = False
        await press(pilot, "enter", "x")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await settle(pilot)
        assert app.screen.query_one(Composer).text == "Oui"
        await press(pilot, "ctrl+s")
        assert any(call[:2] == ("answer", 1) for call in desk.calls)


async def test_a_full_disk_leaves_the_desk_open_and_her_words_in_it():
    desk = FakeDesk(Face.OPEN)
    full = StoreError("The disk is full.", do="Free some space.", harm=Harm.FULL)
    desk.answer = partial(_refuse, full)
    app = EntracteApp(desk, language="en", rescue=FakeRescue())
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await press(pilot, "d", "enter", *"Oui", "ctrl+s")
        assert isinstance(app.screen, DeskScreen)
        assert "The disk is full. Free some space." in screen_text(app)
        assert app.screen.query_one(Composer).text == "Oui"


def _refuse(error, *_given, **_named):
    raise error
