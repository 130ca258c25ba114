"""`entracte serve`: the dashboard for a browser of this machine, and for nobody else.

It listens on the loopback address only. Whoever has not the secret part of the address, or comes
from another page or by another name (DNS rebinding), is refused before anything is looked at.
"""

from __future__ import annotations

import asyncio
import secrets
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from aiohttp import web

from tui.web.sitting import sit
from tui.words import t, use

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from planner.doors import Serving

LOOPBACK = "127.0.0.1"
MOST = 8  # open tabs; each is a process
#: Nothing from elsewhere, in no frame, kept by no cache, and the secret is told to no other page.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: File, the package it is of, its place there, its kind. No folder is ever served.
_FILES = {
    "page.css": ("tui.web", "page.css", "text/css"),
    "xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
    "textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
}


class Server:
    """What is answered to whom."""

    def __init__(self, serving: Serving, token: str = "") -> None:
        self.token = token or secrets.token_urlsafe(32)
        self.port = serving.port
        words = list(serving.command)
        self._command = (
            subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
        )
        self._language = serving.language
        self._open = 0

    def app(self) -> web.Application:
        """The routes, all behind the same door."""
        app = web.Application(middlewares=[self._door])
        app.router.add_get("/{token}/", self._page)
        app.router.add_get("/{token}/ws", self._socket)
        for name in _FILES:
            app.router.add_get("/{token}/" + name, partial(_file, name))
        return app

    @property
    def address(self) -> str:
        """What is opened in the browser."""
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    @web.middleware  # type: ignore[untyped-decorator]
    async def _door(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not self._welcome(request):
            return web.Response(status=403, text="403\n", headers=HEADERS)
        return await handler(request)

    def _welcome(self, request: web.Request) -> bool:
        hosts = {f"{name}:{self.port}" for name in (LOOPBACK, "localhost")}
        origin = request.headers.get("Origin", f"http://{request.host}")
        given = request.path.split("/")[1].encode(errors="replace")
        known = secrets.compare_digest(given, self.token.encode())
        return known and request.host in hosts and origin == f"http://{request.host}"

    async def _page(self, request: web.Request) -> web.Response:
        page = Template(files("tui.web").joinpath("page.html").read_text(encoding="utf-8"))
        words = {
            "language": self._language,
            "opening": t("The counter is being opened…"),
            "closed": t("The dashboard is closed."),
            "again": t("Open it again"),
            "socket": f"ws://{request.host}/{self.token}/ws",
        }
        text = page.substitute({key: escape(word) for key, word in words.items()})
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self._open >= MOST:
            return web.Response(status=503, headers=HEADERS)
        self._open += 1
        try:
            return await sit(request, self._command)
        finally:
            self._open -= 1


async def _file(name: str, _: web.Request) -> web.Response:
    package, place, kind = _FILES[name]
    body = files(package).joinpath(place).read_bytes()
    return web.Response(body=body, content_type=kind, headers=HEADERS)


def serve(serving: Serving) -> None:
    """Until it is stopped. Raises OSError when the port is taken."""
    use(serving.language)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(Server(serving), serving.told))


async def _serve(server: Server, told: Callable[[str], None]) -> None:
    runner = web.AppRunner(server.app(), access_log=None)  # the address is a secret
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, server.port).start()
        server.port = runner.addresses[0][1]
        told(server.address)
        stopped = asyncio.Event()
        with suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        await stopped.wait()
    finally:
        await runner.cleanup()
