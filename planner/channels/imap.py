"""A mailbox over IMAP, read only (RFC 3501, 9051): EXAMINE and BODY.PEEK, nothing is flagged."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from planner.channels.mime import LARGEST, read
from planner.channels.problems import kind_of, problem, sentence
from planner.errors import ChannelError
from planner.ports import Arrival, Clock

_BATCH = 200  # messages asked for their size at once
_TOGETHER = 2_000_000  # bytes fetched at once: memory stays flat
_T = TypeVar("_T")
_FAILURES = (OSError, IMAPClientError, ValueError, AssertionError, KeyError)


class ImapReceiver:
    """Polls one folder and keeps its connection between two polls.

    The cursor is [UIDVALIDITY, last UID]. With the empty cursor, mail is handed over from `since`
    on (by INTERNALDATE); with None nothing is, and the present end of the folder is taken: store
    `start_cursor()` then, or what comes before the first stored cursor is lost at a restart. When
    UIDVALIDITY changes, everything from `since` on (everything, if None) is handed over again under
    new foreign ids; Message-IDs tell the copies (autoreply.md S5).
    """

    def __init__(
        self,
        name: str,
        host: str,
        port: int,
        user: str,
        password: Callable[[], str],
        security: str,
        folder: str = "INBOX",
        timeout: float = 30.0,
        clock: Clock | None = None,
        ca_file: str | None = None,
        since: datetime | None = None,
        language: str = "en",
    ) -> None:
        self.name = name
        self._host, self._port, self._user, self._password = host, port, user, password
        self._security, self._folder, self._timeout = security, folder, timeout
        self._clock, self._ca_file, self._since, self._language = clock, ca_file, since, language
        self._client: Any = None
        self._start = ""

    def receive(self, cursor: str) -> Iterable[Arrival]:
        """What came since the cursor, in order of UID. Raises ChannelError."""
        validity, uid_next, _ = self._guarded(self._examine)
        cursor = cursor or self._start
        if not cursor and self._since is None:
            self._start = json.dumps([validity, self._last(uid_next)])
            return
        known, last = self._position(cursor)
        fresh = known != validity
        last = 0 if fresh else last
        if uid_next is not None and uid_next <= last + 1:
            return
        uids = self._guarded(lambda: self._search(last, fresh))
        for at in range(0, len(uids), _BATCH):
            for uid, raw, received in self._messages(uids[at : at + _BATCH], fresh):
                message = read(raw, foreign_id=f"{validity}.{uid}", received_at=received)
                yield Arrival(message, json.dumps([validity, uid]))

    def start_cursor(self) -> str:
        """ "Everything so far is old", or "" when some days of it are asked for (`since`)."""
        if self._since is not None:
            return ""
        validity, uid_next, _ = self._guarded(self._examine)
        return json.dumps([validity, self._last(uid_next)])

    def check(self) -> str:
        """Connect, open the folder and count. Raises ChannelError."""
        _, _, count = self._guarded(self._examine)
        return sentence("imap_ok", self._language, count=count, folder=self._folder)

    def close(self) -> None:
        """End the connection, politely if possible."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.logout()
            except _FAILURES:
                _drop(client)

    def _examine(self) -> tuple[int, int | None, int]:
        """Open the folder read only: UIDVALIDITY, UIDNEXT if told, how many messages."""
        kept = self._client is not None
        try:
            return self._open()
        except _FAILURES:
            if not kept:
                raise
        # Servers end connections that were idle for long: once more with a new one.
        self._lose()
        return self._open()

    def _open(self) -> tuple[int, int | None, int]:
        if self._client is None:
            self._client = self._connect()
        try:
            told = self._client.select_folder(self._folder, readonly=True)
        except IMAPClientError as trouble:
            if kind_of(trouble) == "gone":
                raise
            raise self._problem("folder") from trouble
        uid_next = told.get(b"UIDNEXT")
        return int(told[b"UIDVALIDITY"]), uid_next and int(uid_next), int(told[b"EXISTS"])

    def _connect(self) -> Any:
        context = ssl.create_default_context(cafile=self._ca_file)
        client = IMAPClient(
            self._host,
            port=self._port,
            ssl=self._security == "tls",
            ssl_context=context if self._security == "tls" else None,
            timeout=SocketTimeout(connect=self._timeout, read=self._timeout),
        )
        client.normalise_times = False  # aware instants
        try:
            if self._security == "starttls":
                client.starttls(context)
            _login(client, self._user, self._password())
        except LoginError as trouble:
            _drop(client)
            raise self._problem(_why_no_login(trouble)) from None
        except BaseException:
            _drop(client)
            raise
        return client

    def _search(self, last: int, fresh: bool) -> list[int]:
        criteria: list[Any] = ["UID", f"{last + 1}:*"]
        if fresh and self._since is not None:
            # SINCE knows days of the server's zone only: one day more, cut exactly afterwards.
            criteria += ["SINCE", (self._since - timedelta(days=1)).date()]
        found = self._client.search(criteria)
        return sorted(uid for uid in found if uid > last)  # "n:*" always gives the last message

    def _messages(self, uids: list[int], fresh: bool) -> Iterator[tuple[int, bytes, datetime]]:
        told = self._guarded(lambda: self._client.fetch(uids, ["INTERNALDATE", "RFC822.SIZE"]))
        group: list[int] = []
        size = 0
        for uid in uids:
            if uid not in told or self._too_old(told[uid][b"INTERNALDATE"], fresh):
                continue  # removed since the search, or older than what was asked for
            group.append(uid)
            size += int(told[uid][b"RFC822.SIZE"])
            if size > _TOGETHER:
                yield from self._bodies(group, told)
                group, size = [], 0
        yield from self._bodies(group, told)

    def _bodies(
        self, uids: list[int], told: dict[int, Any]
    ) -> Iterator[tuple[int, bytes, datetime]]:
        if not uids:
            return
        large = [uid for uid in uids if int(told[uid][b"RFC822.SIZE"]) > LARGEST]
        item = f"BODY.PEEK[]<0.{LARGEST}>" if large else "BODY.PEEK[]"
        found = self._guarded(lambda: self._client.fetch(uids, [item]))
        for uid in uids:
            parts = found.get(uid, {})
            raw = next((v for k, v in parts.items() if k.startswith(b"BODY[]")), None)
            if isinstance(raw, bytes):
                yield uid, raw, told[uid][b"INTERNALDATE"]

    def _too_old(self, received: datetime, fresh: bool) -> bool:
        return fresh and self._since is not None and received < self._since

    def _position(self, cursor: str) -> tuple[int, int]:
        if not cursor:
            return -1, 0
        try:
            validity, last = json.loads(cursor)
            return int(validity), int(last)
        except (ValueError, TypeError) as trouble:
            raise self._problem("cursor") from trouble

    def _last(self, uid_next: int | None) -> int:
        if uid_next is not None:
            return uid_next - 1
        return max(self._guarded(lambda: self._search(0, fresh=False)), default=0)

    def _guarded(self, step: Callable[[], _T]) -> _T:
        """Run a step; a failure ends the connection and becomes a sentence for the owner."""
        try:
            return step()
        except ChannelError:
            self._lose()
            raise
        except _FAILURES as trouble:
            self._lose()
            raise self._problem(kind_of(trouble)) from trouble

    def _lose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _drop(client)

    def _problem(self, kind: str) -> ChannelError:
        where = f"{self.name} ({self._host}:{self._port})"
        return problem(kind, where=where, language=self._language)


def _login(client: Any, user: str, password: str) -> None:
    """LOGIN is understood everywhere but carries ASCII only; PLAIN any letter (RFC 4616)."""
    if (user + password).isascii():
        client.login(user, password)
    else:
        client.plain_login(user, password)


def _why_no_login(trouble: LoginError) -> str:
    """A refused password, unless the server went away or says itself that it is out of order."""
    if isinstance(trouble.__context__, IMAPClientAbortError):
        return "gone"
    return "protocol" if "[UNAVAILABLE]" in str(trouble).upper() else "password"


def _drop(client: Any) -> None:
    """Close the socket without a word."""
    try:
        client.shutdown()
    except _FAILURES:
        return
