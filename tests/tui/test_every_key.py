"""Every key of the table is pressed, under each of its names, and is seen to do what it says."""

import pytest

from planner.face import Face
from tests.thorough import THOROUGH
from tests.tui.fake_setup import FakeSetup
from tests.tui.helpers import ready, until
from tests.tui.key_cases import CASES, SETUP, TO, Seen
from tests.tui.pictures import between, settle
from tests.tui.test_recovery_screen import PRESSED
from tui.app import EntracteApp
from tui.drafts import Drafts
from tui.keytable import PLACES, TABLE
from tui.said import Said
from tui.screens.today import TodayScreen
from tui.setup.app import SetupApp


class Story:
    """A story that steps."""

    def __init__(self, app):
        self.app = app

    def step(self):
        self.app.desk.calls.append(("step",))

    def label(self):
        return "story"


def test_every_key_has_a_case_and_every_place_a_way():
    ids = {row.id for rows in TABLE.values() for row in rows}
    assert (set(CASES) | set(SETUP) | PRESSED) == ids
    assert set(TO) | {"setup", "recovery"} == set(PLACES)


async def afresh(pilot, desk):
    """Today, as after a start with that desk."""
    app = pilot.app
    while not isinstance(app.screen, TodayScreen):
        app.pop_screen()
    app.desk, app.drafts, app._undo_until = desk, Drafts(None), None
    app.say(Said())
    app.reload()
    await settle(pilot)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def pressed(pilot, case, way, name):
    """What is seen of a key."""
    desk, ended = case.desk(), []
    await afresh(pilot, desk)
    await press(pilot, *way, *case.keys)
    before = len(desk.calls)
    pilot.app.exit = lambda *given, **named: ended.append(True)
    await press(pilot, name)
    del pilot.app.exit
    return Seen(pilot.app, desk, desk.calls[before:], bool(ended))


#: Every place in `make test-all`; in `make test` some of those whose keys few other tests press.
WANTED = [place for place in TO if TABLE[place]] if THOROUGH else ["today", "away", "cards"]


@pytest.mark.parametrize("place", WANTED)
async def test_every_key_of_a_place_does_what_it_says(place, monkeypatch):
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    monkeypatch.setattr("tui.screens.setting_form.SettingFormScreen.PAUSE", 0.001)
    for screen in ("search", "people", "text_form"):  # no pause in typing is waited for
        monkeypatch.setattr(f"tui.screens.{screen}.PAUSE", 0.001)
    app = EntracteApp(between(), language="en")
    app.speed = Story(app)
    unseen = []
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        for row in TABLE[place]:
            case = CASES[row.id]
            names = [case.only] if case.only else row.press.split(",")
            for name in names:
                seen = await pressed(pilot, case, TO[place], name)
                if not case.sees(seen):
                    unseen.append((row.id, name, type(app.screen).__name__, seen.calls))
        await afresh(pilot, between())
    assert unseen == []
    assert app.view.face is Face.BETWEEN


@pytest.mark.parametrize("id", SETUP if THOROUGH else ["setup-right", "setup-anyway"])
async def test_every_key_of_the_first_day_does_what_it_says(id):
    case, row = SETUP[id], next(row for row in TABLE["setup"] if row.id == id)
    desk = FakeSetup(step=case.page, first_name="C", shop_name="A", mail_address="me@own.example")
    desk.problem = "The server refused the password."
    app = SetupApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: getattr(app.screen, "PAGE", "") == case.page)
        await until(pilot, lambda: app.screen.query("#question"))
        await settle(pilot)
        await press(pilot, *case.keys, row.press)
        await until(pilot, lambda: case.sees(app))
