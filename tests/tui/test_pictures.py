"""Every screen in its states, in several sizes, both languages: a change of looks is seen.

After a change on purpose: `ENTRACTE_THOROUGH=1 python -m pytest tests/tui/test_pictures.py
--snapshot-update -n 2`, and look at what changed (`git diff --stat`, then the files in a browser).
"""

from itertools import product

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from planner.settings_dashboard import DashboardSettings
from tests.thorough import THOROUGH
from tests.tui.fake_recovery import PICTURES as RECOVERY
from tests.tui.fake_recovery import recovery_taken
from tests.tui.pictures import LANGUAGES, SIZES, STATES, Shape, taken
from tests.tui.pictures_more import FIRST, KINDS, MORE, SHOWN, first_taken
from tui.keytable import PLACES

#: A small French terminal and a larger English one.
TWO = [Shape(*one) for one in zip(SIZES, LANGUAGES, strict=True)]
#: All four in `make test-all`, the two in `make test`.
SHAPES = [Shape(*one) for one in product(SIZES, LANGUAGES)] if THOROUGH else TWO

PAPER, OWN = DashboardSettings(theme="papier"), DashboardSettings(theme="terminal")
PLAIN = DashboardSettings(ascii=True)
VAST = Shape((200, 60), "fr")
#: A few screens in another light, in a very large terminal, with plain characters.
LIGHTS = {
    "today-open": [Shape((80, 24), "fr", PAPER), Shape((80, 24), "en", OWN), VAST],
    "today-heavy": [Shape((80, 24), "en", PLAIN), VAST],
    "today-away": [Shape((80, 24), "fr", PAPER), VAST],
    "desk-writing": [Shape((120, 40), "fr", PAPER), Shape((120, 40), "en", OWN), VAST],
    "promises": [Shape((80, 24), "en", PAPER), Shape((80, 24), "fr", PLAIN), VAST],
    "week-return": [Shape((80, 24), "en", PAPER), Shape((80, 24), "fr", PLAIN), VAST],
    "person": [VAST],
    "texts": [VAST],
    "rule": [VAST],
    "keys": [Shape((80, 24), "fr", PAPER), VAST],
}


class Svg(SingleFileSnapshotExtension):
    file_extension = "svg"
    _write_mode = WriteMode.TEXT


async def compare(state, shapes, snapshot):
    for name, picture in await taken(state, shapes):
        assert picture == snapshot(name=name, extension_class=Svg)


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.mark.parametrize("name", STATES)
async def test_it_looks_as_it_did(name, snapshot):
    await compare(STATES[name], SHAPES, snapshot)


@pytest.mark.parametrize("name", MORE if THOROUGH else ["desk-heavy"])
async def test_rarer_states_look_as_they_did(name, snapshot):
    await compare(MORE[name], TWO, snapshot)


@pytest.mark.parametrize("name", LIGHTS if THOROUGH else ["week-return"])
async def test_other_lights_look_as_they_did(name, snapshot):
    await compare(STATES[name], LIGHTS[name], snapshot)


@pytest.mark.parametrize("name", FIRST if THOROUGH else ["first-welcome"])
async def test_the_first_day_looks_as_it_did(name, snapshot):
    for shape in TWO:
        assert await first_taken(name, shape) == snapshot(name=shape.name, extension_class=Svg)


@pytest.mark.parametrize("name", RECOVERY if THOROUGH else ["recovery"])
async def test_the_way_out_looks_as_it_did(name, snapshot):
    for shape in TWO:
        assert await recovery_taken(name, shape) == snapshot(name=shape.name, extension_class=Svg)


def test_every_screen_is_shown_in_every_state_or_it_is_said_why_not():
    assert set(SHOWN) == set(PLACES) - {"everywhere", "list"}
    pictures = {**STATES, **MORE, **FIRST, **RECOVERY}
    said = {one for row in SHOWN.values() for one in row if one not in pictures}
    assert all(" " in one for one in said), said  # a reason is a sentence, not a lost picture
    assert all(len(row) == len(KINDS) for row in SHOWN.values())
