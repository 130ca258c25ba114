"""Thousands of hostile strings through every field of every screen: nothing of them is obeyed.

The screens are those of `pictures.py`, and each that can be opened has to be among them.
"""

import random
import unicodedata
from dataclasses import fields, is_dataclass, replace

import pytest

from tests.thorough import THOROUGH
from tests.tui.pictures import STATES, go, settle
from tui.app import EntracteApp
from tui.screens.late import _PLACES

#: Fields that a stranger, a server or a file may fill.
FOREIGN = frozenset(
    {
        *("person", "subject", "text", "address", "addresses", "channel", "channels_named", "shop"),
        *("problem", "problems", "sentence", "sentences", "says", "note", "notes", "because"),
        *("asked", "to", "reason", "preview", "name", "about", "at_risk", "holds", "proposal"),
        *("returning", "hint", "pause", "attachments", "snippet", "why", "words", "detail"),
    }
)
#: What the screen asked: answers to another question are not shown at all.
ECHOES = frozenset({"FoundView.words", "PeopleView.words", "TextTrial.words"})
KNOWN = (
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]0;owned\x1b\\",
    "\x1b[2J\x1b[H",
    "\x9b31mred",
    "\x90q\x9c",
    "\x1bP1;2q",
    "a\x00b\x7fc",
    "\u202egnp.exe",
    "\u2066x\u2069\u200b\ufeff",
    "\udcff",
    "[red]x[/red]",
    "[/nope]",
    "[@click=app.quit]here[/]",
    "[link=https://evil.example]x[/link]",
    "[$primary]x",
    "e" + "\u0301" * 40,
    "\U000e0041\U000e0042",
    "{0.__class__}{name}%s%n",
    "line\r\nline\x0bline\x85line\u2028line",
    "x" * 900,
)
PARTS = (
    *("\x1b", "[", "]", "\x07", "\x9b", "\x9d", "\x90", "\x00", "\r", "\n", "\x1b\\", "0;", "31m"),
    *(
        "\u202e",
        "\u200d",
        "\ud800",
        "é",
        "東",
        "👩\u200d👧",
        "{x}",
        "[/",
        "@click=",
        "%s",
        " ",
        "a",
    ),
)


def strings(seed):
    """The known ones, then made ones without end."""
    chance = random.Random(seed)
    yield from KNOWN
    while True:
        yield "".join(chance.choices(PARTS, k=chance.randint(1, 24)))


class Poisoned:
    """A front desk in which every foreign field is hostile, each in another way."""

    def __init__(self, desk, source):
        self._desk, self._source, self.used = desk, source, 0

    def _evil(self):
        self.used += 1
        return next(self._source)

    def _poison(self, value, foreign=False):
        if isinstance(value, str) and foreign and type(value) is str:
            return self._evil()
        if isinstance(value, tuple):
            return tuple(self._poison(one, foreign) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            given = {
                f.name: self._poison(
                    getattr(value, f.name),
                    f.name in FOREIGN and f"{type(value).__name__}.{f.name}" not in ECHOES,
                )
                for f in fields(value)
                if f.init
            }
            return replace(value, **given)
        return value

    def __getattr__(self, name):
        found = getattr(self._desk, name)
        if not callable(found):
            return found

        def called(*args, **more):
            return self._poison(found(*args, **more))

        return called


def obeyed(app):
    """What of the strings a terminal would obey: controls, formats, links, actions."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            found += [c for c in segment.text if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
            style = segment.style
            if style is not None and (style.link or "@click" in (style.meta or {})):
                found.append(repr(style))
    return found


def test_every_screen_that_can_be_opened_is_among_them():
    opened = {name.partition("-")[0] for name in STATES}
    assert set(_PLACES) - opened - {"old", "rest"} == set()  # both are the batch


#: `test_hostile_screens.py` looks at every screen too, and faster.
@pytest.mark.parametrize("name", STATES if THOROUGH else ("today-heavy", "desk"))
async def test_nothing_is_obeyed_and_nothing_breaks(name, record_property):
    state = STATES[name]
    desk = Poisoned(state.desk(), strings(name))
    app = EntracteApp(desk, language="fr")
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, state)
        for _ in range(3):  # other strings in the same places
            app.reload()
            await settle(pilot)
            assert obeyed(app) == []
        assert app.is_running
        assert app.title == "entracte"
        assert not app.sub_title
    assert desk.used > 5
