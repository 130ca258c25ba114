"""Giving a date: the owner's own promises, written (C-01, C-03) or spoken (C-06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from planner.domain.claims import INSTEAD, claims
from planner.domain.outbox import Change
from planner.domain.plan import Limit
from planner.domain.promise import Kind
from planner.domain.request import Effort, Request
from planner.domain.window import Window, quiet_spans, quiet_until
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import short
from planner.services.context import Context
from planner.services.delivering import promise as make_promise
from planner.services.noting import note
from planner.services.planning import Situation, look
from planner.store.unit import Unit
from planner.views import Done

#: A due moment is the end of a window: a moment before it lies inside.
MOMENT = timedelta(seconds=1)


def hint(text: str) -> str:
    """A question about words that promise more than is known; "" when there are none (C-07)."""
    found = claims(text)
    if not found:
        return ""
    question = _("“{words}” promises more than you know. Say “{instead}” instead?")
    return question.format(words=", ".join(found[:3]), instead=INSTEAD[language()])


def first_feasible(unit: Unit, ctx: Context, request: Request, by: date, at: datetime) -> Change:
    """The first feasible date on or after a day: never a full or closed day, nor a quiet hour.

    Raises NotPossible when no window or no room is ahead.
    """
    return _first_feasible(ctx, look(unit, ctx, at), request, by)


def _first_feasible(ctx: Context, situation: Situation, request: Request, by: date) -> Change:
    windows = [
        w for w in _waking(ctx, situation.horizon.open) if w.day >= by and w.start > situation.now
    ]
    if not windows:
        raise NotPossible(
            _("That day is closed, or further ahead than dates are planned."),
            do=_("Choose another day."),
        )
    days, inside = _planned(situation, request)
    for window in windows:
        fits_day = _fits(days[window.day], situation.left_today(window.day))
        if fits_day and _fits_inside(ctx, window, inside[window.id]):
            due = situation.horizon.announced(window)
            same_day = [w.end for w in windows if w.day == window.day]
            return Change(request.id, Kind.ANSWER, min(due, max(same_day)), window.id)
    raise NotPossible(_("No day ahead has room."), do=_("Release something first."))


def _waking(ctx: Context, windows: Iterable[Window]) -> list[Window]:
    """Windows that do not end in the quiet hours: nothing is promised for then."""
    return [w for w in windows if quiet_until(ctx.schedule, w.end - MOMENT) is None]


def _fits(effort: Effort, left: Limit) -> bool:
    """Whether a day still holds that much, up to its fill target."""
    most, minutes = left.fill_count, left.fill_minutes
    return (most is None or effort.answers <= most) and (
        minutes is None or effort.minutes <= minutes
    )


def _fits_inside(ctx: Context, window: Window, effort: Effort) -> bool:
    """Whether a window that has not begun holds that much."""
    most = min(window.answers, ctx.policy.day(window.day).window_answers)
    return effort.answers <= most and effort.minutes <= window.minutes


def _planned(
    situation: Situation, own: Request
) -> tuple[defaultdict[date, Effort], defaultdict[str, Effort]]:
    """What each day and each window would hold with this request in it."""
    days: defaultdict[date, Effort] = defaultdict(lambda: own.effort)
    inside: defaultdict[str, Effort] = defaultdict(lambda: own.effort)
    for request in situation.requests:
        place = situation.place(request.id)
        if place is not None and request.id != own.id:
            days[place.day] = _with(days[place.day], request.effort)
            inside[place.id] = _with(inside[place.id], request.effort)
    return days, inside


def _with(so_far: Effort, more: Effort) -> Effort:
    return Effort(so_far.answers + more.answers, so_far.minutes + more.minutes)


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
        request = note(unit, ctx, text, person, via, at)
        situation = look(unit, ctx, at)
        change = _spoken(ctx, situation, request, by, as_said=as_said)
        if change is None:
            return Done(_("Noted. No window ahead has room: give no date yet."))
        make_promise(unit, change, None, at)
        if not change.window:
            unit.journal.act(at, "override", request=request.id, said=by)
    when = short(change.due, at, ctx.schedule.zone, ctx.settings.shop.language)
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
    evenings = [start for start, _end in quiet_spans(ctx.schedule, day) if start > begins]
    return max(evenings, default=ends - MOMENT)


def _spoken(
    ctx: Context, situation: Situation, request: Request, by: date | None, *, as_said: bool
) -> Change | None:
    """The date to enter; None when there is none to give. Raises NotPossible with a proposal."""
    place = situation.place(request.id)
    if situation.horizon.news_only:
        place = None
    honest = situation.horizon.announced(place) if place else None
    if by is None:
        return Change(request.id, Kind.ANSWER, honest, place.id) if honest and place else None
    that_day = [w.end for w in _waking(ctx, situation.horizon.open) if w.day == by]
    if that_day and place and place.end <= max(that_day):
        return Change(request.id, Kind.ANSWER, max(that_day), place.id)
    if as_said:
        due = max(that_day, default=_evening(ctx, by))
        return Change(request.id, Kind.ANSWER, due, "")
    what = _("That day has no room.") if that_day else _("No window is open on that day.")
    if situation.horizon.news_only:
        raise NotPossible(what, do=_("No window ahead has room: give no date yet."))
    nearest = _first_feasible(ctx, situation, request, by).due
    when = short(nearest, situation.now, ctx.schedule.zone, ctx.settings.shop.language)
    raise NotPossible(
        what,
        do=_("Say {when} instead, or add --as-said if your word is already given.").format(
            when=when
        ),
    )
