"""A Maildir, read only: nothing in it is moved, renamed or flagged."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from planner.channels.mime import LARGEST, read
from planner.channels.problems import problem, sentence
from planner.ports import Arrival, Clock

_SETTLED = 2.0  # seconds; a folder's own time may be coarser than two deliveries


class _Entry(NamedTuple):
    """A file in order of arrival. `came` is its ctime: the moment it got into the folder."""

    came: int
    base: str
    path: str


class MaildirReceiver:
    """Hands over what is new in `new/` and `cur/`, oldest first, what was there before included.

    A message is known by its base name (what stands before ":2,"), which is its foreign id: moving
    it from `new` to `cur` or flagging it makes no new message. Arrival is told by ctime, because a
    synchroniser may give a file an old mtime. While the program runs, known names are exact; after
    a restart the cursor says what was seen, and what was flagged in between is handed over again
    under the same foreign id. `received_at` is the file's mtime.
    """

    def __init__(self, name: str, path: Path, clock: Clock, *, language: str = "en") -> None:
        self.name = name
        self._path = path
        self._clock = clock
        self._language = language
        self._seen: set[str] | None = None
        self._folders: tuple[int, int] = (0, 0)
        self._since = 0.0
        self._settled = False

    def start_cursor(self, cursor: str = "") -> str:
        """Everything that is there: what came before the connection is kept and never answered."""
        return cursor

    def receive(self, cursor: str) -> Iterable[Arrival]:
        """What came since the cursor. Raises ChannelError when the folder cannot be read."""
        came, names = self._position(cursor)
        if not cursor:
            self._seen = None
        elif self._settled and self._seen is not None and self._times() == self._folders:
            return
        settled, self._settled = self._watch(), False
        entries = sorted(self._entries())
        if self._seen is None:
            self._seen = {x.base for x in entries if x.came < came}
            self._seen |= {x.base for x in entries if x.came == came and _short(x.base) in names}
        for entry in entries:
            if entry.base in self._seen:
                continue
            found = self._raw(entry)
            if found is None:
                settled = False
                continue
            # A file can turn up late (a rename without a new ctime): the mark never goes back.
            if entry.came > came:
                came, names = entry.came, []
            if entry.came == came:
                names = [*names, _short(entry.base)]
            message = read(found[0], foreign_id=entry.base, received_at=found[1])
            yield Arrival(message, json.dumps([came, names]))
            self._seen.add(entry.base)  # only now: who could not store it gets it again
        self._settled = settled

    def check(self) -> str:
        """Count what is there. Raises ChannelError."""
        return sentence("maildir_ok", self._language, count=sum(1 for _ in self._entries()))

    def original(self, foreign_id: str, message_id: str) -> bytes | None:  # noqa: ARG002 - the port's own
        """A mail's whole file; None when it is gone. Raises ChannelError."""
        found = next((x for x in self._entries() if x.base == foreign_id), None)
        try:
            return Path(found.path).read_bytes() if found else None
        except OSError as trouble:
            raise self._folder_problem(trouble) from trouble

    def _position(self, cursor: str) -> tuple[int, list[str]]:
        if not cursor:
            return -1, []
        try:
            came, names = json.loads(cursor)
            return int(came), [str(name) for name in names]
        except (ValueError, TypeError) as trouble:
            raise self._problem("cursor") from trouble

    def _times(self) -> tuple[int, int]:
        try:
            new, cur = ((self._path / x).stat().st_mtime_ns for x in ("new", "cur"))
        except OSError as trouble:
            raise self._folder_problem(trouble) from trouble
        return new, cur

    def _watch(self) -> bool:
        """Whether the folders have looked the same for long enough to be trusted from now on."""
        times, now = self._times(), self._clock.monotonic()
        if times == self._folders:
            return now - self._since >= _SETTLED
        self._folders, self._since = times, now
        return False

    def _entries(self) -> Iterator[_Entry]:
        for folder in ("new", "cur"):
            try:
                with os.scandir(self._path / folder) as files:
                    for file in files:
                        entry = _entry(file)
                        if entry:
                            yield entry
            except OSError as trouble:
                raise self._folder_problem(trouble) from trouble

    def _raw(self, entry: _Entry) -> tuple[bytes, datetime] | None:
        """The bytes and the time of a file; None when it was moved meanwhile: found next time."""
        try:
            with Path(entry.path).open("rb") as file:
                at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
                return file.read(LARGEST), at
        except FileNotFoundError:
            return None
        except OSError:
            # One file that may not be read must not stop the others: it is shown as unreadable.
            return b"", datetime.fromtimestamp(entry.came / 1e9, UTC)

    def _folder_problem(self, trouble: OSError) -> Exception:
        if isinstance(trouble, PermissionError):
            return self._problem("no_access")
        return self._problem("no_maildir" if self._path.is_dir() else "no_folder")

    def _problem(self, kind: str) -> Exception:
        return problem(kind, where=f"{self.name} ({self._path})", language=self._language)


def _entry(file: os.DirEntry[str]) -> _Entry | None:
    if file.name.startswith("."):
        return None
    try:
        if not file.is_file():
            return None
        return _Entry(file.stat().st_ctime_ns, file.name.partition(":2,")[0], file.path)
    except FileNotFoundError:  # moved since the folder was listed
        return None


def _short(base: str) -> str:
    """A name's digest: many files may share one instant, and the cursor stays small."""
    return hashlib.blake2s(base.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
