"""Dealing: the portion that an open window puts on the desk, inside the day's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.capacity import NOTHING, share_of_waited
from planner.domain.portion import aged_since, easy_first, in_order, in_shares, portion_ended
from planner.domain.promise import Kind
from planner.domain.request import Effort, Request, aged
from planner.domain.window import Absence, Window, absent, next_window, windows_between
from planner.services.context import Context
from planner.services.planning import Situation, first_of
from planner.store.unit import Unit

#: Occurrences that remember answers beyond a full day: of the urgent lane, and those granted.
URGENT, EXTRA = "urgent answer", "extra answer"
#: A break after a portion is so long (needs.md 3.1, E-06).
BREAK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Portion:
    """What the desk deals now. `window` is None while none is open.

    `easy` is who stands in front to make a return begin easily (E-07).
    """

    window: Window | None
    requests: tuple[Request, ...]
    minutes_left: int
    full: bool
    easy: int | None = None


def current_window(unit: Unit, ctx: Context, at: datetime) -> Window | None:
    """The window that is open now if the owner is there, or the minutes she asked for (F-04)."""
    absences = ctx.absences(unit, at)
    if absent(absences, at) is None:
        window = next_window(ctx.schedule, at, absences, ctx.policy.left)
        if window is not None and window.start <= at < window.end:
            return window
    return ctx.policy.more(at)


def day_is_full(situation: Situation, ctx: Context) -> bool:
    """Whether today's limit of answers or minutes is reached (F-03)."""
    left = situation.left_today(ctx.day(situation.now))
    return (left.count is not None and left.count <= 0) or (
        left.minutes is not None and left.minutes <= 0
    )


