"""Thousands of hostile strings in every text of every state of every screen: none is obeyed.

The states are those of `pictures.py`, and each screen that can be opened has to be among them.
"""

import pytest

from tests.thorough import THOROUGH
from tests.tui.helpers import screen_text
from tests.tui.pictures import STATES, go, settle
from tests.tui.test_hostile_screens import MARK, STRINGS, Hostile, assert_harmless
from tui.app import EntracteApp
from tui.screens.late import _PLACES


def test_every_screen_that_can_be_opened_is_among_them():
    opened = {name.partition("-")[0] for name in STATES}
    assert set(_PLACES) - opened - {"old", "rest"} == set()  # both are the batch


#: `test_hostile_screens.py` looks at every screen too, and faster.
@pytest.mark.parametrize("name", STATES if THOROUGH else ("today-heavy", "desk"))
async def test_nothing_is_obeyed_and_nothing_breaks(name):
    state, begins = STATES[name], sorted(STATES).index(name) * 40
    desk = Hostile(state.desk(), STRINGS[begins:] + STRINGS[:begins])
    app = EntracteApp(desk, language="fr")
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, state)
        shown = screen_text(app)
        for _ in range(3):  # other strings in the same places
            app.reload()
            await settle(pilot)
            assert_harmless(app)
            shown += screen_text(app)
        assert app.is_running
        assert not app.sub_title
    assert MARK in shown or name == "keys"
