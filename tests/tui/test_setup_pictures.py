"""The pages of the first day as they look; a change on purpose: see test_pictures.py."""

import pytest

from tests.tui.fake_setup import FakeSetup
from tests.tui.helpers import until
from tests.tui.test_pictures import SHAPES, Svg
from tui.setup.app import SetupApp
from tui.setup.pages import page_of
from tui.words import use

HER = {
    "first_name": "Camille", "shop_name": "Atelier Camomille", "busy_hours": "12:00-14:00, 17-19",
    "mail_address": "camille@atelier.example",
}  # fmt: skip


async def at(pilot, page):
    await until(pilot, lambda: pilot.app.page and page == pilot.app.page.PAGE)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def arrive(pilot, page):
    """Open a page; the mailbox is one that does not answer."""
    pilot.app.switch_screen(page_of(page))
    await at(pilot, page)
    if page == "account":
        pilot.app.screen.query_one("#password Entry").value = "secret"
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: f"{one[0][0]}x{one[0][1]}-{one[1]}")
async def test_it_looks_as_it_did(shape, snapshot, monkeypatch):
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    size, language = shape
    desk = FakeSetup(language=language, **HER)
    desk.problem = "imap.atelier.example:993: The server does not answer."
    app = SetupApp(desk)
    async with app.run_test(size=size) as pilot:
        use(language)
        await at(pilot, "welcome")
        for page in ("welcome", "you", "busy", "windows", "account", "texts", "ready"):
            if page != "welcome":
                await arrive(pilot, page)
            picture = app.export_screenshot(title="entracte")
            assert picture == snapshot(
                name=f"{page}-{size[0]}x{size[1]}-{language}", extension_class=Svg
            )
