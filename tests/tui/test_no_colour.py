"""NO_COLOR: not one colour is written, and a shape says what a colour said."""

from dataclasses import replace

import pytest

from tests.tui.helpers import screen_text
from tests.tui.pictures import STATES, go, settle
from tui.app import EntracteApp
from tui.glyphs import BARE, LINES, glyphs


@pytest.fixture(autouse=True)
def no_color(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")


def segments(app):
    return [part for strip in app.screen._compositor.render_strips() for part in strip]


def told_apart(app, how):
    """The texts that are drawn in that way."""
    return "".join(part.text for part in segments(app) if part.style and getattr(part.style, how))


async def shown(name, look):
    state = replace(STATES[name], typed="")
    app = EntracteApp(state.desk(), language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await go(pilot, state)
        await look(app, pilot)
        for part in segments(app):
            for colour in (part.style.color, part.style.bgcolor) if part.style else ():
                assert colour is None or colour.is_default


async def test_the_chosen_row_of_a_list():
    async def look(app, pilot):
        assert "Inès" in told_apart(app, "underline")
        assert "Marc" not in told_apart(app, "underline")
        await pilot.press("down")
        assert "Marc" in told_apart(app, "underline")

    await shown("promises", look)


async def test_the_cursor_where_one_writes():
    async def look(app, _):
        assert told_apart(app, "reverse") == " "

    await shown("desk-writing", look)


async def test_nothing_shows_through_behind_a_question_and_its_lines_have_an_edge():
    async def look(app, pilot):
        await pilot.press("n")
        await settle(pilot)
        assert "Your absences" not in screen_text(app)
        assert "▌not known" in screen_text(app)
        await pilot.press("shift+tab")
        assert "on leave" in told_apart(app, "underline")

    await shown("absences", look)


async def test_a_bar_and_the_rest_of_it():
    async def look(app, _):
        assert "━━━━━━┈┈┈┈" in screen_text(app)

    await shown("today-open", look)


def test_only_without_colours(monkeypatch):
    assert glyphs(False) is BARE
    monkeypatch.delenv("NO_COLOR")
    assert glyphs(False) is LINES
