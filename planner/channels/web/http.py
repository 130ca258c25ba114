"""Asking a web service for JSON: secured, bounded in time and size, and told when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

from planner.channels.problems import problem
from planner.errors import ChannelError
from planner.locale import gettext as _

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: Bytes; what these services answer is a few kilobytes.
LARGEST = 1_000_000
#: Seconds for a call as a whole, redirects and all, however slowly its answer drips.
LONGEST = 60.0
#: By the status of an answer; what is not here is not understood.
_STATUS = {403: "forbidden", 404: "not_found", 408: "timeout", 429: "busy", 503: "busy"}


@dataclass(frozen=True, slots=True)
class WebAccount:
    """An account at a web service.

    `secret` gives the password, or the token when `auth` is "xoauth2" (a bearer token here).
    `timeout` in seconds, for a connection and for each piece of an answer.
    """

    name: str
    url: str
    user: str
    secret: Callable[[], str]
    auth: str = "xoauth2"
    timeout: float = 20.0
    ca_file: str | None = None
    language: str = "en"

    def problem(self, kind: str, *, error: type[ChannelError] = ChannelError) -> ChannelError:
        """What is wrong, for the owner: the host and never a token."""
        where = f"{self.name} ({urlsplit(self.url).hostname or self.url})"
        return problem(kind, where=where, language=self.language, error=error)


class Web:
    """Calls to one account. Raises ChannelError for whatever goes wrong."""

    def __init__(self, account: WebAccount) -> None:
        self.account = account

    def ask(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON object that a call answers."""
        requests = self._library()
        self._secured(url)
        login = self._login()
        try:
            return _within(LONGEST, lambda: self._ask(requests, method, url, body, login, hops=2))
        except TimeoutError:
            raise self.account.problem("timeout") from None
        except requests.exceptions.SSLError:
            raise self.account.problem("certificate") from None
        except requests.exceptions.Timeout:
            raise self.account.problem("timeout") from None
        except requests.exceptions.ConnectionError as trouble:
            kind = "host" if "resolve" in str(trouble).lower() else "gone"
            raise self.account.problem(kind) from None
        except requests.exceptions.RequestException:
            raise self.account.problem("protocol") from None

    def same_host(self, url: str, other: str) -> None:
        """A password or a token goes nowhere else. Raises ChannelError."""
        if urlsplit(url).hostname != urlsplit(other).hostname:
            raise self.account.problem("other_host")

    def _secured(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise self.account.problem("tls")

    def _ask(
        self,
        requests: Any,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        login: Mapping[str, Any],
        hops: int,
    ) -> dict[str, Any]:
        with requests.Session() as session:
            session.trust_env = False  # no password of a .netrc beside ours
            with session.request(
                method,
                url,
                json=body,
                timeout=self.account.timeout,
                allow_redirects=False,
                stream=True,
                verify=self.account.ca_file or True,
                **login,
            ) as answer:
                status = answer.status_code
                if status in (301, 302, 307, 308) and hops and method == "GET":
                    there = urljoin(url, answer.headers.get("Location", ""))
                    self.same_host(url, there)
                    self._secured(there)
                    return self._ask(requests, method, there, body, login, hops - 1)
                if status == 401:
                    token = self.account.auth == "xoauth2"
                    raise self.account.problem("token" if token else "password")
                if status != 200:
                    raise self.account.problem(_STATUS.get(status, "protocol"))
                return self._object(answer)

    def _object(self, answer: Any) -> dict[str, Any]:
        read = bytearray()
        for piece in answer.iter_content(16_384):
            read += piece
            if len(read) > LARGEST:
                raise self.account.problem("protocol")
        try:
            found = json.loads(bytes(read))
        except ValueError:
            raise self.account.problem("protocol") from None
        if not isinstance(found, dict):
            raise self.account.problem("protocol")
        return found

    def _login(self) -> dict[str, Any]:
        secret = self.account.secret()
        if self.account.auth == "xoauth2":
            return {"headers": {"Authorization": f"Bearer {secret}"}}
        return {"auth": (self.account.user.encode(), secret.encode())}

    def _library(self) -> Any:
        try:
            import requests
        except ImportError:
            raise ChannelError(
                _("Setting this away reply needs one more package."),
                do=_('Install it with `pip install "entracte[away]"`.'),
            ) from None
        return requests


def _within(seconds: float, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `work` returns or raises. Raises TimeoutError.

    The library bounds each wait and never their sum; a thread that is given up ends with the other
    side, or with the process.
    """
    ended: Future[dict[str, Any]] = Future()

    def run() -> None:
        try:
            ended.set_result(work())
        except Exception as trouble:  # noqa: BLE001 - handed on to who asked, in its own thread
            ended.set_exception(trouble)

    Thread(target=run, daemon=True, name="web").start()
    return ended.result(seconds)
