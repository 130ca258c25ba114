"""A connection to an IMAP server: secured, logged in, kept between two uses, told when it fails."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

from planner.channels.account import Account
from planner.channels.problems import kind_of
from planner.errors import ChannelError

FAILURES = (OSError, IMAPClientError, ValueError, AssertionError, KeyError)
_T = TypeVar("_T")
# Seconds and tries; macOS calls the first one TCP_KEEPALIVE.
_KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPALIVE": 60, "TCP_KEEPINTVL": 20, "TCP_KEEPCNT": 3}


class Connection:
    """One connection, opened when it is needed and again when the server ended it meanwhile."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client: Any = None

    def run(self, step: Callable[[Any], _T], *, again: bool = False) -> _T:
        """Do something with the client. Raises ChannelError, and the connection is dropped then.

        `again`: once more with a new connection, for servers end those that were idle for long. Not
        for what must not happen twice.
        """
        kept = self._client is not None
        try:
            return self._step(step)
        except FAILURES as trouble:
            self.lose()
            if not (again and kept):
                raise self.account.problem(kind_of(trouble)) from trouble
        return self.run(step)

    def lose(self) -> None:
        """Close the socket without a word."""
        client, self._client = self._client, None
        if client is not None:
            _drop(client)

    def close(self) -> None:
        """End the connection, politely if possible."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.logout()
            except FAILURES:
                _drop(client)

    def _step(self, step: Callable[[Any], _T]) -> _T:
        try:
            if self._client is None:
                self._client = connect(self.account)
            return step(self._client)
        except ChannelError:
            self.lose()
            raise


def connect(account: Account) -> Any:
    """A client that is logged in. Raises ChannelError or one of FAILURES; no socket is left."""
    context = ssl.create_default_context(cafile=account.ca_file)
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security == "tls",
        ssl_context=context if account.security == "tls" else None,
        timeout=SocketTimeout(connect=account.timeout, read=account.timeout),
    )
    client.normalise_times = False  # aware instants
    with ExitStack() as failing:
        failing.callback(_drop, client)
        _enter(client, account, context)
        failing.pop_all()  # it went well: the client stays
    return client


def able(client: Any, capability: str) -> bool:
    """Whether the server announces something. Asked again after the login: it may say more then."""
    return bool(client.has_capability(capability))


def _enter(client: Any, account: Account, context: ssl.SSLContext) -> None:
    """Secure the connection where that is still to be done, and log in."""
    try:
        _keep_alive(client.socket())
        if account.security == "starttls":
            client.starttls(context)
        _login(client, account)
    except CapabilityError:
        raise account.problem("tls") from None  # no STARTTLS, no password
    except LoginError as trouble:
        raise account.problem(_why_no_login(trouble, account)) from None


def _login(client: Any, account: Account) -> None:
    """LOGIN is understood everywhere but carries ASCII only; PLAIN any letter (RFC 4616)."""
    secret = account.secret()
    if account.auth == "xoauth2":
        client.oauth2_login(account.user, secret)
    elif able(client, "LOGINDISABLED") and not able(client, "AUTH=PLAIN"):
        raise account.problem("no_login")
    elif able(client, "LOGINDISABLED") or not (account.user + secret).isascii():
        client.plain_login(account.user, secret)
    else:
        client.login(account.user, secret)


def _why_no_login(trouble: LoginError, account: Account) -> str:
    """A refused password, unless the server went away or says itself that it is out of order."""
    if isinstance(trouble.__context__, IMAPClientAbortError):
        return "gone"
    if "[UNAVAILABLE]" in str(trouble).upper():
        return "protocol"
    return "token" if account.auth == "xoauth2" else "password"


def _keep_alive(wire: socket.socket) -> None:
    """Let the system notice a dead connection, such as after a sleep of the laptop."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            wire.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def _drop(client: Any) -> None:
    try:
        client.shutdown()
    except FAILURES:
        return
