"""Reasons of a date: the windows that did not take a request, the limits that bound, the margin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from planner.domain.capacity import NOTHING
from planner.domain.passed_over import Because, Passed, passed_over
from planner.domain.promise import Date, Kind, honest_date
from planner.domain.request import Request, State
from planner.domain.window import Window, windows_between
from planner.services.asking.standing import standing
from planner.services.context import Context
from planner.services.planning import Situation
from planner.services.rooms import Rooms
from planner.store.unit import Unit
from rules.model import Kind as RuleKind
from rules.model import Reason

AWAY, SPECIAL, WEEKLY = "away", "special day", "away every week"
RULE = "closed by a rule"
BEYOND = "beyond five open days"
_EFFECTS = {
    Because.WINDOW_ANSWERS: "window_answers_at_most",
    Because.DAY_ANSWERS: "answers_at_most",
    Because.DAY_MINUTES: "minutes_at_most",
}


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A window that did not take a request, and why.

    `limit` and `taken` count the whole window or day, what is answered already included, in
    answers or minutes; None when nothing was full. `fill`, `ramp` and `reserve` are the percentages
    that made the limit smaller; None where they did not; `waited`: the rest of that day of a return
    is for those who waited then. `say` is the rule in the owner's words,
    `over` the rules that wanted otherwise and lost (F-07).
    """

    window: str
    start: datetime
    because: str
    limit: int | None = None
    taken: int | None = None
    rule: str = ""
    say: str = ""
    fill: int | None = None
    ramp: int | None = None
    reserve: int | None = None
    waited: bool = False
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateReasons:
    """Why a request has its date. Percentages are those of the planned day; None without one."""

    due: datetime | None
    kind: str | None
    window: str | None
    margin_window: str | None
    news_because: str | None
    passed_over: tuple[PassedOver, ...]
    fill: int | None
    ramp: int | None
    reserve: int | None
    state: str


def reasons(unit: Unit, ctx: Context, situation: Situation, request: Request) -> DateReasons:
    """The reasons of what a request's person has been, or will be, told."""
    if request.state is not State.OPEN:
        return _ended(unit, request)
    held = situation.rooms
    place = situation.place(request.id)
    said = situation.told.get(request.id) or situation.pending.get(request.id)
    date = Date(said.kind, said.due, said.window) if said else honest_date(place, situation.horizon)
    until = place.start if place else max((w.end for w in situation.horizon.open), default=None)
    full = [] if situation.horizon.news_only else _full(ctx, situation, held, request)
    closed = _closed(ctx, situation, until) if until and not situation.horizon.news_only else ()
    return DateReasons(
        due=date.due if date else None,
        kind=str(date.kind) if date else None,
        window=place.id if place else None,
        margin_window=_margin(situation, place, date),
        news_because=_news_because(situation, date),
        passed_over=tuple(sorted((*full, *closed), key=lambda p: (p.start, p.window))),
        fill=held.rule(place.day).fill if place else None,
        ramp=held.rule(place.day).percent if place else None,
        reserve=held.rule(place.day).reserve if place else None,
        state="standing" if request.id in situation.told else "planned",
    )


def _ended(unit: Unit, request: Request) -> DateReasons:
    """What was promised last, and what became of it."""
    past = unit.promises.of(request.id)
    last = past[-1] if past else None
    return DateReasons(
        due=last.due if last else None,
        kind=str(last.kind) if last else None,
        window=last.window or None if last else None,
        margin_window=None,
        news_because=None,
        passed_over=(),
        fill=None,
        ramp=None,
        reserve=None,
        state=str(last.state) if last else "none",
    )


def _margin(situation: Situation, place: Window | None, date: Date | None) -> str | None:
    """The window between the planned one and the date; None when the date has none."""
    if place is None or date is None or date.kind is Kind.NEWS or date.due <= place.end:
        return None
    later = [w for w in situation.horizon.open if place.end <= w.start and w.end <= date.due]
    return later[-1].id if later else None


def _news_because(situation: Situation, date: Date | None) -> str | None:
    if date is not None and date.kind is Kind.ANSWER:
        return None
    if situation.horizon.news_only:
        return "away without a known end"
    return BEYOND if date is not None else "no window is ahead"


