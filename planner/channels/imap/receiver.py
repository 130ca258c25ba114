"""Reading: EXAMINE and BODY.PEEK only, so nothing in the mailbox is flagged or moved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from imapclient.exceptions import IMAPClientError

from planner.channels.imap.connection import Connection
from planner.channels.imap.fetching import Fetching
from planner.channels.imap.folders import junk_folders, sent_folder
from planner.channels.mime import read
from planner.channels.problems import kind_of, sentence
from planner.clock import SystemClock
from planner.domain.message import Incoming
from planner.errors import ChannelError, PartError
from planner.ports import Arrival, Clock

_SPAM = ("X-Spam-Flag", "YES")  # filed in Junk by her own server (row H12 of autoreply.md)
_Position = tuple[int, int]  # UIDVALIDITY, last UID


@dataclass(frozen=True, slots=True)
class _Opened:
    """What EXAMINE said. `next_uid` None where the server does not tell."""

    validity: int
    next_uid: int | None
    count: int


class ImapReceiver:
    """Polls the folders of one account over a connection that is kept between two polls.

    The cursor says for each folder [UIDVALIDITY, last UID]. Where it says nothing of a folder,
    `start_cursor` notes its present end; with `since`, mail is handed over from then on (by
    INTERNALDATE) instead. When UIDVALIDITY changes, everything in the folder from `since` on (all
    of it, without) is handed over again under new foreign ids; Message-IDs tell the copies
    (autoreply.md S5), and what a restored mailbox dates anew is as old as it says itself (S6).
    `sent` names the folder of her own sent mail: "" finds it, "none" reads none.
    """

    def __init__(
        self,
        connection: Connection,
        folders: Sequence[str] = ("INBOX",),
        *,
        sent: str = "",
        since: datetime | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.name = connection.account.name
        self._line, self._folders, self._since = connection, tuple(folders), since
        self._fetching = Fetching(connection, clock or SystemClock())
        self._wanted_sent = sent
        self._sent: str | None = None  # not looked for yet; "" when there was none
        self._no_sent = False  # whether there was none when we looked
        self._junk: frozenset[str] | None = None

    def receive(self, cursor: str) -> Iterable[Arrival]:
        """What came since the cursor, folder by folder in order of UID. Raises ChannelError.

        A folder that cannot be read is told when the others have been: PartError.
        """
        places = self._places(cursor)
        told: list[ChannelError] = []
        every = self._every()
        for folder in every:
            try:
                yield from self._receive(folder, places)
            except _FolderProblem as problem:
                if folder == self._sent and not self._wanted_sent:
                    self._sent = None  # renamed: looked for again
                else:
                    told.append(problem.told)
        if told and len(told) == len(every):
            raise told[0]
        if told:
            raise PartError(told[0].what, where=told[0].where, do=told[0].do)

    def start_cursor(self, cursor: str = "") -> str:
        """The cursor with a beginning for every folder it says nothing of. Raises ChannelError."""
        places = self._places(cursor)
        fresh = [folder for folder in self._every() if folder not in places]
        for folder in fresh:
            try:
                opened = self._examine(folder)
            except _FolderProblem:
                self._no_sent |= folder == self._sent
                continue  # told when it is read
            if self._since is not None and not cursor and folder != self._sent:
                places[folder] = (-1, 0)  # everything `since` then
            elif folder == self._sent and self._no_sent:
                places[folder] = (opened.validity, 0)  # made since we looked: all of it is new
            else:
                places[folder] = (opened.validity, self._last(opened))
        return self._written(places) if fresh else cursor

    def original(self, foreign_id: str, message_id: str) -> bytes | None:
        """A mail as it is on the server, None when it is gone. Raises ChannelError."""
        folder, validity, uid = located(foreign_id, self._folders[0])
        try:
            there = uid and self._examine(folder).validity == validity
            if there and (found := self._fetching.whole(uid)):
                return found
        except _FolderProblem:
            pass  # renamed since: its mails may be in another one
        # A Message-ID may hold any letter, and only ASCII can be searched for everywhere.
        for other in self._every() if message_id and message_id.isascii() else ():
            try:
                self._examine(other)
            except _FolderProblem:
                continue
            uids = self._line.run(lambda c: c.search(["HEADER", "Message-ID", message_id]))
            if uids and (found := self._fetching.whole(max(uids))):
                return found
        return None

    def check(self) -> str:
        """Connect, open every folder, and count. Raises ChannelError."""
        try:
            named = () if self._wanted_sent in ("", "none") else (self._wanted_sent,)
            counts = [self._examine(folder).count for folder in (*self._folders, *named)]
        except _FolderProblem as problem:
            raise problem.told from None
        language = self._line.account.language
        return sentence("imap_ok", language, count=counts[0], folder=self._folders[0])

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def _every(self) -> tuple[str, ...]:
        """The folders to read, her own sent mail last: an answer comes after its question."""
        if self._wanted_sent:
            self._sent = "" if self._wanted_sent == "none" else self._wanted_sent
        elif not self._sent:
            self._sent = self._line.run(sent_folder, again=True)
            self._no_sent |= not self._sent
        sent = (self._sent,) if self._sent and self._sent not in self._folders else ()
        return (*self._folders, *sent)

    def _receive(self, folder: str, places: dict[str, _Position]) -> Iterator[Arrival]:
        opened = self._examine(folder)
        if folder not in places:  # nobody asked for its beginning: from now on
            places[folder] = (opened.validity, self._last(opened))
            return
        known, last = places[folder]
        fresh = known != opened.validity
        changed = fresh and known >= 0
        last = 0 if fresh else last
        if opened.next_uid is not None and opened.next_uid <= last + 1:
            return
        uids = self._line.run(lambda c: self._search(c, last, fresh))
        prefix = self._prefix(folder, opened.validity)
        for uid, raw, received, answered in self._fetching.mails(
            uids, prefix, self._since if fresh else None
        ):
            message = read(raw, foreign_id=f"{prefix}{uid}", received_at=received)
            message = replace(message, told=answered)
            if changed and message.sent_at:
                message = replace(message, received_at=min(received, message.sent_at))
            places[folder] = (opened.validity, uid)
            marked = self._marked(folder, message)
            yield Arrival(marked, self._written(places), sent=folder == self._sent)

    def _examine(self, folder: str) -> _Opened:
        """Open a folder read only. Raises _FolderProblem when there is none."""

        def step(client: Any) -> _Opened | None:
            try:
                told = client.select_folder(folder, readonly=True)
            except IMAPClientError as trouble:
                if kind_of(trouble) == "gone":
                    raise
                return None
            next_uid = told.get(b"UIDNEXT")
            return _Opened(
                int(told[b"UIDVALIDITY"]), next_uid and int(next_uid), int(told[b"EXISTS"])
            )

        opened = self._line.run(step, again=True)
        if opened is None:
            raise _FolderProblem(self._line.account.problem("folder", folder))
        return opened

    def _search(self, client: Any, last: int, fresh: bool) -> list[int]:
        criteria: list[Any] = ["UID", f"{last + 1}:*"]
        if fresh and self._since is not None:
            # SINCE knows days of the server's zone only: one day more, cut exactly afterwards.
            criteria += ["SINCE", (self._since - timedelta(days=1)).date()]
        found = client.search(criteria)
        return sorted(uid for uid in found if uid > last)  # "n:*" always gives the last message

    def _marked(self, folder: str, message: Incoming) -> Incoming:
        """A mail of a junk folder says so, as if its server had written it on it."""
        if folder.upper() == "INBOX":
            return message
        if self._junk is None:
            self._junk = self._line.run(junk_folders)
        if folder not in self._junk:
            return message
        return replace(message, headers=(*message.headers, _SPAM))

    def _last(self, opened: _Opened) -> int:
        """The last UID there is, or will have been: what comes is above it."""
        if opened.next_uid is not None:
            return opened.next_uid - 1
        return max(self._line.run(lambda c: self._search(c, 0, fresh=False)), default=0)

    def _prefix(self, folder: str, validity: int) -> str:
        """What stands before the UID in a foreign id."""
        return f"{validity}." if folder == self._folders[0] else f"{folder}:{validity}."

    def _places(self, cursor: str) -> dict[str, _Position]:
        try:
            told = json.loads(cursor) if cursor else {}
            if isinstance(told, list):  # of the version that knew one folder
                told = {self._folders[0]: told}
            return {str(name): (int(at[0]), int(at[1])) for name, at in told.items()}
        except (ValueError, TypeError, AttributeError, IndexError) as trouble:
            raise self._line.account.problem("cursor") from trouble

    @staticmethod
    def _written(places: dict[str, _Position]) -> str:
        return json.dumps(places, ensure_ascii=False)


class _FolderProblem(Exception):
    """One folder cannot be read; the others may be."""

    def __init__(self, told: ChannelError) -> None:
        super().__init__()
        self.told = told


def located(foreign_id: str, first: str) -> tuple[str, int, int]:
    """Folder, UIDVALIDITY and UID of a foreign id; zeros when it is no such id."""
    folder, colon, own = foreign_id.rpartition(":")
    validity, _, uid = own.partition(".")
    if not (validity.isdecimal() and uid.isdecimal()):
        return first, 0, 0
    return (folder if colon else first), int(validity), int(uid)
