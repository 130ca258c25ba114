"""Undelivered: a letter that did not arrive, and what it is honest to record then (L-03).

Nobody was told: a date that it gave is no promise, one that it moved stands where it was told last,
and what it ended stands again. Nothing here writes to anybody: the owner is told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.outbox import AGAIN, OWN, SAID, Change, Letter, LetterState
from planner.domain.promise import Promise, Standing
from planner.domain.request import State
from planner.services.context import Context
from planner.store.unit import Unit

#: A permanent refusal ends automatic mail to an address for so long (autoreply.md).
BLOCKED = timedelta(days=60)
#: How a letter of the owner's ends its request.
ENDS = dict(zip(OWN, (State.ANSWERED, State.RELEASED, State.DECLINED), strict=True))
_ENDED_BY_WORDS = (Standing.KEPT, Standing.RELEASED, Standing.MOVED_LATE)
_UNDER_WAY = (*SAID, LetterState.QUEUED, LetterState.HANDING_OVER)


def block(unit: Unit, ctx: Context, letter: Letter, now: datetime) -> None:
    """No automatic mail to whom a letter could not reach, for 60 days.

    An automatic letter goes to the reverse-path, which need not be the address the person writes
    from: both count. Nothing lifts it earlier: that a server took a later message, or that the
    person wrote, does not say that our words arrive.
    """
    medium = ctx.media.get(letter.channel, "mail")
    for address in {letter.to_address, unit.requests.get(letter.request_id).address}:
        unit.people.block(medium, address, now + BLOCKED)


def fail(unit: Unit, letter: Letter, detail: str, now: datetime) -> None:
    """Record that a letter did not arrive, whether it never left or came back."""
    unit.outbox.change(letter.id, state=LetterState.FAILED, detail=detail, copied="")
    unit.journal.say_of_letter(now, "message.failed", letter, detail or letter.reason)
    came_back = letter.state in SAID or letter.reason == AGAIN
    _reopen(unit, letter, now, came_back=came_back)
    if came_back:
        _take_back(unit, letter, now)


def _reopen(unit: Unit, letter: Letter, now: datetime, *, came_back: bool) -> None:
    """What nobody was told has not ended, unless another letter of the owner's says it."""
    request = unit.requests.get(letter.request_id)
    if request.state is not ENDS.get(letter.purpose):
        return
    later = (other for other in unit.outbox.of(request.id) if other.id > letter.id)
    if any(other.purpose in OWN and other.state in _UNDER_WAY for other in later):
        return
    unit.requests.move(request, State.OPEN, now)
    if came_back:  # otherwise its end was never announced
        unit.journal.say(
            now, "request.reopened", request.id, person=request.person, reason="not delivered"
        )


def _take_back(unit: Unit, letter: Letter, now: datetime) -> None:
    """The promises of every request that a letter spoke of, as they are without it."""
    for change in letter.changes:
        promise = unit.promises.carried_by(letter.id, change.request_id)
        if promise is not None and promise.state in (Standing.STANDING, Standing.BROKEN):
            _withdraw(unit, letter, promise, now)
    for request_id in {letter.request_id, *(change.request_id for change in letter.changes)}:
        open_ = unit.requests.get(request_id).state is State.OPEN
        if open_ and letter.sent_at and request_id not in unit.promises.standing():
            _stand_again(unit, request_id, letter.sent_at, now)


def _withdraw(unit: Unit, letter: Letter, promise: Promise, now: datetime) -> None:
    """A date that a letter made is no promise; one that it moved goes back to what was told."""
    facts = {"kind": promise.kind, "due": promise.due, "window": promise.window}
    before = _told_before(unit, letter, promise)
    if before is None:
        unit.promises.end(promise.id, Standing.NOT_DELIVERED, now)
        unit.journal.say(now, "promise.withdrawn", promise.request_id, **facts)
        return
    change, carrier = before
    unit.promises.move(promise.id, change, carrier, promise.moves - 1)
    facts["back_to"] = change.due
    unit.journal.say(now, "promise.withdrawn", promise.request_id, in_time=True, **facts)


def _told_before(unit: Unit, letter: Letter, promise: Promise) -> tuple[Change, int] | None:
    """What the person was told last before a letter moved it, and by which letter."""
    if promise.made_at == letter.sent_at:
        return None
    told = [
        (change, other.id)
        for other in unit.outbox.to_person(letter.person_id)
        for change in other.changes
        if other.id != letter.id
        and change.request_id == promise.request_id
        and other.sent_at is not None
        and other.sent_at >= promise.made_at
    ]
    return told[-1] if told else None


def _stand_again(unit: Unit, request_id: int, sent_at: datetime, now: datetime) -> None:
    """What a letter had ended, and nothing else has: its moment may have passed by now."""
    ended = unit.promises.ended_at(request_id, sent_at)
    for promise in [p for p in ended if p.state in _ENDED_BY_WORDS][-1:]:
        unit.promises.stand_again(promise.id)
        unit.journal.say(
            now,
            "promise.restored",
            request_id,
            kind=promise.kind,
            due=promise.due,
            window=promise.window,
        )
