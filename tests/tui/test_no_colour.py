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
    """The texts that are drawn in that way; and nothing has a colour."""
    found = ""
    for part in segments(app):
        for colour in (part.style.color, part.style.bgcolor) if part.style else ():
            assert colour is None or colour.is_default
        found += part.text if part.style and getattr(part.style, how) else ""
    return found


async def test_what_is_chosen_is_seen_by_its_shape():
    app = EntracteApp(STATES["promises"].desk(), language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await go(pilot, replace(STATES["promises"], keys=()))
        assert "━━━━━━┈┈┈┈" in screen_text(app)  # a bar, and the rest of it
        for key, chosen, other in (("p", "Inès", "Marc"), ("down", "Marc", "Inès")):
            await pilot.press(key)
            await settle(pilot)
            assert chosen in told_apart(app, "underline")
            assert other not in told_apart(app, "underline")

        await pilot.press("a", "n")
        await settle(pilot)
        assert "Your absences" not in screen_text(app)  # nothing shows through
        assert "▌not known" in screen_text(app)  # a line to write in has an edge
        await pilot.press("shift+tab")
        assert "on leave" in told_apart(app, "underline")


async def test_the_cursor_where_one_writes():
    state = replace(STATES["desk-writing"], typed="")
    app = EntracteApp(state.desk(), language="en")
    async with app.run_test(size=(100, 30)) as pilot:
        await go(pilot, state)
        assert told_apart(app, "reverse") == " "


def test_only_without_colours(monkeypatch):
    assert glyphs(False) is BARE
    monkeypatch.delenv("NO_COLOR")
    assert glyphs(False) is LINES
