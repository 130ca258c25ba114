"""Planning: what is known at a moment, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from planner.domain.absence import News, assumed, news_of, stretch
from planner.domain.capacity import Capacity
from planner.domain.networks import answer_until
from planner.domain.outbox import LetterState
from planner.domain.plan.jobs import Job, Limit, Slot
from planner.domain.plan.make import Plan, plan
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
from planner.domain.shares import for_others, for_waited
from planner.domain.time import to_minutes
from planner.domain.window import Absence, Window, windows_from
from planner.services.context import Context
from planner.services.rooms import Rooms, rooms
from planner.services.ruling import PLAIN, Ruling, rulings
from planner.store.unit import Unit

#: Letters of these purposes say a date by themselves.
DATED = ("ack", "notice")
#: Letters whose dates are as good as told.
ON_ITS_WAY = (LetterState.QUEUED, LetterState.HANDING_OVER, LetterState.BY_HAND)
LEAST_DAYS, MOST_WINDOWS = 8, 3000
#: The arrival of a job that no window may hold: beyond every window.
NEVER = to_minutes(datetime(9999, 1, 1, tzinfo=UTC))
#: What moving one promise weighs, so that no number of earlier moves adds up to it.
MOVING = 1000
#: The last plans of so many requests are remembered.
REMEMBERED = 2000


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
    rulings: Mapping[int, Ruling]

    def ruling(self, request_id: int) -> Ruling:
        """What the rules say about a request."""
        return self.rulings.get(request_id, PLAIN)

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
        request_id: promise
        for request_id, promises in histories.items()
        for promise in promises
        if promise.state is Standing.STANDING
    }
    pending = {
        change.request_id: Date(change.kind, change.due, change.window)
        for letter in unit.outbox.in_state(*ON_ITS_WAY)
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
    answers = sum(r.effort.answers for r in requests)
    windows = enough_windows(ctx, now, ends, answers)
    horizon = _horizon(now, windows, absences, away, news)
    held = rooms(unit, ctx, now, windows, absences)
    aged_by = now - TARGET_AGE
    if any(aged(r, now) for r in requests if r.id not in told):
        aged_by = aged_since(ctx.schedule, now, ends, ctx.policy.left)
    ruled = rulings(unit, ctx, requests, now)
    first = first_of(ruled, requests, ctx, now)
    jobs = [
        replace(
            _job(r, told.get(r.id), pending.get(r.id), windows, now, turn),
            weight=_weight(moves_so_far(histories.get(r.id, ())), len(requests)),
        )
        for turn, r in enumerate(
            in_turn(requests, told, aged_by, first, closing(ctx, requests, now))
        )
    ]
    made, held = _plan(jobs, {str(r.id): r.opened_at for r in requests}, held)
    if any(one.window for one in ruled.values()):
        made, held = in_named_windows(jobs, ruled, windows, made, held, requests)
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
        rulings=ruled,
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


def _plan(jobs: list[Job], opened: Mapping[str, datetime], held: Rooms) -> tuple[Plan, Rooms]:
    """A place for everybody; `opened` says when the request of each job came."""
    if held.reserved is None or held.returns is None:
        return _solved(held.plain, jobs), held
    # Those who wrote before the return share what the ramp leaves them; whoever writes later finds
    # the reserve that was kept (needs.md 3.1, E-03).
    returns = held.returns
    waited = {job_id for job_id, at in opened.items() if at < returns}
    others = [j for j in jobs if j.id not in waited]
    theirs = [j for j in jobs if j.id in waited]
    promised = [j for j in others if j.promised]
    room = for_waited(held.plain, held.reserved, promised)
    first = _solved(room, [*theirs, *promised])
    shared = for_others(
        held.plain,
        held.reserved,
        [(j, first.places.get(j.id)) for j in theirs],
        lambda day: held.rule(date.fromisoformat(day)).reserve > 0,
    )
    fixed = [
        replace(j, promised=first.places.get(j.id) or j.promised) if j.id in first.places else j
        for j in jobs
    ]
    second = _solved(shared, [j for j in fixed if j.id not in first.places or first.places[j.id]])
    places = {**first.places, **second.places}
    made = replace(second, places=places, reasons={**first.reasons, **second.reasons})
    return made, replace(held, shared=shared)


def first_of(
    ruled: Mapping[int, Ruling], requests: Iterable[Request], ctx: Context, now: datetime
) -> frozenset[int]:
    """Who goes first on the urgent lane: as many as its budget of a day holds, oldest first."""
    urgent = [r.id for r in requests if ruled.get(r.id, PLAIN).urgent]
    return frozenset(urgent[: ctx.policy.day(ctx.day(now)).urgent])


def in_named_windows(
    jobs: list[Job],
    ruled: Mapping[int, Ruling],
    windows: Sequence[Window],
    made: Plan,
    held: Rooms,
    requests: Sequence[Request],
) -> tuple[Plan, Rooms]:
    """The plan where the rules leave some requests certain windows only.

    Who was placed elsewhere waits for the next of her own windows, as often as there are some; who
    finds none has no place.
    """
    own = {
        str(id_): [w for w in windows if w.name.casefold() == one.window]
        for id_, one in ruled.items()
        if one.window
    }
    opened = {str(r.id): r.opened_at for r in requests}
    waits = dict.fromkeys(own, -1)
    for _ in range(MOST_WINDOWS):
        astray = [
            job_id
            for job_id, allowed in own.items()
            if (place := made.places.get(job_id)) and place not in {w.id for w in allowed}
        ]
        if not astray:
            break
        for job_id in astray:
            waits[job_id] += 1
        jobs = [_waiting_for(job, own[job.id], waits[job.id]) if job.id in astray else job
                for job in jobs]  # fmt: skip
        made, held = _plan(jobs, opened, held)
    return made, held


def _waiting_for(job: Job, allowed: Sequence[Window], number: int) -> Job:
    """The job as one that may begin with one of these windows, or never."""
    arrival = to_minutes(allowed[number].start) if number < len(allowed) else NEVER
    keeps = job.promised in {w.id for w in allowed}
    return replace(job, arrival=arrival, promised=job.promised if keeps else None)


def in_turn(
    requests: Iterable[Request],
    told: Container[int],
    aged_by: datetime,
    first: Container[int] = (),
    closing: Mapping[int, datetime] | None = None,
) -> list[Request]:
    """The order in which requests find a window (design.md, section 6); tone has no say (G-03).

    Those who were told a date, the `first` of the urgent lane, those whose network takes no answer
    after a moment (`closing`, L-05), those who came before `aged_by` (A-09), those who are ready to
    buy (A-06), then everybody as they came.
    """
    ends = closing or {}
    never = datetime.max.replace(tzinfo=UTC)

    def place(request: Request) -> tuple[object, ...]:
        aged = request.opened_at <= aged_by
        buys = request.ready_to_buy and not aged
        urgent = request.id in first
        stands = request.id in told
        until = ends.get(request.id, never)
        return not stands, not urgent, until, not aged, not buys, request.opened_at, request.id

    return sorted(requests, key=place)


def closing(ctx: Context, requests: Iterable[Request], now: datetime) -> dict[int, datetime]:
    """Until when their networks take an answer of the owner's, where one limits it (E-05)."""
    found = {
        r.id: answer_until(ctx.media.get(r.channel, ""), r.last_in_at or r.opened_at)
        for r in requests
    }
    return {id_: until for id_, until in found.items() if until is not None and until > now}


def _weight(moves: int, requests: int) -> int:
    """What it weighs to move a promise once more.

    The fewest are moved, and of these the fewest who were moved before. One that was moved so often
    that it may not be moved again would be broken, which weighs more than to move all the others.
    """
    if moves >= MOST_MOVES:
        return MOVING * (requests + 1)
    return MOVING + moves


def _solved(room: Capacity, jobs: list[Job]) -> Plan:
    if len(jobs) > REMEMBERED:
        return plan(room.slots, room.limits, jobs)
    return _remembered(room.slots, tuple(room.limits.items()), tuple(jobs))


@lru_cache(maxsize=4)
def _remembered(
    slots: tuple[Slot, ...], limits: tuple[tuple[str, Limit], ...], jobs: tuple[Job, ...]
) -> Plan:
    """The plan of a case, which is the same at every quiet tick: a promise that cannot be kept
    would be searched for half a second each time.
    """
    return plan(slots, dict(limits), jobs)


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
