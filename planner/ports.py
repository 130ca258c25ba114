"""What the services ask of the world; adapters in channels/, notify/ and clock.py answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Protocol, runtime_checkable

from planner.domain.message import Attachment, Incoming, Outgoing
from planner.domain.notification import Notification, Showing
from planner.domain.server_reply import AwayReply


class Clock(Protocol):
    """Where `now` comes from."""

    def now(self) -> datetime:
        """An aware instant in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message with the cursor to store beside it, in one transaction.

    `sent`: found in the owner's own folder of sent mail, so these are her words.
    """

    message: Incoming
    cursor: str
    sent: bool = False


class Receiver(Protocol):
    """A channel that hands over what is new since a cursor."""

    name: str

    def receive(self, cursor: str) -> Iterable[Arrival]:
        """What came since the cursor ("" the first time), oldest first.

        Raises ChannelError when the other side cannot be reached or refuses; what was handed over
        before stays handed over. Never changes the owner's mailbox.
        """

    def start_cursor(self, cursor: str = "") -> str:
        """The stored cursor, with a beginning for what it says nothing of; "" reads all there is.

        What changed is stored before anything is read, so that nothing falls between two starts.
        Raises ChannelError.
        """

    def check(self) -> str:
        """Try the connection and say in one sentence what was found. Raises ChannelError."""


@runtime_checkable
class Originals(Protocol):
    """A mailbox that can hand over a whole mail again, when the owner asks for it."""

    def original(self, foreign_id: str, message_id: str) -> bytes | None:
        """The mail as it came; None when it is not there any more. Raises ChannelError.

        `foreign_id` is the one it was handed over with, `message_id` finds it where that one does
        not hold any more. Never changes the owner's mailbox.
        """


class Watcher(Protocol):
    """A channel that says by itself when something came."""

    name: str

    def watch(self, stop: Event, heard: Callable[[], None]) -> None:
        """Call `heard` whenever something came, until `stop`. For a thread of its own.

        Returns at once when the other side cannot do it: polling goes on in any case. Never raises.
        """


class Keeper(Protocol):
    """A mailbox that is written to, only where the owner asked for it."""

    def keep_copy(self, message: Outgoing) -> None:
        """A copy among the sent mail, once however often it is asked for. Raises ChannelError."""

    def mark_answered(self, foreign_id: str) -> None:
        """Mark a mail as answered, or file it, as the settings say. Raises ChannelError.

        A mail that is not there any more is no error.
        """


class Handover(StrEnum):
    """How a try to send ended."""

    SENT = "sent"
    LATER = "later"  # 4yz, or nothing was handed over: try again
    REFUSED = "refused"  # 5yz: will never be accepted as it is
    PERHAPS = "perhaps"  # the connection ended after DATA: perhaps delivered, never sent again


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a try, with the other side's words in `detail` (foreign text)."""

    handover: Handover
    detail: str = ""
    about_us: bool = False  # refused for the owner's own address or account, not for the person's


class Sender(Protocol):
    """A channel that carries a message out."""

    name: str

    def send(self, message: Outgoing) -> Outcome:
        """Try once. Never raises for what the network does: the outcome says it."""

    def check(self) -> str:
        """Try the connection and say in one sentence what was found. Raises ChannelError."""


@dataclass(frozen=True, slots=True)
class AwayState:
    """What a server says by itself at the moment.

    `mark` is opaque: everything that stands there, enough to compare it and to put it back.
    `active`: it answers now, or will at the dates it was given. `text` is foreign text.
    """

    mark: str
    active: bool
    text: str = ""


class AwayServer(Protocol):
    """A channel whose server can answer by itself while no machine of ours is on."""

    name: str
    several: bool  # it can be given several words, each with its time; else one, now or next
    timeless: bool  # it knows no times: it is given a word while that holds, and not before

    @property
    def marks(self) -> bool:
        """Whether it marks the mail that it answers (Incoming.told), as far as it has been read."""

    def read_away(self) -> AwayState:
        """What stands there now. Raises ChannelError."""

    def says(self, state: AwayState, reply: AwayReply) -> bool:
        """Whether what stands there is this very reply, active: a try that was cut off after all
        it did is recognised by it. Pure."""

    def set_away(self, reply: AwayReply | None, *, found: str, before: str) -> AwayState:
        """Let the server say this; None puts back `before`, the mark of what stood there first.

        Only if what stands there still is `found`, a mark: raises ChangedElsewhere otherwise, and
        changes nothing. Returns what stands there afterwards, read back. Raises NotOffered where
        the server cannot do it, or not without harm to what the owner has there; ChannelError.
        Cut off at any step, calling it again does the rest.
        """


class Notifier(Protocol):
    """Desktop notifications: the owner's words only, never a sender, a count or a body."""

    def show(self, one: Notification) -> None:
        """Have it shown soon, by a thread of its own; returns at once. Never raises."""

    def try_now(self, one: Notification) -> Showing:
        """Show it and wait, some seconds at most, for how far it came. Never raises."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A message of an archive; None for a file that could not be read, which `unreadable` names.

    Reading goes on from `position`; `done` says how far that is, in files or in bytes.
    """

    message: Incoming | None
    position: str
    done: int
    unreadable: str = ""


class Archive(Protocol):
    """Older mail in files; `total` is their number, or the bytes of the only one."""

    total: int
    key: str  # another one for another archive, and for a file that has changed

    def read(self, position: str = "") -> Iterator[Piece]:
        """Every message behind a position, in constant memory. Raises ChannelError."""


#: Opens an archive: an mbox, a Maildir, a folder of .eml. Raises ChannelError.
OpenArchive = Callable[[Path], Archive]

#: Takes a whole mail apart: its attachments with their bytes, in the order they were listed.
Unpack = Callable[[bytes], Iterator[tuple[Attachment, bytes]]]
