"""What the three services have in common: one reply, that is either hers or ours."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from planner.channels.web.http import Web, WebAccount
from planner.domain.server_reply import AwayReply, ServerWord
from planner.errors import ChangedElsewhere, ChannelError, NotOffered
from planner.ports import AwayState


class SingleReply(ABC):
    """Implements ports.AwayServer for a service that keeps one reply; the mark is all of it.

    An active reply of the owner's own is never overwritten; one that is off is put back later.
    """

    several = timeless = marks = False

    def __init__(self, account: WebAccount) -> None:
        self.name = account.name
        self.account = account
        self.web = Web(account)

    def read_away(self) -> AwayState:
        """What stands there now. Raises ChannelError."""
        found = self._got()
        return AwayState(_mark(found), active=self.active(found), text=self.text(found))

    def says(self, state: AwayState, reply: AwayReply) -> bool:
        """Whether what stands there is this reply, as far as the service gives it back."""
        found = json.loads(state.mark)
        return self.active(found) and self.same(found, reply.words[0])

    def set_away(self, reply: AwayReply | None, *, found: str, before: str) -> AwayState:
        """Put ours, or what stood there first, if what stands there still is `found`."""
        now = self._got()
        if _mark(now) != found:
            raise self.changed()
        if reply is None:
            if found != before:
                self.put(json.loads(before))
            return self.read_away()
        if self.active(now) and found == before:
            raise self.account.problem("own_reply", error=NotOffered)
        self.put(self.made(reply.words[0]))
        state = self.read_away()
        if not self.says(state, reply):
            raise self.account.problem("script")
        return state

    def _got(self) -> dict[str, Any]:
        """What stands there; an answer of another shape than it should have is told as such."""
        try:
            return self.get()
        except (AttributeError, KeyError, TypeError, ValueError):
            raise self.account.problem("protocol") from None

    @abstractmethod
    def get(self) -> dict[str, Any]:
        """Everything that stands there."""

    @abstractmethod
    def put(self, wanted: Mapping[str, Any]) -> None:
        """Let this stand there instead. Raises ChangedElsewhere where the service can tell."""

    @abstractmethod
    def made(self, word: ServerWord) -> dict[str, Any]:
        """A word in the service's own terms."""

    @abstractmethod
    def active(self, found: Mapping[str, Any]) -> bool:
        """Whether it answers, or will."""

    @abstractmethod
    def text(self, found: Mapping[str, Any]) -> str:
        """Its words; foreign text."""

    @abstractmethod
    def same(self, found: Mapping[str, Any], word: ServerWord) -> bool:
        """Whether it says this word at its times."""

    def changed(self) -> ChannelError:
        """Another client was there in between."""
        return self.account.problem("changed", error=ChangedElsewhere)

    def not_offered(self) -> ChannelError:
        """The service has no such thing for this account."""
        return self.account.problem("no_vacation", error=NotOffered)


def plain(text: str) -> str:
    """A text for comparing: services change line ends, spaces of any kind, and empty lines."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _mark(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, sort_keys=True)
