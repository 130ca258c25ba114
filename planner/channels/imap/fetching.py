"""Fetching: whole mails of the open folder, in flat memory; one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from imapclient.exceptions import IMAPClientError

from planner.channels.imap.connection import Connection
from planner.channels.mime import LARGEST
from planner.channels.problems import kind_of
from planner.ports import Clock

_BATCH = 200  # mails asked for their size at once
_TOGETHER = 2_000_000  # bytes fetched at once
#: What our own script on the server (planner/channels/sieve) marks a mail with that it answered.
_TOLD = b"$entractetold"
_Told = tuple[int, datetime, bool]  # size, time of arrival, answered by the server
_Mail = tuple[int, bytes, datetime, bool]  # UID, bytes, time of arrival, answered by the server


class Fetching:
    """Reads with BODY.PEEK[], which sets no flag."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._line, self._clock = connection, clock
        self._refused: set[str] = set()  # what the server did not hand over at the last look

    def mails(self, uids: Sequence[int], prefix: str, since: datetime | None) -> Iterator[_Mail]:
        """Those that are still there and came at `since` or later, in the order of `uids`.

        `prefix` and UID name a mail beyond this folder. Raises ChannelError.
        """
        for at in range(0, len(uids), _BATCH):
            for group in self._groups(uids[at : at + _BATCH], since):
                yield from self._group(group, prefix)

    def whole(self, uid: int) -> bytes | None:
        """A whole mail, however large; None when it is gone. Raises ChannelError."""
        return _body(self._line.run(lambda c: c.fetch([uid], ["BODY.PEEK[]"])).get(uid, {}))

    def _groups(self, uids: Sequence[int], since: datetime | None) -> Iterator[dict[int, _Told]]:
        """Mails whose bytes fit into memory together, by UID."""
        told = self._line.run(lambda c: c.fetch(uids, ["INTERNALDATE", "RFC822.SIZE", "FLAGS"]))
        group: dict[int, _Told] = {}
        total = 0
        for uid in uids:
            if uid not in told:
                continue  # removed since the search
            # A date that no server should give is read as None.
            received = told[uid].get(b"INTERNALDATE") or self._clock.now()
            if since is not None and received < since:
                continue
            size = int(told[uid].get(b"RFC822.SIZE") or 0)
            flags = {bytes(flag).lower() for flag in told[uid].get(b"FLAGS") or ()}
            group[uid] = size, received, _TOLD in flags
            total += size
            if total > _TOGETHER:
                yield group
                group, total = {}, 0
        if group:
            yield group

    def _group(self, group: dict[int, _Told], prefix: str) -> Iterator[_Mail]:
        large = any(size > LARGEST for size, *_ in group.values())
        bodies = self._bodies(list(group), large)
        for uid, (_, received, answered) in group.items():
            found = bodies
            if found is None:  # refused for all: one of them may be the reason
                found = self._bodies([uid], large)
            raw = self._unreadable(f"{prefix}{uid}") if found is None else found.get(uid)
            if raw is not None:
                yield uid, raw, received, answered

    def _bodies(self, uids: list[int], large: bool) -> dict[int, bytes] | None:
        """The bytes of those that are there; None when the server refuses and goes on talking."""
        item = f"BODY.PEEK[]<0.{LARGEST}>" if large else "BODY.PEEK[]"

        def step(client: Any) -> dict[int, Any] | None:
            try:
                found: dict[int, Any] = client.fetch(uids, [item])
            except IMAPClientError as trouble:
                if kind_of(trouble) == "gone":
                    raise
                return None
            return found

        found = self._line.run(step)
        if found is None:
            return None
        bodies = {uid: _body(parts) for uid, parts in found.items()}
        return {uid: raw for uid, raw in bodies.items() if raw is not None}

    def _unreadable(self, foreign_id: str) -> bytes:
        """Once the server is asked again at the next look; then the mail is kept without its text.

        So it is neither lost nor hidden, and those behind it are read.
        """
        if foreign_id not in self._refused:
            self._refused.add(foreign_id)
            raise self._line.account.problem("protocol")
        self._refused.discard(foreign_id)
        return b""


def _body(parts: dict[bytes, Any]) -> bytes | None:
    raw = next((value for key, value in parts.items() if key.startswith(b"BODY[]")), None)
    return raw if isinstance(raw, bytes) else None
