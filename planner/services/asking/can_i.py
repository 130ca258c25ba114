"""Asking: can a new job be done, by when, and whom would it push? Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from planner.domain.passed_over import first_with_room
from planner.domain.plan.jobs import Job, Limit
from planner.domain.plan.make import Plan, plan
from planner.domain.promise import Date, Kind, honest_date, word_for
from planner.domain.request import Effort, Request
from planner.domain.time import to_minutes
from planner.domain.window import Window
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.services.asking.can_i_words import sentence, you_can_say
from planner.services.asking.standing import standing, standing_job
from planner.services.context import Context
from planner.services.planning import Situation, look
from planner.services.rooms import Rooms
from planner.views import CanView, DateView, PushView

#: The id of the job that is asked about; requests have numbers.
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A window made free for the job: whom that pushes, and whether it passes the fill."""

    window: Window
    pushes: tuple[PushView, ...]
    people: int  # who would have to be told
    beyond_fill: bool


def can_i(
    ctx: Context, subject: str, minutes: int, answers: int = 1, by: datetime | None = None
) -> CanView:
    """The earliest honest date of a new job; with `by`, whether then, and whom it would push.

    `by` is the first instant after the moment asked for. Raises WrongUse for a job that no window
    can hold and for a moment that has passed. Reads in one transaction and writes nothing.
    """
    now = ctx.clock.now()
    if minutes <= 0 or answers <= 0:
        raise WrongUse(_("A job takes at least one minute and one answer."))
    if by is not None and by <= now:
        raise WrongUse(_("That moment has passed."), do=_("Choose a later one."))
    effort = Effort(answers, minutes)
    with ctx.store.read() as unit:
        situation = look(unit, ctx, now)
        held = situation.rooms
    _check_size(ctx, situation, effort)
    place = earliest(situation, held, effort)
    date = honest_date(place, situation.horizon)
    answer, squeezed = _answer(situation, held, effort, place, date, by)
    if squeezed is not None:
        place, date = squeezed.window, honest_date(squeezed.window, situation.horizon)
    view = CanView(
        subject=" ".join(subject.split()),
        minutes=minutes,
        answers=answers,
        by=by,
        answer=answer,
        date=_date(place, date),
        pushes=squeezed.pushes if squeezed else (),
        people=squeezed.people if squeezed else 0,
        beyond_fill=squeezed.beyond_fill if squeezed else False,
    )
    return replace(view, sentence=sentence(view, ctx, now), you_can_say=you_can_say(view, ctx, now))


