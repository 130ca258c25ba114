"""How everything is, read over the screen that asked."""

from textual.widgets import Static

from planner.errors import StoreError
from planner.face import Face
from planner.views_doctor import Finding, Health
from tests.hostile_shop import TRICKS
from tests.tui.fake import FakeDesk
from tests.tui.fake_doctor import ILL
from tests.tui.helpers import ready, screen_text, sizes, until
from tui.app import EntracteApp
from tui.dialogs.read import ReadDialog
from tui.screens.settings import SettingsScreen


async def asked(pilot):
    await ready(pilot)
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReadDialog))


@sizes
async def test_what_needs_her_comes_first(size):
    desk = FakeDesk(Face.BETWEEN)
    desk.findings = ILL
    app = EntracteApp(desk, language="en")
    async with app.run_test(size=size) as pilot:
        await asked(pilot)
        said = screen_text(app)
        for words in ("Is everything well?", "This needs you", "! Connexions", "Good to know"):
            assert words in said
        assert said.index("refuse le mot de passe") < said.index("16 novembre")
        assert "Well: Réglages, Données, Horloge." in said
        await pilot.press("escape")
        assert isinstance(app.screen, SettingsScreen)


async def test_all_is_well_and_the_palette_asks_too():
    app = EntracteApp(FakeDesk(Face.BETWEEN), language="en")
    async with app.run_test() as pilot:
        await ready(pilot)
        names = {command.title: command for command in app.get_system_commands(app.screen)}
        names["Is everything well?"].callback()
        await until(pilot, lambda: isinstance(app.screen, ReadDialog))
        assert "All is well." in screen_text(app)


async def test_nothing_of_it_is_obeyed_and_a_failure_is_a_sentence():
    desk = FakeDesk(Face.BETWEEN)
    desk.findings = tuple(Finding("x", Health.WRONG, f"{t} end", t, t) for t in TRICKS)
    app = EntracteApp(desk, language="en")
    async with app.run_test() as pilot:
        await asked(pilot)
        shown = str(app.screen.query_one("#text Static", Static).render())
        assert "\x1b" not in shown
        assert "[/nope]" in shown
        await pilot.press("escape")
        desk.examining = StoreError("The disk is full.")
        await pilot.press("i")
        await until(pilot, lambda: "The disk is full." in screen_text(app))
