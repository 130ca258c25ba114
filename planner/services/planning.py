"""Planning: what is known at a moment, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.domain.absence import News, assumed, news_of, stretch
from planner.domain.capacity import Capacity
from planner.domain.outbox import LetterState
from planner.domain.plan import Job, Limit, Plan, plan
from planner.domain.portion import aged_since
from planner.domain.promise import (
    MOST_MOVES,
    Date,
    Horizon,
    Kind,
    Promise,
    Standing,
    moves_so_far,
    planned_within,
)
from planner.domain.request import TARGET_AGE, Effort, Request, aged
from planner.domain.time import to_minutes
from planner.domain.window import Absence, Window, windows_from
from planner.services.context import Context
from planner.services.rooms import Rooms, rooms
from planner.store.unit import Unit

#: Letters of these purposes say a date by themselves.
DATED = ("ack", "notice")
LEAST_DAYS, MOST_WINDOWS = 8, 3000
#: What moving one promise weighs, so that no number of earlier moves adds up to it.
MOVING = 1000


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that decides about dates at one moment."""

    now: datetime
    requests: tuple[Request, ...]
    told: Mapping[int, Promise]
    histories: Mapping[int, tuple[Promise, ...]]
    pending: Mapping[int, Date]
    absences: tuple[Absence, ...]
    absence: Absence | None
    windows: Mapping[str, Window]
    horizon: Horizon
    plan: Plan
    rooms: Rooms

    def left_today(self, day: date) -> Limit:
        """What a day still holds: its limits after rules, ramp and what was answered."""
        return self.rooms.plain.limits.get(day.isoformat(), Limit())

    @property
    def used_in(self) -> Mapping[str, Effort]:
        """What today's answers have used up of each window."""
        return self.rooms.used_in

    def place(self, request_id: int) -> Window | None:
        """The window a request is planned into."""
        slot = self.plan.places.get(str(request_id))
        return self.windows.get(slot) if slot else None


def look(unit: Unit, ctx: Context, now: datetime) -> Situation:
    """Read what is known and plan it. Pure but for the reading; nothing is written."""
    ctx.refresh(unit)
    requests = unit.requests.open()
    histories = unit.promises.histories([r.id for r in requests])
    told = {
        request_id: promises[-1]
        for request_id, promises in histories.items()
        if promises[-1].state is Standing.STANDING
    }
    pending = {
        change.request_id: Date(change.kind, change.due, change.window)
        for letter in unit.outbox.in_state(LetterState.QUEUED, LetterState.HANDING_OVER)
        for change in letter.changes
    }
    absences = ctx.absences(unit, now)
    away = stretch(absences, now)
    news = {
        a.id: news_of(ctx.schedule, a, now, ctx.policy.left, absences)
        for a in absences
        if not a.until
    }
    ends = assumed(absences, lambda a: news[a.id].assumed_until if news[a.id] else None)  # type: ignore[union-attr]
    windows = enough_windows(ctx, now, ends, sum(r.effort.answers for r in requests))
    horizon = _horizon(now, windows, absences, away, news)
    held = rooms(unit, ctx, now, windows, absences)
    aged_by = now - TARGET_AGE
    if any(aged(r, now) for r in requests if r.id not in told):
        aged_by = aged_since(ctx.schedule, now, ends, ctx.policy.left)
    made = _plan(now, requests, told, histories, pending, windows, held, aged_by)
    return Situation(
        now=now,
        requests=requests,
        told=told,
        histories=histories,
        pending=pending,
        absences=absences,
        absence=away,
        windows={w.id: w for w in windows},
        horizon=horizon,
        plan=made,
        rooms=held,
    )


def _horizon(
    now: datetime,
    windows: tuple[Window, ...],
    absences: Iterable[Absence],
    away: Absence | None,
    news: Mapping[int, News | None],
) -> Horizon:
    """What dates may be given from: nobody knows the windows after an absence without an end."""
    endless = min((a for a in absences if not a.until), key=lambda a: (a.since, a.id), default=None)
    known = tuple(w for w in windows if endless is None or w.end <= endless.since)
    found = news.get(endless.id) if endless else None
    news_only = away is not None and away.until is None
    last = windows[-1].end if windows and news_only else None
    return Horizon(known, found.due if found else last, news_only, away is not None, now)