def _check_size(ctx: Context, situation: Situation, effort: Effort) -> None:
    """A job larger than every window has no place: it has to be split."""
    most = Effort(0, 0)
    for window in situation.horizon.open:
        rule = ctx.policy.day(window.day)
        count = min(window.answers, rule.window_answers, rule.answers * rule.fill // 100)
        most = max(
            most,
            Effort(count, min(window.minutes, rule.minutes * rule.fill // 100)),
            key=lambda e: (e.minutes, e.answers),
        )
    if not most.answers or not most.minutes:
        return  # nothing is ever open: that is an answer, not a mistake
    parts = max(-(-effort.minutes // most.minutes), -(-effort.answers // most.answers))
    if parts > 1:
        raise WrongUse(
            _("No window holds that: the largest takes {minutes} minutes and {answers} answers.")
            .format(minutes=most.minutes, answers=most.answers),
            do=ngettext(
                "Split it: it takes {n} window.", "Split it: it takes {n} windows.", parts
            ).format(n=parts),
        )  # fmt: skip


def earliest(situation: Situation, held: Rooms, effort: Effort) -> Window | None:
    """The first window that takes a new job while everybody else stays where they are."""
    room = held.of(situation.now)
    new = Job(ASKED, minutes=effort.minutes, count=effort.answers)
    slot = first_with_room(room.slots, room.limits, standing(situation), situation.plan.places, new)
    return situation.windows[slot] if slot else None


def _answer(
    situation: Situation,
    held: Rooms,
    effort: Effort,
    place: Window | None,
    date: Date | None,
    by: datetime | None,
) -> tuple[str, Squeezed | None]:
    """yes, yes-but (others give way), later (room, but too far for a date), news, no or none."""
    if date is None:
        return "none", None
    if by is None:
        return ("yes" if date.kind is Kind.ANSWER else "news"), None
    if date.kind is Kind.ANSWER and date.due <= by:
        return "yes", None
    horizon = situation.horizon
    far = date.kind is Kind.NEWS and not horizon.news_only
    if far and place is not None and horizon.announced(place) <= by:
        return "later", None  # there is room without pushing anybody, only no date yet
    found = list(_squeezes(situation, held, effort, by))
    if found:
        best = min(found, key=lambda s: (s.people, len(s.pushes), s.beyond_fill, s.window.start))
        return ("yes-but" if best.pushes or best.beyond_fill else "yes"), best
    return "no", None


def _squeezes(
    situation: Situation, held: Rooms, effort: Effort, by: datetime
) -> Iterator[Squeezed]:
    """Every window whose date, margin included, is early enough and can be made free."""
    horizon = situation.horizon
    if horizon.news_only:
        return
    others = _others(situation)
    for window in horizon.open:
        if horizon.within_reach(window) and horizon.announced(window) <= by:
            made = _made_free(held, others, effort, window)
            pushed = _pushes(situation, made) if made else None
            if made and pushed is not None:
                told = {p.person_id for p in pushed if p.told}
                beyond = _beyond_fill(situation, held, made, effort, window)
                yield Squeezed(window, tuple(pushed), len(told), beyond)


def _others(situation: Situation) -> list[Job]:
    """Everybody as they stand: who was told a date keeps a window, the others their turn."""
    found: list[tuple[datetime, Job]] = []
    for request in situation.requests:
        place = situation.place(request.id)
        if place is None:
            continue
        job = standing_job(situation, request)
        if job.promised is None:  # nobody comes sooner because somebody else is pushed
            job = replace(job, arrival=to_minutes(place.start))
        found.append((place.start, job))
    found.sort(key=lambda pair: (pair[0], int(pair[1].id)))
    return [replace(job, rank=turn) for turn, (_start, job) in enumerate(found)]


def _made_free(held: Rooms, others: list[Job], effort: Effort, window: Window) -> Plan | None:
    """The plan with the job fixed in a window; None when the window cannot hold it."""
    fixed = Job(
        ASKED,
        minutes=effort.minutes,
        count=effort.answers,
        due=to_minutes(window.end),
        promised=window.id,
        pinned=True,
    )
    try:
        return plan(held.plain.slots, held.plain.limits, [fixed, *others])
    except ValueError:  # it does not fit there, even alone
        return None


def _pushes(situation: Situation, made: Plan) -> list[PushView] | None:
    """Who would change their window; None when somebody could not be given an honest date."""
    found: list[PushView] = []
    for request in situation.requests:
        old = situation.place(request.id)
        if old is None:
            continue
        slot = made.places[str(request.id)]
        new = situation.windows[slot] if slot else None
        if new is not None and new.id == old.id:
            continue
        push = _push(situation, request, old, new)
        if push is None:
            return None
        found.append(push)
    return found


def _push(
    situation: Situation, request: Request, old: Window, new: Window | None
) -> PushView | None:
    told = situation.told.get(request.id)
    told = told if told is not None and told.kind is Kind.ANSWER else None
    kept = told is not None and new is not None and new.end <= told.due
    date: Date | None = None
    if told is not None and not kept:
        # No word is left for a promise that was moved twice: it may not be pushed (C-04).
        word = word_for(request.id, new, told, None, situation.horizon, situation.now)
        if word is None:
            return None
        date = word.date
    return PushView(
        request=request.id,
        person_id=request.person_id,
        person=request.person,
        subject=request.subject,
        window_from=old.id,
        window_to=new.id if new else None,
        start_to=new.start if new else None,
        due_from=told.due if told else None,
        due_to=date.due if date else told.due if told else None,
        kind=str(date.kind if date else Kind.ANSWER) if told else None,
        told=date is not None,
    )


def _beyond_fill(
    situation: Situation, held: Rooms, made: Plan, effort: Effort, window: Window
) -> bool:
    """Whether the day would be filled beyond its target: into the room for the unforeseen."""
    limit = held.plain.limits.get(window.day.isoformat(), Limit())
    answers, minutes = effort.answers, effort.minutes
    for request in situation.requests:
        slot = made.places.get(str(request.id))
        if slot and situation.windows[slot].day == window.day:
            answers += request.effort.answers
            minutes += request.effort.minutes
    bounds = (answers, limit.fill_count), (minutes, limit.fill_minutes)
    return any(most is not None and size > most for size, most in bounds)


def _date(place: Window | None, date: Date | None) -> DateView | None:
    if date is None:
        return None
    return DateView(
        kind=str(date.kind),
        due=date.due,
        window=place.id if place else None,
        start=place.start if place else None,
    )
