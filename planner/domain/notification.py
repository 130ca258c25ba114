"""A notification: a few words for the owner's desktop, and whether they appeared there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The buttons that a notification may have: told again a little later, and the unavailable key.
LATER, AWAY = "later", "away"
#: The occurrence that remembers why notifications do not appear.
UNSEEN = "notification unseen"


class State(StrEnum):
    """How far a notification came."""

    SHOWN = "shown"  # the desktop said that it shows it
    HANDED = "handed over"  # given to a program that says nothing back
    NOT = "not shown"


class Why(StrEnum):
    """Why a notification did not appear."""

    NO_SESSION = "no session"  # no desktop to talk to: over SSH, in a container
    NO_SERVICE = "no service"  # a desktop without anything that shows notifications
    NO_PROGRAM = "no program"  # nothing here that could hand it over
    NO_ANSWER = "no answer"  # the desktop hangs
    REFUSED = "refused"  # anything else


@dataclass(frozen=True, slots=True)
class Notification:
    """The owner's words only, never a sender, a number of people or a body (invariant 11).

    `kind` and `key` name the occasion, which is told once; `buttons` are pairs of a key and the
    words on it, for a desktop that has buttons.
    """

    kind: str
    key: str
    title: str
    body: str
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The name of the occasion."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Showing:
    """What became of a notification; `detail` is technical, for the log and for REFUSED."""

    state: State
    why: Why | None = None
    detail: str = ""
