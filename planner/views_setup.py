"""What the first run asks and shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

#: Where mail comes from: her mailbox, a folder of this machine, or nothing for now.
SOURCES = ("mailbox", "folder", "later")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owner has said so far; a password is never among it.

    `step` is the page that she was on. `open_days` are numbers from 0, Monday. `busy_hours` and
    `answer_hours` are spans as she writes them; no `answer_hours`: those that are proposed.
    `reads_at` and `sends_by` are mail servers, with a port where it is not the usual one.
    `live`: automatic messages leave from the first minute on.
    """

    step: str = ""
    language: str = "fr"
    first_name: str = ""
    shop_name: str = ""
    zone: str = ""
    open_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    busy_hours: str = ""
    answer_hours: str = ""
    source: str = SOURCES[0]
    mail_address: str = ""
    reads_at: str = ""
    sends_by: str = ""
    mail_folder: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """A time zone by its right name, and what time it is there."""

    zone: str
    clock: time


@dataclass(frozen=True, slots=True)
class HostView:
    """The mail servers behind an address. `advice` is what the host wants of her, "" if unknown.

    `known`: by the domain of the address; otherwise the servers are guessed. `password`: whether it
    takes one.
    """

    known: bool
    reads_at: str
    sends_by: str
    advice: str = ""
    password: bool = True


@dataclass(frozen=True, slots=True)
class LineTried:
    """One connection: whether it works, in a sentence."""

    well: bool
    told: str


@dataclass(frozen=True, slots=True)
class MailTried:
    """Whether the mail can be used, by each of its connections."""

    lines: tuple[LineTried, ...]

    @property
    def well(self) -> bool:
        """Whether all of them work."""
        return all(line.well for line in self.lines)


@dataclass(frozen=True, slots=True)
class SampleText:
    """A text as a customer will read it."""

    title: str
    sample: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The shop is there. `place` is its settings file; `told`: what is left to do."""

    place: str
    told: str = ""
