"""Which mails of a pile belong to one conversation, whatever their order."""

from __future__ import annotations

from planner.domain.merge import answered_subject
from planner.domain.message import Incoming


class Threads:
    """By the Message-IDs they name (RFC 5322 section 3.6.4); else by person and subject.

    A mail that begins with "Re:" and names nothing joins what the person wrote under that subject.
    """

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._about: dict[str, list[str]] = {}
        self._asking: dict[str, str] = {}

    def join(self, message: Incoming, fallback: str, person: str = "") -> str:
        """Take a mail in; its own id, or the fallback when it has none."""
        own = message.message_id or fallback
        named = [name for name in (*message.references, message.in_reply_to) if name]
        for other in named:
            self._tie(own, other)
        subject, replied = answered_subject(message.subject)
        if person and subject:
            self._remember(own, f"{person}\n{subject}", replied=replied and not named)
        return own

    def key(self, node: str) -> str:
        """What all mails of the conversation share."""
        root = node
        while (above := self._above.get(root, root)) != root:
            root = above
        while node != root:  # shorten the way for the next one
            self._above[node], node = root, self._above[node]
        return root

    def _tie(self, own: str, other: str) -> None:
        # The smaller id leads, so that the key does not depend on the order of the mails.
        one, two = sorted((self.key(own), self.key(other)))
        self._above[two] = one

    def _remember(self, own: str, matter: str, *, replied: bool) -> None:
        """Tie a mail that answers something unnamed to all that may be meant, before and after."""
        about = self._about.setdefault(matter, [])
        if replied:
            self._asking[matter] = own
            for other in about:
                self._tie(own, other)
        elif matter in self._asking:
            self._tie(own, self._asking[matter])
        about.append(own)
