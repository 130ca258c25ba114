"""Noting: a request by word of mouth, in the shop or on the telephone, and its spoken date.

Its date is the owner's own word (I-04, C-06).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from planner.domain.message import Incoming, Mailbox
from planner.domain.outbox import Change
from planner.domain.promise import INSIDE, Kind
from planner.domain.questions import questions, ready_to_buy, written
from planner.domain.reply import effort_of
from planner.domain.request import Request
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.delivering import promise as make_promise
from planner.services.giving import first_feasible, hint, waking
from planner.services.planning import Situation, look
from planner.store.unit import Unit
from planner.views import Done


def add(
    ctx: Context,
    text: str,
    person: str,
    via: str = "shop",
    *,
    by: date | None = None,
    as_said: bool = False,
) -> Done:
    """A request noted by hand (I-04, C-06): its date is the owner's spoken word.

    Without `by` the planner says which date she can give. With it her date is entered if it has
    room; otherwise NotPossible proposes the first one that holds and nothing is written, unless
    `as_said`: then it is her own choice, and recorded as one.
    """
    if not text.strip() or not person.strip():
        raise WrongUse(_("A note needs a text and a name."), do='entracte add "..." --from NAME')
    at = ctx.clock.now()
    if by is not None and by < ctx.day(at):
        raise WrongUse(_("That day has passed."), do=_("Choose another day."))
    with ctx.store.write() as unit:
        request = _note(unit, ctx, text, person, via, at)
        situation = look(unit, ctx, at)
        change = _spoken(ctx, situation, request, by, as_said=as_said)
        if change is None:
            return Done(_("Noted. No window ahead has room: give no date yet."))
        make_promise(unit, change, None, at)
        if not change.window:
            unit.journal.act(at, "override", request=request.id, said=by)
    when = ctx.when(change.due, at)
    if by is None:
        said = _("Noted as {id}. You can say: {when}.").format(id=request.id, when=when)
    elif change.window:
        said = _("Noted as {id}, for {when}.").format(id=request.id, when=when)
    else:
        said = _("Noted as {id}, for {when} as you said, although there is no room.").format(
            id=request.id, when=when
        )
    return Done(said, hint=hint(text) if by else "")


def _evening(ctx: Context, day: date) -> datetime:
    """When a day without a window ends for a customer: as the quiet hours begin."""
    begins, ends = ctx.bounds(day)
    quiet = ctx.policy.spans("hold_notices", begins, ends)
    evenings = [start for start, _end in quiet if start > begins]
    return max(evenings, default=ends - INSIDE)


def _spoken(
    ctx: Context, situation: Situation, request: Request, by: date | None, *, as_said: bool
) -> Change | None:
    """The date to enter; None when there is none to give. Raises NotPossible with a proposal."""
    place = situation.place(request.id)
    if situation.horizon.news_only or not situation.horizon.knows(place):
        place = None
    honest = situation.horizon.announced(place) if place else None
    if by is None:
        return Change(request.id, Kind.ANSWER, honest, place.id) if honest and place else None
    that_day = [w.end for w in waking(ctx, situation.horizon.open) if w.day == by]
    if that_day and place and place.end <= max(that_day):
        return Change(request.id, Kind.ANSWER, max(that_day), place.id)
    if as_said:
        due = max(that_day, default=_evening(ctx, by))
        return Change(request.id, Kind.ANSWER, due, "")
    what = _("That day has no room.") if that_day else _("No window is open on that day.")
    if situation.horizon.news_only:
        raise NotPossible(what, do=_("No window ahead has room: give no date yet."))
    nearest = first_feasible(ctx, situation, request, by).due
    when = ctx.when(nearest, situation.now)
    raise NotPossible(
        what,
        do=_("Say {when} instead, or add --as-said if your word is already given.").format(
            when=when
        ),
    )


def _note(unit: Unit, ctx: Context, text: str, person: str, via: str, at: datetime) -> Request:
    """Open a request by hand. It has no channel to write to: the owner tells the person herself."""
    name = " ".join(person.split())
    language = ctx.settings.shop.language
    effort = effort_of(text, language)
    asked = questions(text)
    request = unit.requests.open_new(
        person_id=unit.people.at(via, name, name, at),
        channel=via,
        address=name.lower(),
        subject=" ".join(text.split())[:80],
        opened_at=at,
        last_in_at=at,
        answers=effort.answers,
        minutes=effort.minutes,
        language=language,
        answerable=False,
        asks=written(asked),
        ready_to_buy=ready_to_buy(text, asked),
    )
    message = Incoming(
        foreign_id=uuid4().hex,
        received_at=at,
        sender=Mailbox(name, name),
        text=text,
        reply_text=text,
    )
    unit.messages.keep(via, message, request.id, ())
    unit.journal.say(at, "request.opened", request.id, person=name, via=via)
    unit.journal.act(at, "add", request=request.id)
    return request
