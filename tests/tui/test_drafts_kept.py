"""What is being written outlives the end of the program, whichever it is."""

import json

import pytest

from planner.kept_drafts import forget_drafts
from planner.views import Done, Face
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, until
from tui.app import EntracteApp
from tui.messages import Acted
from tui.screens.desk import DeskScreen
from tui.screens.today import TodayScreen
from tui.widgets.composer import Composer


def app_of(file, desk=None):
    return EntracteApp(desk or FakeDesk(Face.OPEN), language="en", drafts=file)


async def write(pilot, text):
    await ready(pilot)
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await until(pilot, lambda: pilot.app.screen.query_one("#who").render().plain != "")
    await pilot.press("enter", *text)
    await until(pilot, lambda: pilot.app.drafts.of(1) == text)


async def test_a_second_after_the_last_key_it_is_in_a_private_file(tmp_path):
    file = tmp_path / "drafts.json"
    app = app_of(file)
    async with app.run_test() as pilot:
        await write(pilot, "bonjour")
        await until(pilot, file.exists)
        await until(pilot, lambda: json.loads(file.read_text()) == {"1": "bonjour"})
        assert file.stat().st_mode & 0o077 == 0
        await pilot.press("ctrl+s")  # sent: nothing is left of it
        await until(pilot, lambda: not file.exists())


async def test_it_stands_there_at_the_next_start(tmp_path):
    file = tmp_path / "drafts.json"
    async with app_of(file).run_test() as pilot:
        await write(pilot, "bonjour")
    app = app_of(file)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await until(pilot, lambda: app.screen.query_one(Composer).text == "bonjour")


class Broken(Exception):
    pass


async def test_a_fault_in_a_handler_loses_nothing(tmp_path, monkeypatch):
    file = tmp_path / "drafts.json"
    app = app_of(file)

    def breaks(*_):
        raise Broken("in the middle")

    async def crashes():
        async with app.run_test() as pilot:
            await write(pilot, "bonjour")
            monkeypatch.setattr(DeskScreen, "action_next", breaks)
            await pilot.press("escape", "n")
            await pilot.pause()

    with pytest.raises(Broken):
        await crashes()
    assert json.loads(file.read_text()) == {"1": "bonjour"}


async def test_what_nobody_waits_for_any_more_and_a_broken_file_are_let_go(tmp_path):
    file = tmp_path / "drafts.json"
    file.write_text(json.dumps({"1": "bonjour", "99": "gone"}))
    app = app_of(file)
    async with app.run_test() as pilot:
        await ready(pilot)
        await until(pilot, lambda: json.loads(file.read_text()) == {"1": "bonjour"})
    file.write_text("{not json")
    async with app_of(file).run_test() as pilot:
        await ready(pilot)
        assert pilot.app.drafts.of(1) == ""


async def test_an_erased_persons_draft_goes_with_them(tmp_path):
    file, desk = tmp_path / "drafts.json", FakeDesk(Face.OPEN)
    app = app_of(file, desk)
    async with app.run_test() as pilot:
        await write(pilot, "bonjour")
        await until(pilot, file.exists)
        await pilot.press("escape", "escape")  # a person's page opens over Today
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        del desk.requests[1]
        app.post_message(Acted("erase", Done("Erased.")))
        await until(pilot, lambda: not file.exists())
        assert app.drafts.of(1) == ""


def test_erasing_on_the_command_line_takes_it_too(tmp_path):
    file, desk = tmp_path / "drafts.json", FakeDesk(Face.OPEN)
    file.write_text(json.dumps({"1": "bonjour", "99": "gone"}))
    forget_drafts(file, desk)
    assert json.loads(file.read_text()) == {"1": "bonjour"}
