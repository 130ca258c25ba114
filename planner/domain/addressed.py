"""To which of the owner's addresses somebody wrote: answers leave from it."""

from __future__ import annotations

from planner.domain import mailboxes
from planner.domain.autoreply import Me
from planner.domain.message import Incoming

#: The visible recipients first; the mail server's own notes for who was written to in Bcc.
_FIELDS = ("To", "Cc", "X-Original-To", "Delivered-To", "Envelope-To")


def written_to(message: Incoming, me: Me) -> str:
    """The owner's address as it was written, alias and plus-tag kept; "" when none is named.

    Only what the owner calls hers: a customer cannot choose another sender (RFC 5230 section 5.4).
    """
    noted = (box for name in _FIELDS for value in message.header(name)
             for box in mailboxes.parse(value))  # fmt: skip
    for box in (*message.to, *noted):
        if me.owns(box.address) and mailboxes.usable(box.address):
            return box.address
    return ""
