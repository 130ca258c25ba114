"""Errors speak to the owner: what happened, where, what to do now."""

from __future__ import annotations

from enum import StrEnum


class EntracteError(Exception):
    """A problem told in one sentence, with what to do in a second one.

    `exit_code` is 1 for a problem of the data or the world and 2 for wrong use (design, section 8).
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.do}".rstrip()


class WrongUse(EntracteError):
    """The words of a command do not fit."""

    exit_code = 2


class SettingsError(EntracteError):
    """A settings file cannot be used; `where` is file:line:column."""


class PolicyError(EntracteError):
    """A policy file cannot be used."""


class StoryError(EntracteError):
    """A story cannot be replayed."""


class Harm(StrEnum):
    """What ails a database file. `damaged` and `gone` need a copy; the others may pass."""

    BUSY = "busy"
    REFUSED = "refused"
    FULL = "full"
    DAMAGED = "damaged"
    GONE = "gone"
    NEWER = "newer"
    OTHER = "other"


class StoreError(EntracteError):
    """The database cannot be read or written; `harm` says what ails it."""

    def __init__(
        self, what: str, *, where: str = "", do: str = "", harm: Harm = Harm.OTHER
    ) -> None:
        self.harm = harm
        super().__init__(what, where=where, do=do)


class ChannelError(EntracteError):
    """A channel cannot be used for now; it is tried again with growing pauses."""


class PartError(ChannelError):
    """A part of a channel, such as one folder, cannot be used; the rest goes on without pauses."""


class ChangedElsewhere(ChannelError):
    """Another program changed what was to be changed: it is left alone."""


class NotOffered(ChannelError):
    """The other side cannot do this, or not without harm to what the owner has there."""


class NotPossible(EntracteError):
    """The step asked for is not allowed in the state things are in."""


class ReasonWanted(NotPossible):
    """It can be done with one word of the owner's: why (F-04)."""


class NotFound(EntracteError):
    """There is no such request, message or person."""
