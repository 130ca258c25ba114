"""Which of a person's requests a message continues, asked of the store with what may speak."""

from __future__ import annotations

from planner.domain.merge import SAME_SUBJECT, Known, belongs_to
from planner.domain.message import Incoming
from planner.domain.request import Request
from planner.store.unit import Unit

#: So many ancestors of a message are looked for, the nearest ones: who sends more has no thread.
ANCESTORS = 200


def continued(unit: Unit, message: Incoming, person: int, channel: str) -> Request | None:
    """The person's request that a message belongs to; None where it opens a new one.

    Read are the requests that `belongs_to` may choose, not everything an old customer ever wrote.
    """
    at = message.received_at
    ancestors = {message.in_reply_to, *message.references[-ANCESTORS:]} - {""}
    linked = unit.messages.linked(ancestors)
    requests = unit.requests.near(person, at - SAME_SUBJECT, message.thread, linked)
    known = [_known(request, linked.get(request.id, frozenset())) for request in requests]
    found = belongs_to(message, known, at, channel=channel)
    return next((request for request in requests if request.id == found), None)


def _known(request: Request, message_ids: frozenset[str]) -> Known:
    return Known(
        id=request.id,
        state=request.state,
        subject=request.subject,
        channel=request.channel,
        message_ids=message_ids,
        thread=request.thread,
        last_at=request.last_in_at or request.opened_at,
    )
