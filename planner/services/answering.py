"""Answering: the owner's own words, and the ends she gives to requests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from planner.domain.outbox import Change, Letter, LetterState
from planner.domain.plan import Limit
from planner.domain.promise import Kind, Standing
from planner.domain.request import Effort, Request, State
from planner.domain.window import next_window
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services.context import Context
from planner.services.dealing import day_is_full
from planner.services.delivering import promise as make_promise
from planner.services.noting import note
from planner.services.planning import Situation, look
from planner.services.promising import cancel, send_later
from planner.services.wording import letter_to, release_body
from planner.store.unit import Unit
from planner.views import Done

#: So long after a window has closed, the answer in progress still leaves at once.
FINISHING = timedelta(minutes=5)


def answer(
    ctx: Context, request_id: int, text: str, *, now: bool = False, by: date | None = None
) -> Done:
    """Send the owner's answer; with `by` it is a first word and a promise of the rest (C-01).

    Outside a window it leaves when the next one opens, unless `now` (B-09). A full day is not
    exceeded unless `now`, and that is recorded (F-04). Raises NotPossible, NotFound, WrongUse.
    """
    if not text.strip():
        raise WrongUse(_("The answer is empty."), do=_("Write something, or release the request."))
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = _open(unit, request_id)
        full = day_is_full(look(unit, ctx, at), ctx)
        if full and not now:
            raise NotPossible(
                _("The day is full."), do=_("Answer it tomorrow, or send it now on purpose.")
            )
        changes = (_promised(unit, ctx, request, by, at),) if by else ()
        _withdraw(unit, request)
        leaves = at if now else leaves_at(unit, ctx, at, request)
        letter = letter_to(
            unit, ctx, request, text, "answer", at, automatic=False, changes=changes, reason="owner"
        )
        send_later(unit, letter, leaves, at)
        unit.requests.change(request.id, last_own_at=at, written=0)
        if changes:  # nothing is dealt again before the day she named
            window = look(unit, ctx, at).windows[changes[0].window]
            unit.requests.change(request.id, snoozed_until=window.start)
        if not by:
            unit.requests.move(request, State.ANSWERED, at)
        unit.journal.act(at, "override" if full else "answer", request=request.id)
        if request.channel not in ctx.senders:
            _by_hand(unit, request, changes, at)
            return Done(_("Noted as answered."))
    if leaves > at:
        when = short(leaves, at, ctx.schedule.zone, ctx.settings.shop.language)
        return Done(_("It leaves when the window opens: {when}.").format(when=when))
    return Done(_("Answered."))


def _by_hand(unit: Unit, request: Request, changes: tuple[Change, ...], at: datetime) -> None:
    """An answer given in person: nothing to send, and the promise is kept."""
    for letter in unit.outbox.of(request.id):
        if letter.state is LetterState.QUEUED:
            unit.outbox.change(letter.id, state=LetterState.SENT, sent_at=at, detail="in person")
    told = unit.promises.standing().get(request.id)
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


def _open(unit: Unit, request_id: int) -> Request:
    request = unit.requests.get(request_id)
    if request.state is not State.OPEN:
        raise NotPossible(
            _("Request {id} is already {state}.").format(id=request_id, state=_(request.state)),
            do=_("See `entracte why {id}`.").format(id=request_id),
        )
    return request


def _withdraw(unit: Unit, request: Request, *, dated: bool = False) -> None:
    """Automatic words that have not left are not needed any more; nor, with `dated`, a date."""
    for letter in unit.outbox.of(request.id):
        own = letter.automatic or (dated and letter.changes)
        if own and letter.state is LetterState.QUEUED:
            cancel(unit, letter)


def leaves_at(unit: Unit, ctx: Context, at: datetime, request: Request) -> datetime:
    """Now inside a window, else the opening of the next one; a promise is not broken by waiting.

    What was in progress when a window closed may be finished (A-08).
    """
    absences = ctx.absences(unit, at)
    window = next_window(ctx.schedule, at - FINISHING, absences, ctx.policy.closed)
    if window is None or window.start <= at:
        return at
    told = unit.promises.standing().get(request.id)
    return at if told is not None and told.due <= window.start else window.start


def _promised(unit: Unit, ctx: Context, request: Request, by: date, at: datetime) -> Change:
    """The first feasible date on or after the day the owner names, never a full or closed one."""
    situation = look(unit, ctx, at)
    windows = [w for w in situation.horizon.open if w.day >= by and w.start > at]
    if not windows:
        raise NotPossible(_("No window is open on that day or later."), do=_("Choose another day."))
    planned = _planned_by_day(situation, request)
    for window in windows:
        if _fits(planned.get(window.day, request.effort), situation.left_today(window.day)):
            due = situation.horizon.announced(window)
            same_day = [w.end for w in windows if w.day == window.day]
            return Change(request.id, Kind.ANSWER, min(due, max(same_day)), window.id)
    raise NotPossible(_("No day ahead has room."), do=_("Release something first."))


def _fits(effort: Effort, left: Limit) -> bool:
    """Whether a day still holds that much, up to its fill target."""
    most, minutes = left.fill_count, left.fill_minutes
    return (most is None or effort.answers <= most) and (
        minutes is None or effort.minutes <= minutes
    )


def _planned_by_day(situation: Situation, own: Request) -> dict[date, Effort]:
    """What each day would hold with this request in it."""
    counted: dict[date, Effort] = {}
    for request in situation.requests:
        place = situation.place(request.id)
        if place is not None and request.id != own.id:
            so_far = counted.get(place.day, own.effort)
            counted[place.day] = Effort(
                so_far.answers + request.effort.answers, so_far.minutes + request.effort.minutes
            )
    return counted


def release(ctx: Context, request_id: int, alternative: str = "") -> Done:
    """Say honestly that no answer will come (C-09)."""
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = _open(unit, request_id)
        body = release_body(ctx, request, alternative)
        _end(unit, ctx, request, State.RELEASED, body, at)
    return Done(_("Released, and said so."))


def decline(ctx: Context, request_id: int, text: str = "") -> Done:
    """Decline: with a text it is sent, without one the request is closed on purpose."""
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = _open(unit, request_id)
        _end(unit, ctx, request, State.DECLINED, text, at)
    return Done(_("Declined."))


def _end(unit: Unit, ctx: Context, request: Request, state: State, body: str, at: datetime) -> None:
    _withdraw(unit, request, dated=True)
    unit.requests.move(request, state, at)
    unit.journal.act(at, str(state), request=request.id)
    if body and request.channel in ctx.senders:
        purpose = "release" if state is State.RELEASED else "decline"
        letter: Letter = letter_to(
            unit, ctx, request, body, purpose, at, automatic=False, reason="owner"
        )
        send_later(unit, letter, leaves_at(unit, ctx, at, request), at)
        return
    told = unit.promises.standing().get(request.id)
    if told is not None:
        unit.promises.end(told.id, Standing.RELEASED, at)
    unit.journal.say(at, "request.ended", request.id, person=request.person, how=state)


def snooze(ctx: Context, request_id: int, until: datetime) -> Done:
    """Put aside until an instant; the plan looks for a place after it."""
    at = ctx.clock.now()
    if until <= at:
        raise WrongUse(_("That moment has passed."), do=_("Choose a later one."))
    with ctx.store.write() as unit:
        request = _open(unit, request_id)
        unit.requests.change(request.id, snoozed_until=until)
        unit.journal.act(at, "snooze", request=request.id, until=until)
    when = short(until, at, ctx.schedule.zone, ctx.settings.shop.language)
    return Done(_("Put aside until {when}.").format(when=when))


def add(ctx: Context, text: str, person: str, via: str = "shop") -> Done:
    """A request noted by hand (I-04, C-06): its date is the owner's spoken word."""
    if not text.strip() or not person.strip():
        raise WrongUse(_("A note needs a text and a name."), do='entracte add "..." --from NAME')
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = note(unit, ctx, text, person, via, at)
        situation = look(unit, ctx, at)
        place = situation.place(request.id)
        if place is None or situation.horizon.news_only:
            return Done(_("Noted. No window ahead has room: give no date yet."))
        due = situation.horizon.announced(place)
        make_promise(unit, Change(request.id, Kind.ANSWER, due, place.id), None, at)
    when = short(due, at, ctx.schedule.zone, ctx.settings.shop.language)
    return Done(_("Noted as {id}. You can say: {when}.").format(id=request.id, when=when))