def _full(
    ctx: Context, situation: Situation, held: Rooms, request: Request
) -> Iterator[PassedOver]:
    jobs = standing(situation)
    own = next(job for job in jobs if job.id == str(request.id))
    room, places = held.of(request.opened_at), situation.plan.places
    bare = passed_over(held.plain.slots, held.plain.limits, jobs, places, own)
    without_reserve = {p.slot: p for p in bare if p.limit is not None}
    since = room is held.shared
    for passed in passed_over(room.slots, room.limits, jobs, places, own):
        # The reserve of a ramp is what binds only where there would be room without it.
        plain = without_reserve.get(passed.slot)
        reserved = plain is None and passed.filled
        told = _told(ctx, situation, held, plain or passed, reserved and not since)
        if reserved and since and passed.limit is not None and told.taken is not None:
            gone = told.taken - (passed.taken or 0)
            told = replace(told, limit=passed.limit + gone, waited=True)
        yield told


def _told(
    ctx: Context, situation: Situation, held: Rooms, passed: Passed, reserved: bool
) -> PassedOver:
    """A full window in whole numbers: what was answered today counts as taken."""
    window = situation.windows[passed.slot]
    if passed.limit is None or passed.taken is None:
        return PassedOver(window.id, window.start, str(passed.because))
    in_day = passed.because in (Because.DAY_ANSWERS, Because.DAY_MINUTES)
    used = held.used.get(window.day, NOTHING) if in_day else situation.used_in.get(window.id)
    in_answers = passed.because in (Because.DAY_ANSWERS, Because.WINDOW_ANSWERS)
    gone = (used.answers if in_answers else used.minutes) if used else 0
    day = held.rule(window.day)
    rule, say, over = _rule(ctx, window, passed.because)
    return PassedOver(
        window=window.id,
        start=window.start,
        because=str(passed.because),
        limit=_whole(held, passed, window, reserved),
        taken=passed.taken + gone,
        rule=rule,
        say=say,
        fill=day.fill if passed.filled else None,
        ramp=day.percent if in_day and day.percent < 100 else None,
        reserve=day.reserve if reserved else None,
        over=over,
    )


def _whole(held: Rooms, passed: Passed, window: Window, reserved: bool) -> int | None:
    """The limit that bound, before anything of today was answered."""
    room = held.whole(reserved and held.reserved is not None)
    slot = next(slot for slot in room.slots if slot.id == passed.slot)
    in_day = passed.because in (Because.DAY_ANSWERS, Because.DAY_MINUTES)
    limit = room.limits[window.day.isoformat()] if in_day else slot
    if passed.because in (Because.DAY_ANSWERS, Because.WINDOW_ANSWERS):
        return limit.fill_count if passed.filled else limit.count
    return limit.fill_minutes if passed.filled else limit.minutes


def _rule(ctx: Context, window: Window, because: Because) -> tuple[str, str, tuple[str, ...]]:
    """The rule that set a limit, its words, the rules it overruled; empty when it is a setting."""
    own = window.answers < ctx.policy.day(window.day).window_answers
    if because not in _EFFECTS or (because is Because.WINDOW_ANSWERS and own):
        return "", "", ()
    decision = ctx.policy.of_day(window.day)
    return _named(ctx, decision.reasons.get(_EFFECTS[because]))


def _named(ctx: Context, reason: Reason | None) -> tuple[str, str, tuple[str, ...]]:
    if reason is None:
        return "", "", ()
    rule = ctx.policy.rules.by_name[reason.winner]
    # That the usual gives way to a rule of hers is no conflict.
    over = [o for o in reason.overruled if ctx.policy.rules.by_name[o].kind is not RuleKind.DEFAULT]
    return rule.name, rule.say.text(ctx.settings.shop.language), tuple(over)


def _closed(ctx: Context, situation: Situation, until: datetime) -> Iterator[PassedOver]:
    """The windows of the week that do not take place before an instant, and why."""
    special = {day.day.isoformat(): day for day in ctx.schedule.special}
    week = replace(ctx.schedule, special=(), weekly_absences=())
    usual = {w.id for w in windows_between(replace(ctx.schedule, special=()), situation.now, until)}
    left = {w.id for w in windows_between(ctx.schedule, situation.now, until, situation.absences)}
    for window in windows_between(week, situation.now, until):
        if window.id in situation.windows:
            continue
        if window.id[:10] in special:
            note = special[window.id[:10]].note
            yield PassedOver(window.id, window.start, SPECIAL, say=note)
        elif window.id not in usual:
            yield PassedOver(window.id, window.start, WEEKLY)
        elif window.id not in left:
            yield PassedOver(window.id, window.start, AWAY)
        elif ctx.policy.left(window) is None:
            effect = "day_percent_at_most" if ctx.policy.rests(window) else "closed"
            rule, say, over = _named(ctx, ctx.policy.at(window.start).reasons.get(effect))
            yield PassedOver(window.id, window.start, RULE, rule=rule, say=say, over=over)
