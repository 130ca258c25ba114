"""Delivering: claim a letter, send it outside any transaction, record what became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from planner.domain.message import Mailbox, Outgoing
from planner.domain.outbox import AGAIN, OWN, Change, Letter, LetterState, pause_after
from planner.domain.promise import Kind, Standing, moves_so_far, standing
from planner.domain.request import State
from planner.errors import ChannelError
from planner.locale import gettext as _
from planner.ports import Handover, Outcome
from planner.services.context import LEASE_SECONDS, Context, Overtaken
from planner.services.last_look import LastLook
from planner.services.undelivered import block, fail
from planner.store.unit import Unit

_log = logging.getLogger(__name__)
#: So long after a look at everything its letters may leave: as long as a whole lease, which is
#: looked at before every letter.
FRESH = timedelta(seconds=LEASE_SECONDS)


def recover(unit: Unit, ctx: Context, now: datetime) -> int:
    """Letters that were in hand when a pass ended: perhaps delivered, never sent again.

    Returns how many. Only the holder of the lease calls this, before its first delivery. If a
    letter left, it did so when it might first: hours ago, perhaps, and not at this moment, at which
    the person may get another one.
    """
    hanging = unit.outbox.in_state(LetterState.HANDING_OVER)
    for letter in hanging:
        left = min(now, max(letter.created_at, letter.not_before))
        record(unit, ctx, letter, Outcome(Handover.PERHAPS, "the program ended meanwhile"), left)
    return len(hanging)


def deliver(ctx: Context, planned_at: datetime) -> int:
    """Send what is due; returns how many left. Raises Overtaken.

    At most one letter is in hand: its claim is committed before it is handed over, what became of
    it right after that, together with the claim of the next one (invariant 8). What is not sent
    within FRESH of the plan waits for the next pass: this one's may be old by then, and after a
    sleep it is.
    """
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        due = unit.outbox.due(now)
        if not due:
            return 0
        look = LastLook(unit, due, now)
    gone, handed = 0, None
    waiting = iter(due)
    while letter := _next(ctx, look, waiting, handed, planned_at):
        outcome = _hand_over(ctx, letter, planned_at)
        if outcome.handover in (Handover.SENT, Handover.PERHAPS):
            look.left(letter)
            gone += 1
        handed = letter, outcome
    return gone


def _next(
    ctx: Context,
    look: LastLook,
    waiting: Iterator[Letter],
    handed: tuple[Letter, Outcome] | None,
    planned_at: datetime,
) -> Letter | None:
    """Record what became of a letter and take the next one in hand: one transaction."""
    with ctx.store.write() as unit:
        now = ctx.clock.now()
        if handed is not None:
            _handed(unit, ctx, *handed, now)
        ours = ctx.renew(unit, now)
        if ours and fresh(planned_at, now) and not ctx.stopping.is_set():
            for letter in waiting:
                allowed = look.allows(unit, ctx, letter, now)
                if allowed and (claimed := unit.outbox.claim(letter.id)):
                    return claimed
    if not ours:
        raise Overtaken
    return None


def fresh(planned_at: datetime, now: datetime) -> bool:
    """Whether what was planned then may still be said now, without another look."""
    return timedelta() <= now - planned_at <= FRESH


def _hand_over(ctx: Context, letter: Letter, planned_at: datetime) -> Outcome:
    sender = ctx.senders.get(letter.channel)
    if sender is None:
        return Outcome(Handover.LATER, f"the channel {letter.channel!r} cannot send")
    now = ctx.clock.now()
    if not fresh(planned_at, now):
        return Outcome(Handover.LATER, _("The computer slept before the message left."))
    try:
        return sender.send(outgoing(ctx, letter, now))
    except ChannelError as error:  # nothing has left: no password, for one
        return Outcome(Handover.LATER, str(error))
    except Exception as error:  # noqa: BLE001 - the border: one letter must not stop the others
        # Nobody knows how far it came: never sent again by itself (invariant 8).
        _log.exception("A letter could not be handed over")
        return Outcome(Handover.PERHAPS, type(error).__name__)


def outgoing(ctx: Context, letter: Letter, now: datetime) -> Outgoing:
    """A letter as a channel carries it."""
    shop = ctx.settings.shop
    written_to = letter.from_address if ctx.me.owns(letter.from_address) else ""
    return Outgoing(
        to=Mailbox(letter.to_address, letter.to_name),
        sender=Mailbox(written_to or ctx.own_address(letter.channel), shop.name),
        subject=letter.subject,
        body=letter.body,
        message_id=letter.message_id,
        at=now,
        automatic=letter.automatic,
        in_reply_to=letter.in_reply_to,
        references=letter.references,
        language=letter.language,
    )


def record(unit: Unit, ctx: Context, letter: Letter, outcome: Outcome, now: datetime) -> None:
    """What became of a letter, and of the promises it carries (invariant 4)."""
    # A refusal of the owner's own address says nothing about the person's, and can be put right.
    if outcome.handover is Handover.LATER or outcome.about_us:
        _later(unit, letter, outcome, now)
    elif outcome.handover is Handover.REFUSED:
        block(unit, ctx, letter, now)
        fail(unit, letter, outcome.detail, now)
    else:
        _said(unit, ctx, letter, outcome, now)


def _handed(unit: Unit, ctx: Context, letter: Letter, outcome: Outcome, now: datetime) -> None:
    """What became of a letter in hand, also of one that another process took out of it meanwhile.

    That one took this process for ended and wrote `perhaps`: what is known now is better.
    """
    kept = unit.outbox.get(letter.id)
    if kept.state is LetterState.HANDING_OVER:
        record(unit, ctx, letter, outcome, now)
    elif kept.state is not LetterState.PERHAPS:
        return  # the owner has decided about it since
    elif outcome.handover is Handover.SENT:
        sent = LetterState.SENT
        unit.outbox.change(letter.id, state=sent, detail=outcome.detail, copied=_copy(ctx, letter))
    elif outcome.handover is not Handover.PERHAPS:  # nobody has read it
        if outcome.handover is Handover.REFUSED and not outcome.about_us:
            block(unit, ctx, letter, now)
        fail(unit, kept, outcome.detail, now)


def _copy(ctx: Context, letter: Letter) -> str:
    """Whether a letter that has left is to be filed among the sent mail."""
    return "wanted" if letter.channel in ctx.keepers else ""


def _later(unit: Unit, letter: Letter, outcome: Outcome, now: datetime) -> None:
    pause = pause_after(letter.tries)
    if pause is None and letter.reason == AGAIN:  # its first try is as uncertain as before
        unit.outbox.change(letter.id, state=LetterState.PERHAPS, detail=outcome.detail)
        return
    if pause is None:
        fail(unit, letter, outcome.detail, now)
        return
    unit.outbox.change(
        letter.id, state=LetterState.QUEUED, not_before=now + pause, detail=outcome.detail
    )


def _said(unit: Unit, ctx: Context, letter: Letter, outcome: Outcome, now: datetime) -> None:
    sent = outcome.handover is Handover.SENT
    state = LetterState.SENT if sent else LetterState.PERHAPS
    # What perhaps left gets no copy: among the sent mail it would look delivered.
    copied = _copy(ctx, letter) if sent else ""
    # A second try tells no date anew: `sent_at` stays that of the first.
    first = {} if letter.reason == AGAIN else {"sent_at": now}
    unit.outbox.change(letter.id, state=state, detail=outcome.detail, copied=copied, **first)
    unit.journal.say_of_letter(now, "message.sent", letter, letter.reason)
    if letter.reason == AGAIN:
        return
    unit.requests.change(letter.request_id, last_out_at=now)
    if letter.purpose in OWN:
        _end(unit, letter, now)
    for change in letter.changes:
        if unit.requests.get(change.request_id).state is State.OPEN:  # it may have ended meanwhile
            promise(unit, change, letter.id, now)


def _end(unit: Unit, letter: Letter, now: datetime) -> None:
    """The owner's own word keeps a promise; without another date in it, it ends the request."""
    told = standing(unit.promises.of(letter.request_id))
    if told is not None:
        kept = letter.purpose == "answer"
        unit.promises.end(told.id, Standing.KEPT if kept else Standing.RELEASED, now)
        if kept:
            unit.journal.say(
                now,
                "promise.kept",
                letter.request_id,
                kind=told.kind,
                due=told.due,
                window=told.window,
            )
    request = unit.requests.get(letter.request_id)
    if request.state is not State.OPEN:
        unit.journal.say(
            now, "request.ended", letter.request_id, person=request.person, how=request.state
        )


def promise(unit: Unit, change: Change, letter_id: int | None, now: datetime) -> None:
    """A date that has been told from now on: made, moved, or news that was kept."""
    past = unit.promises.of(change.request_id)
    told, moves = standing(past), moves_so_far(past)
    facts = {"kind": change.kind, "due": change.due, "window": change.window}
    if told is None:
        unit.promises.make(change, now, letter_id, moves)
        unit.journal.say(now, "promise.made", change.request_id, **facts)
    elif told.kind is Kind.NEWS:
        unit.promises.end(told.id, Standing.KEPT, now)
        unit.journal.say(
            now, "promise.kept", change.request_id, kind=told.kind, due=told.due, window=told.window
        )
        unit.promises.make(change, now, letter_id, moves)
        unit.journal.say(now, "promise.made", change.request_id, **facts)
    else:
        in_time = now <= told.due
        if in_time:
            unit.promises.move(told.id, change, letter_id, told.moves + 1)
        else:
            unit.promises.end(told.id, Standing.MOVED_LATE, now)
            unit.promises.make(change, now, letter_id, told.moves + 1)
        facts["from"] = told.due
        unit.journal.say(now, "promise.moved", change.request_id, in_time=in_time, **facts)
