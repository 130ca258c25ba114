"""A ManageSieve connection: secured, logged in, with an end to every wait."""

from __future__ import annotations

import base64
import logging
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sievelib import managesieve

from planner.channels.account import Account
from planner.channels.problems import kind_of

_log = logging.getLogger(__name__)

#: A whole session may take so many times the wait for one answer, and read so many bytes.
WAITS, MOST = 6, 8_000_000
#: A line of LISTSCRIPTS (RFC 5804 section 2.7); the name of a literal comes without quotes. The
#: library's own reading takes a name with a quotation mark for the name of an inactive script.
_LISTED = re.compile(
    r'(?:"(?P<quoted>.*)"|(?P<plain>[^"].*?))(?P<active> ACTIVE)? *', re.IGNORECASE | re.DOTALL
)
#: Cyrus 3.6 does not escape.
_ESCAPED = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _Wire:
    """What is read ends, even from a server that talks on and on, or a letter a minute."""

    def __init__(self, wire: socket.socket, timeout: float) -> None:
        self.socket = wire
        self._timeout = timeout
        self._until = monotonic() + WAITS * timeout
        self._left = MOST
        self.sendall = wire.sendall
        self.close = wire.close

    def recv(self, size: int) -> bytes:
        """Up to so many bytes. Raises TimeoutError."""
        left = self._until - monotonic()
        if left <= 0 or self._left <= 0:
            raise TimeoutError
        self.socket.settimeout(min(self._timeout, left))
        got = self.socket.recv(size)
        self._left -= len(got)
        return got

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """The same wire, encrypted from here on."""
        self.socket.settimeout(self._timeout)
        self.socket = context.wrap_socket(self.socket, server_hostname=host)
        self.sendall, self.close = self.socket.sendall, self.socket.close


class _Client(managesieve.Client):  # type: ignore[misc]
    """The library's client, with what it lacks: an end to waiting, one's own certificates, no
    words left over from before the encryption, and XOAUTH2 as its servers read it.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(account.host, account.port)
        self._account = account

    def enter(self) -> None:
        account = self._account
        wire = socket.create_connection((account.host, account.port), account.timeout)
        self.sock = _Wire(wire, account.timeout)
        if account.security == "tls":
            self._secure()
        if not self._Client__get_capabilities():
            raise account.problem("protocol")
        if account.security == "starttls":
            self._start_tls()
        self._log_in()

    def leave(self) -> None:
        wire: _Wire | None = self.sock
        if wire is not None:
            wire.close()

    def _start_tls(self) -> None:
        if not self.has_tls_support():
            raise self._account.problem("tls")  # no STARTTLS, no password
        code, _words = self._Client__send_command("STARTTLS")
        if code != "OK" or self._Client__read_buffer:
            raise self._account.problem("tls")
        self._secure()
        self._Client__capabilities: dict[str, str] = {}
        if not self._Client__get_capabilities():
            raise self._account.problem("protocol")

    def _secure(self) -> None:
        context = ssl.create_default_context(cafile=self._account.ca_file)
        self.sock.secure(context, self._account.host)

    def _log_in(self) -> None:
        account = self._account
        bare = not isinstance(self.sock.socket, ssl.SSLSocket)
        if bare and account.host not in _LOOPBACK:
            raise account.problem("no_login")
        token = account.auth == "xoauth2"
        secret = account.secret()
        offered = set(self.get_sasl_mechanisms()) if "SASL" in self._Client__capabilities else set()
        ways = ("XOAUTH2", "OAUTHBEARER") if token else ("PLAIN", "LOGIN")
        way = next((way for way in ways if way in offered), None)
        if way is None:
            raise account.problem("no_login")
        if not self._Client__authenticate(account.user, secret, "", way):
            later = b"TRYLATER" in (self.errcode or b"").upper()
            raise account.problem("protocol" if later else "token" if token else "password")

    def _xoauth2_authentication(self, login: bytes, password: bytes, _: bytes = b"") -> bool:
        return self._bearer("XOAUTH2", b"user=" + login + b"\1auth=Bearer " + password, '""')

    def _oauthbearer_authentication(self, login: bytes, password: bytes, _: bytes = b"") -> bool:
        # RFC 7628 sections 3.1, 3.2.3
        said = b"n,a=" + login + b",\1auth=Bearer " + password
        return self._bearer("OAUTHBEARER", said, '"AQ=="')

    def _bearer(self, way: str, said: bytes, end: str) -> bool:
        token = base64.b64encode(said + b"\1\1")
        code, _words = self._Client__send_command("AUTHENTICATE", [way.encode(), token], nblines=1)
        if code is None:  # it says why not, and waits for a word before it says no
            code, _words = self._Client__send_command(end)
        return bool(code == "OK")


class Session:
    """What a logged-in connection can be asked. Raises managesieve.Error and OSError."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.able = frozenset(client.get_sieve_capabilities() or ())

    def scripts(self) -> tuple[str, frozenset[str]]:
        """The active script's name ("" for none), and all names."""
        code, _words, listing = self._client._Client__send_command("LISTSCRIPTS", withcontent=True)
        if code != "OK":
            raise managesieve.Error("no list of scripts")
        active, names = "", set()
        for line in filter(None, listing.decode().split("\r\n")):
            found = _LISTED.fullmatch(line)
            if found is None:  # better no answer than a script of hers overlooked
                raise managesieve.Error("no list of scripts")
            name = found["plain"] or found["quoted"]
            if found["quoted"] and _ESCAPED.fullmatch(name):
                name = re.sub(r"\\(.)", r"\1", name)
            names.add(name)
            active = name if found["active"] else active
        return active, frozenset(names)

    def read(self, name: str) -> str:
        """A script's text, line by line."""
        text = self._client.getscript(name)
        if text is None:
            raise managesieve.Error("a script cannot be read")
        return str(text) + "\n"

    def fits(self, name: str, script: str) -> bool:
        """Whether the server has room for a script."""
        return bool(self._client.havespace(name, len(re.sub(r"\n", "\r\n", script).encode())))

    def write(self, name: str, script: str) -> bool:
        """Put a script there, whole or not at all; False when the server does not take it."""
        return self._done(self._client.putscript(name, script))

    def activate(self, name: str) -> bool:
        """Make a script the active one; "" for none."""
        return self._done(self._client.setactive(name))

    def remove(self, name: str) -> bool:
        """Take a script away."""
        return self._done(self._client.deletescript(name))

    @property
    def full(self) -> bool:
        """Whether what was refused last was too much (RFC 5804 section 1.3)."""
        return b"QUOTA" in bytes(self._client.errcode or b"").upper()

    def _done(self, answer: object) -> bool:
        if not answer:
            code, said = self._client.errcode, self._client.errmsg
            _log.warning("A ManageSieve server refuses: %.80r %.400r", code, said)
        return bool(answer)


@contextmanager
def connected(account: Account) -> Iterator[Session]:
    """A session, ended in any case. Whatever goes wrong on the way is a ChannelError."""
    client = _Client(account)
    try:
        client.enter()
        yield Session(client)
        client.logout()
    except managesieve.Error as trouble:
        raise account.problem(_why(trouble)) from None
    except (OSError, ValueError, AttributeError, KeyError, IndexError, TypeError) as trouble:
        raise account.problem(kind_of(trouble)) from trouble
    finally:
        client.leave()


def _why(trouble: managesieve.Error) -> str:
    """Which known problem the library's words stand for."""
    words = str(trouble)
    if "Failed to read" in words:
        return "timeout"
    return "gone" if "closed" in words else "protocol"
