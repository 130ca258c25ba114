"""What nobody foresaw: nothing that was written is lost, and no customer's word is shown."""

import json
import os

import pytest

from planner.face import Face
from tests.terminal import Terminal
from tests.tui.crash import SECRET, broken
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, until
from tui.app import EntracteApp
from tui.drafts import Drafts
from tui.screens.desk import DeskScreen
from tui.widgets.composer import Composer


async def at_the_composer(pilot):
    await ready(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await until(pilot, lambda: "Inès" in screen_text(pilot.app))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, Composer))


async def test_an_error_in_a_handler_ends_only_the_key(monkeypatch):
    monkeypatch.setattr(DeskScreen, "action_send", broken)
    app = EntracteApp(FakeDesk(Face.OPEN), language="en", forgiving=True)
    async with app.run_test() as pilot:
        await at_the_composer(pilot)
        await pilot.press(*"Oui", "ctrl+s")
        await until(pilot, lambda: "Something did not work" in screen_text(app))
        assert SECRET not in screen_text(app)
        await pilot.press("!")
        await until(pilot, lambda: app.screen.query_one(Composer).text == "Oui!")
        assert app.drafts.of(1) == "Oui!"


async def test_an_error_in_a_message_of_the_data_too(monkeypatch):
    monkeypatch.setattr(DeskScreen, "brought", broken)
    app = EntracteApp(FakeDesk(Face.OPEN), language="en", forgiving=True)
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "Something did not work" in screen_text(app))
        monkeypatch.undo()
        await pilot.press("escape", "d")
        await until(pilot, lambda: "Inès" in screen_text(app))


async def press_it_five_times(app):
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press(*["question_mark"] * 5)


async def test_what_fails_again_and_again_ends(monkeypatch):
    monkeypatch.setattr(EntracteApp, "action_keys", broken)
    app = EntracteApp(FakeDesk(), language="en", forgiving=True)
    with pytest.raises(ValueError, match="quoted"):
        await press_it_five_times(app)
    assert app.return_code == 1


async def test_a_draft_is_there_at_the_next_start_until_it_is_sent(tmp_path):
    file = tmp_path / "drafts.json"
    app = EntracteApp(FakeDesk(Face.OPEN), language="en", drafts=file)
    async with app.run_test() as pilot:
        await at_the_composer(pilot)
        await pilot.press(*"Oui")
        await until(pilot, file.exists)  # while it runs: nobody has told it to stop
        assert file.stat().st_mode & 0o077 == 0 or os.name == "nt"
        await pilot.press("!")
        app.exit()  # the last key is not lost either
    assert json.loads(file.read_text())["requests"] == {"1": "Oui!"}

    again = EntracteApp(FakeDesk(Face.OPEN), language="en", drafts=file)
    async with again.run_test() as pilot:
        await at_the_composer(pilot)
        assert again.screen.query_one(Composer).text == "Oui!"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not file.exists())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"requests": {"x": 1}}', '{"rules": 3}', "\0"])
def test_a_file_that_was_broken_is_no_file(tmp_path, text):
    file = tmp_path / "drafts.json"
    file.write_text(text)
    assert Drafts(file).written() == ""


def test_all_drafts_come_back(tmp_path):
    drafts = Drafts(tmp_path / "drafts.json")
    drafts.keep(4, "half \ud800")
    drafts.rules["petit"] = (("name", "petit"), ("when", "Noël"))
    drafts.texts["receipt", "fr"] = "Bonjour"
    drafts.save(drafts.written())
    again = Drafts(tmp_path / "drafts.json")
    assert (again.of(4), again.rules, again.texts) == ("half \ud800", drafts.rules, drafts.texts)


def in_a_terminal(home, where, *keys):
    """All that a real terminal gets, and how the process ended; marks on the screen, then a key."""
    with Terminal("-m", "tests.tui.crash", str(home), where) as screen:
        for mark, key in keys:
            screen.until(mark).type(key)
        code = screen.ended()
    assert code == 1
    assert "had to stop" in screen.text
    assert "manteau rouge" not in screen.text
    assert "Traceback" not in screen.text
    (report,) = home.glob("crash-report-*.txt")
    assert report.name in screen.text.replace("\r\n", "")
    assert "manteau rouge" not in report.read_text()
    assert "ValueError" in report.read_text()
    return (home / "entracte.log").read_text()


@pytest.mark.skipif(os.name == "nt", reason="needs a pty")
def test_a_crash_on_a_real_terminal_shows_nothing_of_a_customer(tmp_path):
    log = in_a_terminal(tmp_path, "compose", ("Camomille", "d"))
    assert "crash.py" in log
    assert "ValueError" in log
    assert "manteau rouge" not in log
    assert "quoted" not in log


@pytest.mark.skipif(os.name == "nt", reason="needs a pty")
def test_what_was_typed_just_before_a_crash_is_kept(tmp_path):
    sent = "\x13" * 5  # the fifth error within seconds ends it
    keys = (
        ("Camomille", "d"),
        ("Vandamme", "\r"),
        ("leave the text", "Oui, demain."),
        ("demain", sent),
    )
    in_a_terminal(tmp_path, "action_send", *keys)
    assert json.loads((tmp_path / "drafts.json").read_text())["requests"] == {"1": "Oui, demain."}