def enough_windows(
    ctx: Context, now: datetime, absences: Iterable[Absence], answers: int
) -> tuple[Window, ...]:
    """Windows ahead: at least eight open days, and room for twice the open requests."""
    found: list[Window] = []
    days: set[date] = set()
    room = 0
    for window in windows_from(ctx.schedule, now, tuple(absences), ctx.policy.left):
        if window.day not in days:
            enough = len(days) >= LEAST_DAYS and room >= 2 * answers
            if enough or len(found) >= MOST_WINDOWS:
                break
            days.add(window.day)
            rule = ctx.policy.day(window.day)
            room += min(rule.answers * rule.fill // 100, rule.minutes * rule.fill // 300) // 2
        found.append(window)
    return tuple(found)


def _plan(
    now: datetime,
    requests: tuple[Request, ...],
    told: Mapping[int, Promise],
    histories: Mapping[int, tuple[Promise, ...]],
    pending: Mapping[int, Date],
    windows: tuple[Window, ...],
    held: Rooms,
    aged_by: datetime,
) -> Plan:
    jobs = [
        replace(
            _job(r, told.get(r.id), pending.get(r.id), windows, now, turn),
            weight=_weight(moves_so_far(histories.get(r.id, ())), len(requests)),
        )
        for turn, r in enumerate(in_turn(requests, told, aged_by))
    ]
    if held.reserved is None or held.returns is None:
        return _solved(held.plain, jobs)
    # Those who wrote before the return share what the ramp leaves them; whoever writes later finds
    # the reserve that was kept (needs.md 3.1, E-03).
    returns = held.returns
    waited = {str(r.id) for r in requests if r.opened_at < returns}
    first = _solved(held.reserved, [j for j in jobs if j.promised or j.id in waited])
    fixed = [
        replace(j, promised=first.places.get(j.id) or j.promised) if j.id in first.places else j
        for j in jobs
    ]
    second = _solved(
        held.plain, [j for j in fixed if j.id not in first.places or first.places[j.id]]
    )
    places = {**first.places, **second.places}
    return replace(second, places=places, reasons={**first.reasons, **second.reasons})


def in_turn(requests: Iterable[Request], told: Container[int], aged_by: datetime) -> list[Request]:
    """The order in which requests find a window (design.md, section 6); tone has no say (G-03).

    Those who were told a date, then those who came before `aged_by` (A-09), then those who are
    ready to buy (A-06), then everybody as they came.
    """

    def place(request: Request) -> tuple[object, ...]:
        aged = request.opened_at <= aged_by
        buys = request.ready_to_buy and not aged
        return request.id not in told, not aged, not buys, request.opened_at, request.id

    return sorted(requests, key=place)


def _weight(moves: int, requests: int) -> int:
    """What it weighs to move a promise once more.

    The fewest are moved, and of these the fewest who were moved before. One that was moved so often
    that it may not be moved again would be broken, which weighs more than to move all the others.
    """
    if moves >= MOST_MOVES:
        return MOVING * (requests + 1)
    return MOVING + moves


def _solved(room: Capacity, jobs: list[Job]) -> Plan:
    return plan(room.slots, room.limits, jobs)


def _job(
    request: Request,
    told: Promise | None,
    pending: Date | None,
    windows: tuple[Window, ...],
    now: datetime,
    turn: int,
) -> Job:
    stands = told if told is not None and told.kind is Kind.ANSWER and told.due > now else None
    kept = planned_within(windows, stands) if stands else None
    if stands and kept is None and pending and pending.kind is Kind.ANSWER:
        stands = replace(stands, due=pending.due, window=pending.window)
        kept = planned_within(windows, stands)
    elif stands is None and pending and pending.kind is Kind.ANSWER and pending.due > now:
        stands = Promise(0, request.id, Kind.ANSWER, pending.due, pending.window, now)
        kept = planned_within(windows, stands)
    snoozed = request.snoozed_until
    return Job(
        id=str(request.id),
        minutes=request.effort.minutes,
        count=request.effort.answers,
        arrival=to_minutes(snoozed) if snoozed and snoozed > now else 0,
        due=to_minutes(stands.due) if stands else None,
        promised=kept.id if kept else None,
        rank=turn,  # who was told a date, then who came first: nobody is overtaken
    )
