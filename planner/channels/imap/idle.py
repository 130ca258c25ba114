"""Watching: the server says at once that something came (IDLE, RFC 2177)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic

from planner.channels.account import Account
from planner.channels.imap.connection import FAILURES, able, connect
from planner.errors import ChannelError

_log = logging.getLogger(__name__)
# RFC 2177 wants IDLE again before 29 minutes; routers at home forget a silent connection earlier.
_RENEW = 9 * 60.0
_GLANCE = 1.0  # seconds between two looks at `stop`
_PAUSES = (5.0, 20.0, 60.0, 300.0)  # after a failure, then the last one again


class ImapWatcher:
    """A second connection, beside the polls, which go on and miss nothing without it."""

    def __init__(self, account: Account, folder: str = "INBOX") -> None:
        self.name = account.name
        self._account, self._folder = account, folder

    def watch(self, stop: Event, heard: Callable[[], None]) -> None:
        """Call `heard` whenever something came, until `stop`. For a thread of its own.

        Returns at once where the server does not offer IDLE. Never raises: a lost connection is
        made again with growing pauses.
        """
        failures = 0
        while not stop.is_set():
            began = monotonic()
            try:
                if not self._listen(stop, heard):
                    return
            except ChannelError:  # refused, which the polls tell: no hammering beside them
                failures = len(_PAUSES)
            except Exception as trouble:  # noqa: BLE001 - the border: a thread must not end unheard
                failures = 1 if monotonic() - began > _RENEW else failures + 1
                foreseen = isinstance(trouble, FAILURES)
                level = logging.INFO if foreseen else logging.ERROR
                _log.log(level, "IDLE ended: %s", type(trouble), exc_info=not foreseen)
            if failures:
                stop.wait(_PAUSES[min(failures, len(_PAUSES)) - 1])

    def _listen(self, stop: Event, heard: Callable[[], None]) -> bool:
        """Until `stop`; False when the server offers no IDLE."""
        client = connect(self._account)
        try:
            if not able(client, "IDLE"):
                return False
            client.select_folder(self._folder, readonly=True)
            while not stop.is_set():
                client.idle()
                heard()  # what came before the server was listened to
                self._hear(client, stop, heard)
                client.idle_done()
            client.logout()
        finally:
            try:
                client.shutdown()
            except FAILURES:
                _log.debug("the connection was closed already")
        return True

    def _hear(self, client: object, stop: Event, heard: Callable[[], None]) -> None:
        until = monotonic() + _RENEW
        while not stop.is_set() and monotonic() < until:
            asked = monotonic()
            said = client.idle_check(timeout=_GLANCE)  # type: ignore[attr-defined]
            # The library says nothing, and at once, of a connection that the server closed.
            if not said and monotonic() - asked < _GLANCE / 2:
                raise ConnectionResetError
            if any(len(line) > 1 and line[1] in (b"EXISTS", b"RECENT") for line in said):
                heard()
