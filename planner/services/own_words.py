"""Own words: what the owner wrote in another program counts as hers (found in her sent mail)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from planner.domain.autoreply import MARKER, speaking
from planner.domain.mailboxes import canonical, parse
from planner.domain.message import Incoming
from planner.domain.outbox import ELSEWHERE, Letter, LetterState
from planner.domain.promise import Standing
from planner.domain.request import Request, State
from planner.services.answering import withdraw
from planner.services.context import Context
from planner.services.policy.known import WORKED
from planner.services.putting_back import lost
from planner.services.wording import letter_to
from planner.store.unit import Unit

#: Rows of autoreply.md that say: her server wrote this, not she (a vacation note, a report).
MACHINES = frozenset({"U1", "H1", "H6", "H7", "H8", "H9"})
#: So far the clock of her computer may be behind that of the mail server.
_SKEW = timedelta(minutes=10)
_RECIPIENTS = ("To", "Cc", "Bcc")


def take_own(unit: Unit, ctx: Context, channel: str, message: Incoming, *, old: bool) -> bool:
    """Take in a mail from the folder of sent mail; False when it is known, or our own copy.

    `old`: from before the connection; it is kept with its conversation and decides nothing. So is
    what answers nobody: a forward to somebody else, a mail to people without a request.
    """
    if unit.messages.own_known(channel, message) or _ours(unit, ctx, message):
        return False
    machine = MACHINES & set(speaking(message, ctx.me))
    request = None if machine else _answered(unit, ctx, channel, message)
    at = _moment(message, request, ctx.clock.now())
    if request is None or old or request.state is not State.OPEN or at < request.opened_at:
        unit.messages.keep_own(channel, message, at, request.id if request else None)
        return True
    letter = _letter(unit, ctx, request, message, at)
    unit.messages.keep_own(channel, message, at, request.id, letter.id)
    _count(unit, ctx, request, letter, at)
    return True


def _ours(unit: Unit, ctx: Context, message: Incoming) -> bool:
    """Whether it is a copy of what left from here.

    A shop that was put back from a copy does not know all of them: hers are heard like those
    that she wrote elsewhere, and nobody is answered a second time.
    """
    if unit.outbox.by_message_id(message.message_id):
        return True
    if not message.header(MARKER) and not ctx.me.wrote(message.message_id):
        return False
    return not lost(unit, message.received_at)


def _moment(message: Incoming, request: Request | None, now: datetime) -> datetime:
    """When she wrote; a clock a little behind the mail server's makes no reply too early."""
    at = min(filter(None, (message.sent_at, message.received_at, now)))
    early = request.opened_at - at if request else timedelta(0)
    return request.opened_at if request and timedelta(0) < early <= _SKEW else at


def recipients(ctx: Context, message: Incoming) -> set[str]:
    """Whom a mail of the owner's went to, in canonical form."""
    named = [box for name in _RECIPIENTS for value in message.header(name) for box in parse(value)]
    boxes = (*message.to, *named)
    return {canonical(box.address) for box in boxes if not ctx.me.owns(box.address)}


def _answered(unit: Unit, ctx: Context, channel: str, message: Incoming) -> Request | None:
    """The request that a mail of hers answers: of its conversation, else of its only recipient."""
    medium, to = ctx.media.get(channel, "mail"), recipients(ctx, message)
    for message_id in (message.in_reply_to, *reversed(message.references)):
        found = unit.messages.request_of(message_id) if message_id else None
        if found is not None:
            request = unit.requests.get(found)
            theirs = map(canonical, unit.people.addresses(request.person_id, medium))
            return request if to & set(theirs) else None  # else it was passed on to somebody
    return _of_recipient(unit, medium, to)


def _of_recipient(unit: Unit, medium: str, to: Collection[str]) -> Request | None:
    """The newest open request of whom she wrote to; a mail to several answers none of them."""
    people = {unit.people.who(medium, address) for address in to} - {None}
    if len(people) != 1:
        return None
    waiting = [r for r in unit.requests.of(people.pop() or 0) if r.state is State.OPEN]
    return waiting[-1] if waiting else None


def _letter(unit: Unit, ctx: Context, request: Request, message: Incoming, at: datetime) -> Letter:
    """Her words as a letter that left, so that everything counts it like one written here."""
    plain = letter_to(
        unit, ctx, request, message.text, "answer", at, automatic=False, reason=ELSEWHERE
    )
    letter = unit.outbox.add(
        replace(
            plain,
            state=LetterState.SENT,
            subject=message.subject,
            message_id=message.message_id or plain.message_id,
            in_reply_to=message.in_reply_to,
            references=message.references,
            from_address=message.sender.address if message.sender else "",
        )
    )
    unit.outbox.change(letter.id, sent_at=at)
    return letter


def _count(unit: Unit, ctx: Context, request: Request, letter: Letter, at: datetime) -> None:
    """The request is answered as of the moment at which she wrote, and so is its promise."""
    withdraw(unit, request)
    told = {"person": request.person, "to": letter.to_address, "via": letter.channel}
    words = {"text": letter.body, "automatic": False, "reason": ELSEWHERE}
    unit.journal.say(at, "message.sent", request.id, **told, **words)
    _settle_promises(unit, request, at)
    unit.requests.move(request, State.ANSWERED, at)
    unit.requests.change(request.id, last_out_at=at, last_own_at=at, written=0)
    unit.journal.say(at, "request.ended", request.id, person=request.person, how=State.ANSWERED)
    unit.journal.once(WORKED, ctx.day(at).isoformat(), at)
    unit.journal.act(at, "answer", request=request.id)
    if request.last_in_at and request.last_in_at > at:
        _reopen(unit, request, request.last_in_at)


def _settle_promises(unit: Unit, request: Request, at: datetime) -> None:
    """Kept or broken by the real moment, also where it was noted as broken before she was heard."""
    for promise in unit.promises.of(request.id):
        in_time = at <= promise.due
        standing = promise.state is Standing.STANDING
        noted = promise.state is Standing.BROKEN and promise.made_at <= at
        if not (standing or (noted and in_time)):
            continue
        unit.promises.end(promise.id, Standing.KEPT if in_time else Standing.BROKEN, at)
        facts = {"kind": promise.kind, "due": promise.due, "window": promise.window}
        event = "promise.kept" if in_time else "promise.broken"
        unit.journal.say(at, event, request.id, **facts)


def _reopen(unit: Unit, request: Request, at: datetime) -> None:
    """The person wrote again after her words: that waits for its own answer."""
    unit.requests.move(unit.requests.get(request.id), State.OPEN, at)
    unit.requests.change(request.id, opened_at=at, written=1)
    unit.journal.say(at, "request.reopened", request.id, person=request.person)
