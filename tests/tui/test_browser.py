"""The dashboard in a browser: a real server, asked as a browser and as a stranger would."""

import asyncio
import re
import sys
from contextlib import asynccontextmanager
from importlib.resources import files

import pytest

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from planner.doors import Serving  # noqa: E402
from tui.web.server import HEADERS, MOST, Server, _serve  # noqa: E402

SHOWN = (sys.executable, "-m", "tests.tui.shown")


@asynccontextmanager
async def serving(command=SHOWN):
    told = asyncio.Queue()
    server = Server(Serving(command, 0, "en", told.put_nowait))
    running = asyncio.create_task(_serve(server, told.put_nowait))
    running.add_done_callback(lambda _: told.put_nowait(None))
    try:
        address = await asyncio.wait_for(told.get(), 20)
        assert address, running.exception()
        async with aiohttp.ClientSession() as browser:
            yield server, address, browser
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def status(browser, url, **headers):
    async with browser.get(url, headers=headers) as answer:
        return answer.status


async def test_who_has_the_address_gets_the_page_and_the_screen():
    async with serving() as (_, address, browser):
        async with browser.get(address) as answer:
            page = await answer.text()
            assert answer.status == 200
            for name, value in HEADERS.items():
                assert answer.headers[name] == value
        assert "The counter is being opened" in page
        for link in re.findall(r'(?:src|href)="([^"]+)"', page):
            assert not link.startswith(("http:", "https:", "//"))
            if not link.startswith("data:"):
                assert await status(browser, address + link) == 200
        socket = re.search(r'data-session-websocket-url="([^"]+)"', page)[1]
        async with browser.ws_connect(socket + "?width=90&height=30") as joined:
            seen = b""
            while b"Camomille" not in seen:
                seen += (await asyncio.wait_for(joined.receive(), 30)).data
            for wrong in ("no json", "[]", "3", '["stdin", 4]', '["resize", {}]', "[" * 5000):
                await joined.send_str(wrong)
            await joined.send_json(["resize", {"width": 100, "height": 40}])
            await joined.send_json(["ping", 7])
            while (got := await asyncio.wait_for(joined.receive(), 30)).type.name != "TEXT":
                pass
            assert got.json() == ["pong", 7]
            await joined.send_json(["stdin", "q"])
            while not joined.closed:  # it ends in the tab as in a terminal
                await asyncio.wait_for(joined.receive(), 30)


async def test_nobody_else_gets_anything():
    async with serving() as (server, address, browser):
        bare = f"http://127.0.0.1:{server.port}/"
        for url in (
            bare,
            bare + "ws",
            bare + "static/js/textual.js",
            bare + "wrong/",
            bare + "wrong/ws",
            bare + "wrong/textual.js",
            bare + server.token[:-1] + "/",
            bare + "é/",
            bare + "x/../" + server.token[:-1] + "/page.css",
        ):
            assert await status(browser, url) == 403
        assert await status(browser, address, Host="evil.example") == 403
        assert await status(browser, address, Host=f"evil.example:{server.port}") == 403
        assert await status(browser, address, Origin="https://evil.example") == 403
        assert await status(browser, address, Origin="null") == 403
        for path in ("static/", "download/1", "..%2f..%2fserver.py", "page.html"):
            assert await status(browser, address + path) == 404
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await browser.ws_connect(address + "ws", headers=headers)
            assert refused.value.status == 403


async def test_it_listens_on_this_machine_only_and_its_key_is_new_each_time():
    async with serving() as (server, address, _), serving() as (other, _, _):
        assert address.startswith("http://127.0.0.1:")
        assert server.token != other.token
        assert len(server.token) >= 40
        for elsewhere in ("127.0.0.2", "::1"):  # every other address of this machine
            with pytest.raises(OSError, match=str(server.port)):
                await asyncio.open_connection(elsewhere, server.port)


async def test_a_dashboard_that_cannot_start_closes_the_tab():
    async with (
        serving((sys.executable, "-c", "1")) as (_, address, browser),
        browser.ws_connect(address + "ws") as joined,
    ):
        ended = await asyncio.wait_for(joined.receive(), 30)
        assert ended.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_not_more_tabs_than_a_machine_can_bear():
    async with serving() as (server, address, browser):
        server._open = MOST
        assert await status(browser, address + "ws") == 503


def test_nothing_is_fetched_from_elsewhere():
    for name in ("page.html", "page.css"):
        text = files("tui.web").joinpath(name).read_text()
        assert not re.search(r"https?:|@import|@font-face|url\(|//", text)
    script = files("textual_serve").joinpath("static/js/textual.js").read_text()
    assert not re.search(r"https?://(?!www\.w3\.org)", script)