def deal(situation: Situation, unit: Unit, ctx: Context) -> Portion:
    """The portion: what the plan puts into this window, in the order of the desk (A-08).

    The order is `planner.domain.portion.in_order`; hostile requests come in a small dose, and none
    in the first portion after an absence while somebody else waits; that one begins with what asks
    for least (G-05, E-07).
    """
    now = situation.now
    window = current_window(unit, ctx, now)
    full = day_is_full(situation, ctx) and not ctx.policy.holds("beyond_limits", now)
    beyond = granted(situation, unit, ctx) if full else {}
    if window is None or (full and not beyond):
        return Portion(window, (), 0, full)
    rule = ctx.policy.day(window.day)
    holds = rule.portion if full else _holds(situation, ctx, window)
    room = Effort(min(rule.portion, holds), _minutes(situation, window, full=full))
    left = max(0, (window.end - now) // timedelta(minutes=1))
    ready = _ordered(situation, ctx, window, holds)
    if full:
        ready = [r for r in ready if r.id in beyond]
    inside = situation.used_in.get(window.id, NOTHING).answers
    first = inside < rule.portion and _returns(situation, ctx, window)
    if first and (calm := [r for r in ready if r.tone != "hostile"]):
        ready = calm
    ready = _dosed(ready, situation, unit, ctx)
    dealt: list[Request] = []
    hostile = 0
    for request in ready:
        if room.answers <= 0 or room.minutes <= 0:
            break
        if dealt and not _fits(request.effort, room):
            continue
        if request.tone == "hostile":
            if hostile >= rule.portion_hostile:
                continue
            hostile += 1
        dealt.append(request)
        room = Effort(room.answers - request.effort.answers, room.minutes - request.effort.minutes)
    if not first or inside or not dealt:
        return Portion(window, tuple(dealt), left, False)
    begun = easy_first(dealt)
    easy = begun[0].id if begun[0] is not dealt[0] else None
    return Portion(window, tuple(begun), left, False, easy)


def break_offered(portion: Portion, unit: Unit, ctx: Context, now: datetime) -> datetime | None:
    """When the break ends that is offered, for a portion is finished and another can follow (E-06).

    None when there is none to offer: it stands until the next answer, or until it is over. Not
    where it would take the rest of the window: its end is a break of its own.
    """
    window = portion.window
    if window is None or not portion.requests or window.end - now <= BREAK:
        return None
    given = [(one.at, one.effort) for one in unit.requests.answered_since(window.start)]
    ended = portion_ended(given, ctx.policy.day(window.day).portion)
    return ended + BREAK if ended is not None and now < ended + BREAK else None


def _fits(effort: Effort, room: Effort) -> bool:
    return effort.answers <= room.answers and effort.minutes <= room.minutes


def _minutes(situation: Situation, window: Window, *, full: bool) -> int:
    """How many minutes of work the day still holds: all of the window's for who may pass it."""
    left = situation.left_today(window.day).minutes
    passed = full or left is None or left <= 0
    return window.minutes if passed else left or 0


def _holds(situation: Situation, ctx: Context, window: Window) -> int:
    """How many answers the day and the window still hold; her own hand may pass both (F-04)."""
    rule = ctx.policy.day(window.day)
    if ctx.policy.holds("beyond_limits", situation.now):
        return rule.portion
    inside = situation.used_in.get(window.id, NOTHING)
    of_window = min(window.answers, rule.window_answers) - inside.answers
    of_day = situation.left_today(window.day).count
    return of_window if of_day is None else min(of_day, of_window)


def granted(situation: Situation, unit: Unit, ctx: Context) -> dict[int, str]:
    """Who may be answered although the day is full, and by which grant.

    The urgent lane has a budget of its own; extra answers are those that rules grant to a request.
    """
    today = ctx.day(situation.now)
    begins, _ = ctx.bounds(today)
    left = ctx.policy.day(today).urgent - unit.journal.how_often(URGENT, begins)
    gone = unit.journal.how_often(EXTRA, begins)
    found: dict[int, str] = {}
    for request in situation.requests:
        ruling = situation.ruling(request.id)
        if request.is_put_aside(situation.now):
            continue
        if ruling.urgent and left > 0:
            found[request.id] = URGENT
            left -= 1
        elif ruling.extra > gone:
            found[request.id] = EXTRA
    return found


def _returns(situation: Situation, ctx: Context, window: Window) -> bool:
    """Whether a window is the first one after an absence."""
    return any(
        absence.until is not None
        and absence.until <= situation.now
        and not windows_between(
            ctx.schedule, absence.until, window.start, situation.absences, ctx.policy.left
        )
        for absence in situation.absences
    )


def _dosed(ready: list[Request], situation: Situation, unit: Unit, ctx: Context) -> list[Request]:
    """Without hostile requests once today's dose is reached; a promise of today still counts."""
    today = ctx.day(situation.now)
    begins, ends = ctx.bounds(today)
    if unit.requests.hostile_answered_since(begins) < ctx.policy.day(today).hostile:
        return ready
    due = {r for r, p in situation.told.items() if p.kind is Kind.ANSWER and p.due <= ends}
    return [r for r in ready if r.tone != "hostile" or r.id in due]


def _ordered(situation: Situation, ctx: Context, window: Window, holds: int) -> list[Request]:
    now = situation.now
    ready = [
        r
        for r in situation.requests
        if not r.is_put_aside(now) and situation.ruling(r.id).window in ("", window.name.casefold())
    ]
    here = {r.id for r in ready if (place := situation.place(r.id)) and place.id == window.id}
    ordered = in_order(
        ready,
        {r: p.due for r, p in situation.told.items() if p.kind is Kind.ANSWER},
        here,
        past_their_age(ready, situation.absences, ctx, now),
        holds,
    )
    ordered = _shared(ordered, here, situation, window)
    urgent = first_of(situation.rulings, ready, ctx, now)
    return sorted(ordered, key=lambda request: request.id not in urgent)


def _shared(
    ordered: list[Request], here: set[int], situation: Situation, window: Window
) -> list[Request]:
    """On a day of a return: who waited then leaves the others what is kept for them (E-03)."""
    returns, rule = situation.rooms.returns, situation.rooms.rule(window.day)
    if not rule.reserve or returns is None or returns > situation.now:
        return ordered
    waited = {r.id for r in ordered if r.opened_at < returns}
    coming = sum(r.effort.answers for r in ordered if r.id not in waited)
    last = not any(
        w.day == window.day and w.start > window.start for w in situation.windows.values()
    )
    theirs = situation.rooms.waited.get(window.day, NOTHING).answers
    used = situation.rooms.used.get(window.day, NOTHING).answers
    share = share_of_waited(rule, theirs, used - theirs, coming if last else None)
    return in_shares(ordered, here, waited, share)


def past_their_age(
    requests: Iterable[Request], absences: Sequence[Absence], ctx: Context, now: datetime
) -> frozenset[int]:
    """Who of these came longer ago than the target age of open days (A-09)."""
    old = [r for r in requests if aged(r, now)]
    if not old:
        return frozenset()
    since = aged_since(ctx.schedule, now, absences, ctx.policy.left)
    return frozenset(r.id for r in old if aged(r, now, since))
