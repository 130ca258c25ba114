"""Reviewing: what every replayed story is checked for (design, section 2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from planner.domain.outbox import SAID, LetterState
from planner.domain.promise import Kind
from planner.domain.quiet import quiet_until
from planner.domain.request import State
from planner.domain.time import working_day
from planner.domain.window import day_of
from planner.services.context import Context
from planner.services.putting_back import lost
from planner.services.rooms import spent
from planner.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Books:
    """What a check reads."""

    unit: Unit
    ctx: Context
    now: datetime


def violations(unit: Unit, ctx: Context, now: datetime) -> tuple[dict[str, object], ...]:
    """What contradicts an invariant now: its number and what was found. Empty when all is well."""
    books = Books(unit, ctx, now)
    found: list[dict[str, object]] = []
    for number, check in (
        (1, room_before_word),
        (3, no_silent_end),
        (4, promise_and_words),
        (6, one_automatic_message),
        (7, never_a_machine),
        (11, calm),
    ):
        found += [{"invariant": number, "what": what} for what in check(books)]
    return tuple(found)


def room_before_word(books: Books) -> list[str]:
    """Invariant 1: the effort promised into a day never exceeds what that day can hold."""
    efforts = {r.id: r.effort for r in books.unit.requests.open()}
    answers: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for promise in books.unit.promises.standing().values():
        if promise.kind is Kind.ANSWER and promise.window and promise.request_id in efforts:
            day = day_of(books.ctx.schedule, promise.window).isoformat()
            answers[day] += efforts[promise.request_id].answers
            minutes[day] += efforts[promise.request_id].minutes
    found = []
    today = books.ctx.day(books.now).isoformat()
    used = spent(books.unit, books.ctx, books.now)[0].get(books.ctx.day(books.now))
    for day in answers:
        if day < today:
            continue
        rule = books.ctx.policy.day(datetime.fromisoformat(day).date())
        gone = used.answers if used and day == today else 0
        gone_minutes = used.minutes if used and day == today else 0
        if answers[day] + gone > rule.answers or minutes[day] + gone_minutes > rule.minutes:
            found.append(f"{day} holds {rule.answers} answers, {answers[day] + gone} are promised")
    return found


def no_silent_end(books: Books) -> list[str]:
    """Invariant 3: an answered or released request has a letter, or was ended by hand."""
    found = []
    for request in books.unit.requests.ended():
        if request.state in (State.ANSWERED, State.RELEASED):
            letters = books.unit.outbox.of(request.id)
            said = [
                x
                for x in letters
                if x.state in (*SAID, LetterState.QUEUED, LetterState.HANDING_OVER)
            ]
            if not said:
                found.append(f"request {request.id} ended without a word")
    return found


def promise_and_words(books: Books) -> list[str]:
    """Invariant 4: a standing promise was said, and its moment has not passed unrecorded."""
    carried = {
        change.request_id
        for letter in books.unit.outbox.in_state(*SAID)
        for change in letter.changes
    }
    found = []
    for request_id, promise in books.unit.promises.standing().items():
        request = books.unit.requests.get(request_id)
        if request.channel in books.ctx.media and request_id not in carried:
            found.append(f"request {request_id} has a promise that no message carries")
        if promise.due < books.now and request.state is State.OPEN:
            found.append(f"request {request_id} has a promise whose moment passed unrecorded")
    return found


def one_automatic_message(books: Books) -> list[str]:
    """Invariant 6: no person got two automatic messages at one instant."""
    sent = Counter(
        (letter.person_id, letter.sent_at)
        for letter in books.unit.outbox.in_state(*SAID)
        if letter.automatic
    )
    return [
        f"person {person} got {n} automatic messages at {at}"
        for (person, at), n in sent.items()
        if n > 1
    ]


def never_a_machine(books: Books) -> list[str]:
    """Invariant 7: nothing automatic went to a message that a row of autoreply.md held back.

    What left before a copy was put back is no case: then those who wait are held back afterwards.
    """
    return [
        f"letter {letter.id} answers a machine"
        for letter in books.unit.outbox.in_state(*SAID, LetterState.QUEUED)
        if letter.automatic
        and not books.unit.requests.get(letter.request_id).answerable
        and not lost(books.unit, letter.sent_at or letter.created_at)
    ]


def calm(books: Books) -> list[str]:
    """Invariant 11: no notification in quiet hours."""
    return [
        f"a notification was shown at {event.at.isoformat()}"
        for event in books.unit.journal.events()
        if event.event == "notification.sent"
        and quiet_until(books.ctx.schedule, event.at) is not None
    ]


def report(
    unit: Unit, ctx: Context, now: datetime, *, after: int = 0, since: datetime | None = None
) -> dict[str, object]:
    """The figures of a story's end: requests, promises, days (design, section 8).

    Promises and days count what happened `after` an event and `since` an instant, for a story that
    began on a copy.
    """
    states = Counter(str(r.state) for r in (*unit.requests.open(), *unit.requests.ended()))
    promises: Counter[str] = Counter()
    for event in unit.journal.events(after):
        if event.event.startswith("promise."):
            promises[event.event.removeprefix("promise.")] += 1
    return {
        "requests": dict(states),
        "promises": dict(promises),
        "days": days(unit, ctx, after, since),
        "violations": list(violations(unit, ctx, now)),
    }


def days(
    unit: Unit, ctx: Context, after: int = 0, since: datetime | None = None
) -> list[dict[str, object]]:
    """Each day of the story: what it could hold, what was promised into it, what was answered."""
    zone, starts = ctx.schedule.zone, ctx.schedule.day_starts
    answered: Counter[str] = Counter()
    for letter in unit.outbox.in_state(*SAID):
        if not letter.automatic and letter.sent_at and (not since or letter.sent_at >= since):
            answered[working_day(letter.sent_at, zone, starts).isoformat()] += 1
    planned: Counter[str] = Counter()
    for event in unit.journal.events(after):
        if event.event in ("promise.made", "promise.moved") and event.data.get("window"):
            planned[day_of(ctx.schedule, str(event.data["window"])).isoformat()] += 1
    named = sorted(set(answered) | set(planned))
    return [
        {
            "date": day,
            "capacity": ctx.policy.day(datetime.fromisoformat(day).date()).answers,
            "planned": planned[day],
            "answered": answered[day],
        }
        for day in named
    ]
