"""One browser tab: a dashboard in a process of its own, and the socket between them."""

from __future__ import annotations

import json
import logging
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

log = logging.getLogger("entracte")

LONGEST = 1 << 20  # bytes of one message from the page: a long paste
WIDEST = 1000  # cells


class _Dashboard(AppService):  # type: ignore[misc]  # the extra is not always installed
    """Only the screen leaves it: no file to download, no address to open."""

    async def run(self) -> None:
        """Until the process ends; the tab is told, however that came."""
        await super().run()
        await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """Of all that a Textual app may ask of a browser, only the end."""
        if json.loads(data).get("type") == "exit":
            await self.remote_close()

    async def on_packed(self, payload: bytes) -> None:
        """Never asked for."""


async def sit(request: web.Request, command: str) -> web.WebSocketResponse:
    """Join the socket of this request to a new dashboard until one of them ends."""
    socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST)
    await socket.prepare(request)
    dashboard = _Dashboard(
        command,
        write_bytes=socket.send_bytes,
        write_str=socket.send_str,
        close=socket.close,
        download_manager=DownloadManager(),
    )
    await dashboard.start(
        _cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24)
    )
    try:
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                await _pass_on(message.data, dashboard, socket)
    finally:
        await dashboard.stop()
    return socket


async def _pass_on(text: str, dashboard: _Dashboard, socket: web.WebSocketResponse) -> None:
    try:
        kind, *given = json.loads(text)
        match kind, given:
            case "stdin", [str(keys)]:
                await dashboard.send_bytes(keys.encode(errors="replace"))
            case "resize", [{"width": int(width), "height": int(height)}]:
                await dashboard.set_terminal_size(_cells(width, 80), _cells(height, 24))
            case "ping", [when]:
                await socket.send_json(["pong", when])
            case "blur", _:
                await dashboard.blur()
            case "focus", _:
                await dashboard.focus()
    except (ValueError, TypeError, RecursionError):
        log.warning("The page sent something that is no message")


def _cells(given: Any, usual: int) -> int:
    try:
        return min(max(int(given), 1), WIDEST)
    except (TypeError, ValueError):
        return usual
