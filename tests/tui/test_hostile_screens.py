"""Every screen of late.py, with every text of its data hostile: nothing reaches the terminal."""

import json
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import cycle

import pytest

from planner.cli.out import as_json, safe
from planner.face import Face
from planner.notify import clean as notify
from tests.hostile import strings
from tests.tui.fake import FakeDesk, at, away_desk
from tests.tui.helpers import ready, screen_text, until
from tests.tui.pictures import settle
from tui.app import EntracteApp
from tui.screens.late import _PLACES, late
from tui.text import clean

#: Words of this program, by which it finds its way: no stranger fills them.
OURS = {
    "at", "language", "zone", "id", "kind", "state", "due_kind", "key", "day", "group", "rows",
    "row", "tone", "section", "window", "lang", "part", "field", "fields", "file",
    "fingerprint", "typed", "slots",
}  # fmt: skip
#: What the screen asked, said back to it.
ECHO = {"FoundView": {"words"}, "PeopleView": {"words"}, "TextTrial": {"words"}}
MARK = "seen"
STRINGS = strings(2000)


class Hostile:
    """A desk whose every answer is full of a stranger's tricks."""

    def __init__(self, desk, tricks):
        self._desk, self._tricks = desk, cycle(tricks)

    def __getattr__(self, name):
        found = getattr(self._desk, name)
        if name == "view":
            return self.poisoned(found)
        if not callable(found):
            return found
        return lambda *given, **named: self.poisoned(found(*given, **named))

    def poisoned(self, value, field=""):
        if isinstance(value, Enum) or field in OURS:
            return value
        if isinstance(value, str):
            return " ".join([MARK, *(next(self._tricks) for _ in range(3))])
        if is_dataclass(value):
            echo = ECHO.get(type(value).__name__, set())
            names = [f.name for f in fields(value) if f.name not in echo]
            return replace(
                value, **{name: self.poisoned(getattr(value, name), name) for name in names}
            )
        if isinstance(value, tuple | list):
            made = [self.poisoned(one, field) for one in value]
            return type(value)(*made) if hasattr(value, "_fields") else type(value)(made)
        return value


def wild(text):
    """What a terminal could obey."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")}


def assert_harmless(app):
    """What a terminal would be sent: colours of ours and letters."""
    seen = ""
    for strip in app.screen._compositor.render_strips():
        assert not any(part.style and part.style.link for part in strip)
        seen += strip.text + re.sub(r"\x1b\[[0-9;]*m", "", strip.render(app.console)) + " "
    assert not wild(seen)
    assert app.title == "entracte"


@pytest.mark.parametrize("away", [False, True], ids=["here", "away"])
async def test_every_screen_there_is(away):
    """Also one that is new: whoever adds it to late.py finds it here."""
    desk = away_desk(undo_until=at(24, 7, 5)) if away else FakeDesk(Face.OPEN)
    desk.returning = True  # the week says so
    app = EntracteApp(Hostile(desk, STRINGS), language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        for name in [one for one in _PLACES if (one == "further") == away]:
            app.show_late(name)
            await settle(pilot)
            if name == "search":
                await pilot.press(*"jupe")
                await until(pilot, lambda: ("search", "jupe") in desk.calls)
                await settle(pilot)
            await until(pilot, lambda: MARK in screen_text(app).split("\n", 2)[2])  # not the shop's
            assert type(app.screen) is type(late(name))
            assert not app.said.trouble
            assert_harmless(app)


def test_every_string_is_harmless_at_both_doors():
    for text in STRINGS:
        for shown in (clean(text, newlines=True), clean(text, cells=40), safe(text, newlines=True)):
            assert not wild(shown), ascii(text)
        for platform in ("linux", "win32", "darwin"):
            for shown in (notify.title(text, platform), notify.body(text, platform)):
                assert not wild(shown), ascii(text)
                assert not shown.startswith("-")


def test_json_is_ascii(capfdbinary):
    as_json(STRINGS)
    out, _ = capfdbinary.readouterr()
    assert out.isascii()
    assert b"\x1b" not in out
    assert json.loads(out) == STRINGS
