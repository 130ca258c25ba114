"""Answering: the owner's own words, and the ends she gives to requests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from planner.domain.outbox import IN_PERSON, Change, Letter, LetterState
from planner.domain.promise import Standing, standing
from planner.domain.request import Request, State
from planner.domain.window import next_window
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import day_is_full, granted
from planner.services.delivering import promise as make_promise
from planner.services.giving import first_feasible, hint
from planner.services.planning import look
from planner.services.policy.known import WORKED
from planner.services.promising import GRACE, cancel, send_later
from planner.services.recording import record_request
from planner.services.taking_back import hold
from planner.services.templates import complete
from planner.services.wording import letter_to, promised_line, release_body
from planner.store.unit import Unit
from planner.views import Done

#: So long after a window has closed, the answer in progress still leaves at once.
FINISHING = timedelta(minutes=5)


def answer(
    ctx: Context,
    request_id: int,
    text: str,
    *,
    now: bool = False,
    by: date | None = None,
    grace: bool = False,
) -> Done:
    """Send the owner's answer; with `by` it is a first word and a promise of the rest (C-01).

    The promise is for the first day with room from `by` on (C-03), and the text says which, unless
    it names that day already. Outside a window it leaves when the next one opens, unless `now`
    (B-09). A full day is not exceeded unless `now`, and that is recorded (F-04). With `grace` it
    waits ten seconds in which it can be undone. Raises NotPossible, NotFound, WrongUse.
    """
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        held = grace and request.channel in ctx.senders  # what was said in person is said
        if held:
            hold(unit, ctx, [request], at)
        return say(unit, ctx, request, text, at, now=now, by=by, held=held)


def say(
    unit: Unit,
    ctx: Context,
    request: Request,
    text: str,
    at: datetime,
    *,
    now: bool = False,
    by: date | None = None,
    held: bool = False,
) -> Done:
    """The owner's answer to one open request, inside a transaction of the caller's.

    One that is `held` leaves when it can no longer be taken back; the caller noted what stood.
    """
    if not text.strip():
        raise WrongUse(_("The answer is empty."), do=_("Write something, or release the request."))
    complete(text)
    situation = look(unit, ctx, at)
    by_hand = ctx.policy.holds("beyond_limits", at)
    full = day_is_full(situation, ctx)
    record_request(unit, ctx, request, at)
    grant = granted(situation, unit, ctx).get(request.id) if full else None
    if grant:
        unit.journal.once(grant, f"{request.id}:{at.isoformat()}", at)
    elif full and not now and not by_hand:
        raise NotPossible(
            _("The day is full."), do=_("Answer it tomorrow, or send it now on purpose.")
        )
    changes = (first_feasible(ctx, situation, request, by),) if by else ()
    words = text
    for change in changes:
        language = request.language or ctx.settings.shop.language
        words = promised_line(ctx, language, text, change.due, at)
    beyond = full and not grant and not by_hand
    kind = "override" if beyond else "answer"
    unit.journal.act(at, kind, request=request.id)
    withdraw(unit, request)
    leaves = at if now else leaves_at(unit, ctx, at, request)
    if held:
        leaves = max(leaves, at + GRACE)
    letter = letter_to(
        unit, ctx, request, words, "answer", at, automatic=False, changes=changes, reason="owner"
    )
    send_later(unit, letter, leaves, at)
    unit.requests.change(request.id, last_own_at=at, written=0)
    if changes:  # nothing is dealt again before the day she named
        window = situation.windows[changes[0].window]
        unit.requests.change(request.id, snoozed_until=window.start)
    if not by:
        unit.requests.move(request, State.ANSWERED, at)
    unit.journal.once(WORKED, ctx.day(at).isoformat(), at)
    if request.channel not in ctx.senders:
        _by_hand(unit, request, changes, at)
        leaves = at
    until = at + GRACE if held else None
    return Done(_answered(ctx, request, changes, by, leaves, at), until, hint(text))


def _answered(
    ctx: Context,
    request: Request,
    changes: tuple[Change, ...],
    by: date | None,
    leaves: datetime,
    at: datetime,
) -> str:
    """What was done, and when it leaves if it does not leave now (B-09)."""
    if leaves > at + GRACE:
        when = ctx.when(leaves, at)
        said = _("It leaves when the window opens: {when}.").format(when=when)
    else:
        said = _("Answered.") if request.channel in ctx.senders else _("Noted as answered.")
    for change in changes:
        when = ctx.when(change.due, at)
        if ctx.day(change.due) == by:
            said += " " + _("The rest is promised for {when}.").format(when=when)
        else:
            said += " " + _(
                "That day is closed or full: the rest is promised for {when}, as the message says."
            ).format(when=when)
    return said


def _by_hand(unit: Unit, request: Request, changes: tuple[Change, ...], at: datetime) -> None:
    """An answer given in person: nothing to send, and the promise is kept."""
    for letter in unit.outbox.of(request.id):
        if letter.state is LetterState.QUEUED:
            unit.outbox.change(letter.id, state=LetterState.SENT, sent_at=at, detail=IN_PERSON)
    told = standing(unit.promises.of(request.id))
    if told is not None:
        unit.promises.end(told.id, Standing.KEPT, at)
        unit.journal.say(
            at, "promise.kept", request.id, kind=told.kind, due=told.due, window=told.window
        )
    for change in changes:
        make_promise(unit, change, None, at)
    if not changes:
        how = State.ANSWERED
        unit.journal.say(at, "request.ended", request.id, person=request.person, how=how)


def open_request(unit: Unit, request_id: int) -> Request:
    """An open request; raises NotPossible for one that has ended, NotFound for none."""
    request = unit.requests.get(request_id)
    if request.state is not State.OPEN:
        raise NotPossible(
            _("Request {id} is already {state}.").format(id=request_id, state=_(request.state)),
            do=_("See `entracte why {id}`.").format(id=request_id),
        )
    return request


def withdraw(unit: Unit, request: Request, *, dated: bool = False) -> None:
    """Automatic words that have not left are not needed any more; nor, with `dated`, a date."""
    for letter in unit.outbox.of(request.id):
        own = letter.automatic or (dated and letter.changes)
        if own and letter.state is LetterState.QUEUED:
            cancel(unit, letter)


def leaves_at(unit: Unit, ctx: Context, at: datetime, request: Request) -> datetime:
    """Now inside a window, else the opening of the next one; a promise is not broken by waiting.

    What was in progress when a window closed may be finished (A-08), and what the owner asked more
    minutes for leaves at once (F-04).
    """
    if ctx.policy.holds("beyond_limits", at):
        return at
    absences = ctx.absences(unit, at)
    window = next_window(ctx.schedule, at - FINISHING, absences, ctx.policy.left)
    if window is None or window.start <= at:
        return at
    told = standing(unit.promises.of(request.id))
    return at if told is not None and told.due <= window.start else window.start


def release(ctx: Context, request_id: int, alternative: str = "", *, grace: bool = False) -> Done:
    """Say honestly that no answer will come (C-09); with `grace` ten seconds undo it."""
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        complete(alternative)
        body = release_body(ctx, request, alternative)
        _end(unit, ctx, request, State.RELEASED, body, at, held=grace)
    said = _("Released, and said so.")
    if request.channel not in ctx.senders:
        said = _("Released. Tell the person yourself: nothing can be sent there.")
    return Done(said, at + GRACE if grace else None)


def decline(ctx: Context, request_id: int, text: str = "", *, grace: bool = False) -> Done:
    """Decline: with a text it is sent, without one the request is closed on purpose.

    With `grace` ten seconds undo it.
    """
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        complete(text)
        _end(unit, ctx, request, State.DECLINED, text, at, held=grace)
    said = _("Declined.") if text else _("Closed without a word.")
    return Done(said, at + GRACE if grace else None)


def _end(
    unit: Unit,
    ctx: Context,
    request: Request,
    state: State,
    body: str,
    at: datetime,
    *,
    held: bool,
) -> None:
    if held:
        hold(unit, ctx, [request], at)
    withdraw(unit, request, dated=True)
    unit.requests.move(request, state, at)
    unit.journal.act(at, str(state), request=request.id)
    unit.journal.once(WORKED, ctx.day(at).isoformat(), at)
    if body:
        purpose = "release" if state is State.RELEASED else "decline"
        letter: Letter = letter_to(
            unit, ctx, request, body, purpose, at, automatic=False, reason="owner"
        )
        if request.channel in ctx.senders:
            leaves = leaves_at(unit, ctx, at, request)
            send_later(unit, letter, max(leaves, at + GRACE) if held else leaves, at)
            return
        kept = send_later(unit, letter, at, at)  # told in person: nothing is sent
        unit.outbox.change(kept.id, state=LetterState.SENT, sent_at=at, detail=IN_PERSON)
    told = standing(unit.promises.of(request.id))
    if told is not None:
        unit.promises.end(told.id, Standing.RELEASED, at)
    unit.journal.say(at, "request.ended", request.id, person=request.person, how=state)


def snooze(ctx: Context, request_id: int, until: datetime) -> Done:
    """Put aside until an instant; the plan looks for a place after it."""
    at = ctx.clock.now()
    if until <= at:
        raise WrongUse(_("That moment has passed."), do=_("Choose a later one."))
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        unit.requests.change(request.id, snoozed_until=until)
        unit.journal.act(at, "snooze", request=request.id, until=until)
    when = ctx.when(until, at)
    return Done(_("Put aside until {when}.").format(when=when))
