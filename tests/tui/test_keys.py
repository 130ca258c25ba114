"""The one table of keys: what stands in it is what works, what help says, and what docs say."""

from pathlib import Path

import pytest

from planner.face import Face
from planner.settings_dashboard import DashboardSettings
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, screen_text, until
from tui import keys, keytable
from tui.app import EntracteApp
from tui.dialogs.keys import KeysDialog
from tui.keypage import page
from tui.screens.late import _PLACES, late
from tui.screens.today import TodayScreen
from tui.words import use

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def _own_keys_again():
    yield
    keytable.remap({})


def app_of(face=Face.BETWEEN, language="en", **looks):
    return EntracteApp(FakeDesk(face), language=language, looks=DashboardSettings(**looks))


def test_every_key_of_a_place_is_pressed_differently():
    first = [one for one in keytable.rows_of("everywhere") if one.first]
    for place in keytable.PLACES:
        named = [
            name
            for row in (*keytable.rows_of(place), *(first if place != "everywhere" else ()))
            for name in row.press.split(",")
        ]
        assert len(named) == len(set(named)), place
    ids = [row.id for place in keytable.PLACES for row in keytable.rows_of(place)]
    assert len(ids) == len(set(ids))
    assert set(keytable.TABLE) == set(keytable.PLACES)


def test_every_key_has_an_action_behind_it():
    screens = [TodayScreen, *(type(late(name)) for name in _PLACES)]
    from tui.screens.conversation import ConversationScreen
    from tui.screens.person import PersonScreen
    from tui.screens.recovery import RecoveryScreen
    from tui.screens.rule_form import RuleFormScreen
    from tui.screens.setting_form import SettingFormScreen
    from tui.screens.text_form import TextFormScreen
    from tui.setup.step import StepScreen

    screens += [ConversationScreen, PersonScreen, RuleFormScreen]
    screens += [SettingFormScreen, StepScreen, TextFormScreen, RecoveryScreen]
    for place in keytable.PLACES:
        there = [kind for kind in screens if place in kind.PLACES]
        assert there or place == "everywhere"
        for row in keytable.rows_of(place):
            target, _, action = row.action.partition("(")[0].partition(".")
            kinds = [EntracteApp] if target == "app" else there
            assert any(hasattr(kind, f"action_{action}") for kind in kinds), row.id


async def test_the_help_says_what_works_here_and_everywhere():
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, KeysDialog))
        text = screen_text(app)
        assert "u" in text
        assert "unavailable" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("r")
        await until(pilot, lambda: type(app.screen).__name__ == "RulesScreen")
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, KeysDialog))
        await until(pilot, lambda: "new rule" in screen_text(app))


async def test_u_leaves_the_help_too():
    app = app_of()
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, KeysDialog))
        await pilot.press("u")
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_an_own_key_works_and_stands_in_the_footer():
    app = app_of(keys={"away": "f9"})
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "f9 unavailable" in screen_text(app))
        await pilot.press("f9")
        await until(pilot, lambda: app.view.face is Face.AWAY)


async def test_a_key_that_cannot_be_is_said_and_the_old_one_works():
    app = app_of(keys={"awya": "f9", "desk": "u", "away-anywhere": "x"})
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await until(pilot, lambda: "no key called awya" in screen_text(app))
        assert keytable.keymap() == {}
        await pilot.press("ctrl+u")
        await until(pilot, lambda: app.view.face is Face.AWAY)


async def test_the_palette_has_every_key_of_the_screen():
    app = app_of()
    async with app.run_test() as pilot:
        await ready(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        rows = [*keytable.rows_of("today"), *keytable.rows_of("everywhere")]
        assert len(titles) == len(set(titles))
        for row in rows:
            if not row.aside:
                assert row.words[:1].upper() + row.words[1:] in titles
        command = next(c for c in app.get_system_commands(app.screen) if c.title == "Unavailable")
        command.callback()
        await until(pilot, lambda: app.view.face is Face.AWAY)


async def test_without_motion_the_bar_does_not_drain():
    desk = FakeDesk(Face.BETWEEN)
    app = EntracteApp(desk, language="en", looks=DashboardSettings(motion=False))
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("u")
        await until(pilot, lambda: app.view.face is Face.AWAY)
        await until(pilot, lambda: "z undo" in screen_text(app))
        line = next(x for x in screen_text(app).splitlines() if "z undo" in x)
        assert "━" not in line
        assert line.rstrip().endswith("s")


def test_at_most_six_keys_in_a_footer():
    for face in Face:
        for undo in (False, True):
            shown = keys.today_keys(face, undo=undo, story=True, proposed=True, returning=True)
            assert len(shown) <= keys.MOST


@pytest.mark.parametrize(("file", "language"), [("keys.md", "en"), ("keys.fr.md", "fr")])
def test_the_pages_are_those_of_the_table(file, language):
    use(language)
    assert (DOCS / file).read_text("utf-8") == page(language), "run: make reference"
