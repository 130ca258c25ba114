"""An SMTP server in a thread that keeps what it gets and fails as it is told."""

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from tests.servers.process import HOST, PASSWORD, USER


@dataclass
class Kept:
    """A message that was accepted (or kept without a word), with its envelope."""

    sender: str
    to: list[str]
    raw: bytes
    tls: bool
    helo: str
    options: list[str] = field(default_factory=list)


class Sink:
    """`script` holds coming events, each used once: ("mail" | "rcpt" | "data", "451 ..."),
    ("drop", ""), ("lost", ""), ("slow", "seconds"). `drop` closes after DATA and keeps nothing;
    `lost` keeps the message and closes without an answer."""

    def __init__(
        self, cert: tuple[Path, Path] | None = None, *, auth: bool = False, tls: bool = False
    ) -> None:
        self.script: list[tuple[str, str]] = []
        self.kept: list[Kept] = []
        self.refuse_null = ""
        self.port = 0
        self._options: dict[str, Any] = {"hostname": "sink.example.test"}
        self._context = None
        if cert:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*cert)
            if tls:
                self._context = context
            else:
                self._options["tls_context"] = context
        if auth:
            self._options |= {
                "authenticator": self._check,
                "auth_required": True,
                "auth_require_tls": bool(cert) and not tls,
            }
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> "Sink":
        self._thread.start()
        making = self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, **self._options), HOST, 0, ssl=self._context
        )
        self._server = asyncio.run_coroutine_threadsafe(making, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _finish(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _fault(self, *verbs: str) -> tuple[str, str] | None:
        return self.script.pop(0) if self.script and self.script[0][0] in verbs else None

    def _check(self, server, session, envelope, mechanism, data):
        good = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=good, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if fault := self._fault("mail"):
            return fault[1]
        if self.refuse_null and not address.strip("<>"):
            return self.refuse_null
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if fault := self._fault("rcpt"):
            return fault[1]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        verb, words = self._fault("data", "drop", "lost", "slow") or ("ok", "")
        if verb == "data":
            return words
        if verb != "drop":
            raw = envelope.original_content
            tls, helo = session.ssl is not None, session.host_name
            self.kept.append(Kept(envelope.mail_from, envelope.rcpt_tos, raw, tls, helo))
        if verb == "slow":
            await asyncio.sleep(float(words))
        if verb in {"drop", "lost"}:
            server.transport.abort()
        return "250 2.0.0 Queued"
