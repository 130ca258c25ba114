"""The dashboard of a hostile shop in a browser: the page says nothing of it, the bytes are ours."""

import asyncio
import re
import sys

import pytest

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from tests.hostile_shop import MARK, TRICKS, build, tricks
from tests.thorough import THOROUGH
from tests.tui.test_browser import serving
from tests.tui.test_real_terminal import WALK, assert_calm

#: In `make test` the desk, where most of a stranger's words stand; on a terminal all of it.
STEPS = WALK if THOROUGH else tuple(step for step in WALK if step[0] == "d")


async def walk(tab):
    """Every byte of the dashboard's, on the way through its screens."""
    seen = b""
    for keys, *marks in ((None, "minutes left", MARK), *STEPS):
        since = len(seen)
        if keys:
            await tab.send_json(["stdin", keys])
        while not all(mark.encode() in seen[since:] for mark in marks):
            message = await asyncio.wait_for(tab.receive(), 30)
            assert message.type.name == "BINARY", message  # no address, no file, no title
            seen += message.data
    return seen.decode()


async def test_nothing_is_obeyed_in_a_browser(tmp_path):
    home = build(tmp_path / "home", "en", tricks())
    command = (sys.executable, "-m", "planner", "serve", "--inside", "--home", str(home))
    async with serving(command) as (_, address, browser):
        async with browser.get(address) as answer:
            page = await answer.text()
        assert not [one for one in (MARK, *TRICKS) if one in page]
        socket = re.search(r'data-session-websocket-url="([^"]+)"', page)[1]
        async with browser.ws_connect(socket + "?width=100&height=30") as tab:
            text = await walk(tab)
    assert_calm(text)
