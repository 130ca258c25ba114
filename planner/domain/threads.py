"""Which mails of a pile are one conversation: by ids, then by person and subject (merge.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from planner.domain import mailboxes
from planner.domain.author import ASIDE, behind
from planner.domain.autoreply import Me, speaking
from planner.domain.merge import SAME_SUBJECT, Known, belongs_to
from planner.domain.message import Incoming
from planner.domain.request import State

_READ = 1_000  # characters of a text that say whether it is a new matter
_MOST_AT_ONCE = 20  # conversations of one person that may go on at a time


def correspondent(message: Incoming, me: Me, rows: Sequence[str] | None = None) -> str:
    """The address of the customer of a mail, theirs or the owner's own; "" for a machine's."""
    rows = speaking(message, me) if rows is None else rows
    person = behind(message, me, rows)
    if person is None and message.sender and me.owns(message.sender.address):
        person = next((box for box in message.to if not me.owns(box.address)), None)
    elif person is None and not ASIDE & set(rows):
        person = message.sender
    return mailboxes.canonical(person.address) if person else ""


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail of the pile beside its node in the forest of ids."""

    at: datetime
    node: str
    person: str
    message: Incoming


class Threads:
    """Mails that name a common Message-ID (RFC 5322 section 3.6.4); with `settle` also those which
    only their person and subject join. The key does not depend on the order of the mails.
    """

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._mails: list[_Mail] = []

    def join(self, message: Incoming, fallback: str, person: str = "") -> str:
        """Take a mail in; its own id, or the fallback when it has none."""
        own = message.message_id or fallback
        for other in filter(None, (*message.references, message.in_reply_to)):
            self._unite(own, other)
        if person:
            at = message.sent_at or message.received_at
            self._mails.append(_Mail(at, own, person, _slim(message)))
        return own

    def settle(self) -> None:
        """Join what no id joins, oldest first, as a request is found for a message."""
        begun: dict[str, int] = {}  # the number of a conversation, by its key
        theirs: dict[str, dict[int, Known]] = defaultdict(dict)
        for number, mail in enumerate(sorted(self._mails, key=lambda x: (x.at, x.node))):
            known = theirs[mail.person]
            root = self.key(mail.node)
            if root not in begun:
                chosen = _continued(mail, known)
                if chosen is not None:
                    self._unite(mail.node, chosen.thread)
                    root = self.key(mail.node)
                begun[root] = chosen.id if chosen else number
            _note(mail, begun[root], known)

    def key(self, node: str) -> str:
        """What all mails of the conversation share."""
        root = node
        while (above := self._above.get(root, root)) != root:
            root = above
        while node != root:  # shorten the way for the next one
            self._above[node], node = root, self._above[node]
        return root

    def _unite(self, one: str, other: str) -> None:
        # The smaller id leads, so that the key does not depend on the order of the mails.
        first, second = sorted((self.key(one), self.key(other)))
        self._above[second] = first


def _slim(message: Incoming) -> Incoming:
    """What the finding of a conversation reads: ten thousand bodies need not be held."""
    said = message.reply_text[:_READ]
    return replace(message, text="", reply_text=said, headers=(), part_types=(), raw=b"")


def _continued(mail: _Mail, known: dict[int, Known]) -> Known | None:
    """The person's conversation that a mail goes on with; None when it begins one."""
    latest = islice(reversed(known.values()), _MOST_AT_ONCE)
    recent = [request for request in latest if mail.at - request.last_at <= SAME_SUBJECT]
    found = belongs_to(mail.message, recent, mail.at)
    return known[found] if found is not None else None


def _note(mail: _Mail, number: int, known: dict[int, Known]) -> None:
    """Remember a conversation of the person, the latest one last; its first subject stays."""
    before = known.pop(number, None)
    subject, node = (before.subject, before.thread) if before else (mail.message.subject, mail.node)
    known[number] = Known(number, State.OPEN, subject, "", frozenset(), node, mail.at)
