"""Writing at the desk: beginnings with empty places, the owner's editor, and a customer."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import NotPossible
from planner.views import Face, TemplateView
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.template import TemplateDialog
from tui.screens.desk import DeskScreen
from tui.widgets.composer import Composer


def app_of(desk=None, language="en"):
    return EntracteApp(desk or FakeDesk(Face.OPEN), language=language)


async def at_the_desk(pilot):
    await ready(pilot)
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))
    await until(pilot, lambda: "Vandamme" in screen_text(pilot.app))


@sizes
async def test_a_beginning_is_chosen_and_its_empty_places_filled(size):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, TemplateDialog))
        assert "It is gone" in screen_text(app)
        assert "A calm boundary" in screen_text(app)
        assert app.screen.query_one("#box").outer_size.height == 8  # as high as what is in it
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        composer = app.screen.query_one(Composer)
        await until(pilot, lambda: composer.selected_text == "{item}")
        await pilot.press(*"La jupe")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: composer.selected_text == "{alternative}")
        await pilot.press(*"Une autre")
        assert composer.text == "La jupe n'est plus là. Une autre ?"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: desk.asked("answer"))
        assert desk.asked("answer")[0][2] == "La jupe n'est plus là. Une autre ?"


async def test_escape_begins_nothing_and_what_was_written_stays():
    desk = FakeDesk(Face.OPEN)
    many = tuple(TemplateView(f"t{n}", f"Beginning {n}", "Bonjour.") for n in range(30))
    desk.templates = lambda _: many
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("enter", *"Bonjour")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, TemplateDialog))
        await until(pilot, lambda: "Beginning 0" in screen_text(app))
        assert app.screen.query_one("#box").outer_size.height <= 0.8 * app.size.height
        await pilot.press("end")
        await until(pilot, lambda: "Beginning 29" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        assert app.screen.query_one(Composer).text == "Bonjour"


async def test_an_empty_place_is_refused_and_the_words_stay():
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test() as pilot:
        await at_the_desk(pilot)
        await pilot.press("enter", *"Voici {item}")
        desk.failure = NotPossible("A place is still empty: {item}.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "A place is still empty: {item}." in screen_text(app))
        assert app.screen.query_one(Composer).text == "Voici {item}"


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """An editor that notes where the text was, and hands back something else."""
    script, seen = tmp_path / "editor.sh", tmp_path / "seen"
    script.write_text(
        f'echo "$1" > {seen}; stat -c %a "$1" >> {seen}; cat "$1" >> {seen};'
        " printf 'Bonsoir.\\033]0;x\\007 \\n' > \"$1\"\n"
    )
    monkeypatch.setenv("EDITOR", f"sh {script}")
    monkeypatch.delenv("VISUAL", raising=False)
    return seen


def test_what_comes_back_from_the_editor_is_clean_and_nothing_stays(editor):
    from tui.editor import edited

    assert edited("Bonjour") == "Bonsoir."
    path, mode, text = editor.read_text().splitlines()
    assert (mode, text) == ("600", "Bonjour")
    assert not Path(path).exists()


def test_an_editor_that_fails_changes_nothing(monkeypatch):
    from tui.editor import edited

    monkeypatch.setenv("VISUAL", "false")
    assert edited("Bonjour") == "Bonjour"


async def test_where_no_editor_can_be_opened_it_is_said():
    app = app_of()
    async with app.run_test() as pilot:  # without a terminal nothing can be suspended
        await at_the_desk(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "cannot be opened from here" in screen_text(app))


@sizes
async def test_with_a_customer_the_minutes_stand_still(size):
    desk = FakeDesk(Face.OPEN)
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "38 min left" in screen_text(app))
        await pilot.press("c")
        await until(
            pilot, lambda: "With a customer: nothing rings until 11:37." in screen_text(app)
        )
        assert "min left" not in screen_text(app)
        assert "window open until 11:45" in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: "38 min left" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await pilot.press("c")
        await until(pilot, lambda: "with a customer until 11:37" in screen_text(app))


@sizes
async def test_what_stands_beside_a_request_is_plain_text_however_hostile(size):
    desk = FakeDesk(Face.OPEN)
    hostile = "[bold red]x[/]\x1b[31m\u202ejupe"
    known = desk.request(1)
    many = (hostile, *["une très longue histoire de manteau"] * 20)  # never pushes the rest away
    beside = replace(known, since=known.due, reply_until=known.due, earlier=many)
    desk.requests[1] = beside
    app = app_of(desk)
    async with app.run_test(size=size) as pilot:
        await at_the_desk(pilot)
        await until(pilot, lambda: "possible until" in screen_text(app))
        shown = screen_text(app)
        assert "[bold red]x[/]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert app.screen.query_one("#who").size.height <= 5
        assert app.screen.query_one(Composer).region.bottom < size[1] - 1
