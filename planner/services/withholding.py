"""Withholding: the rows of state about words that would be written (docs/automatic-replies.md).

Asked at every look, so nothing is kept here but the event: a word withheld today is written when
the row no longer speaks, in one letter with whatever else the person must be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from planner.domain.autoreply import Memory, Past, handles, of_memory
from planner.domain.outbox import Change
from planner.domain.promise import Kind, Word
from planner.domain.request import Request
from planner.services.planning import Situation
from planner.store.unit import Unit

Words = Mapping[int, Sequence[tuple[Request, Word]]]


def allowed(
    unit: Unit, situation: Situation, words: Words, since: datetime | None
) -> dict[int, list[tuple[Request, Word]]]:
    """What each person may be told by itself now; what is withheld is noted once.

    `since` is from when on automatic messages leave, None in rehearsal.
    """
    people = [person for person, said in words.items() if any(_first(word) for _, word in said)]
    past = unit.remembered.past(people)
    blocked = unit.people.blocked(situation.now)
    kept: dict[int, list[tuple[Request, Word]]] = {}
    withheld: list[tuple[Request, tuple[str, ...]]] = []
    for person, said in words.items():
        carried = not all(_first(word) for _, word in said)
        before = past.get(person, Past())
        opened = _opened(unit, person) if before and before.said else ()
        for request, word in said:
            rows = of_memory(
                _memory(situation, request, word, before, opened, since, blocked, carried=carried)
            )
            if rows:
                withheld.append((request, rows))
            else:
                kept.setdefault(person, []).append((request, word))
    note(unit, withheld, situation.now)
    return kept


def _first(word: Word) -> bool:
    """Whether a word only gives a first date: it makes up for nothing and moves nothing."""
    return word.old is None and not word.late


def _opened(unit: Unit, person: int) -> tuple[tuple[int, datetime], ...]:
    return tuple((request.id, request.opened_at) for request in unit.requests.of(person))


def _memory(
    situation: Situation,
    request: Request,
    word: Word,
    past: Past | None,
    opened: tuple[tuple[int, datetime], ...],
    since: datetime | None,
    blocked: frozenset[str],
    *,
    carried: bool,
) -> Memory:
    wrote = request.last_in_at or request.opened_at
    first, absence = _first(word), situation.absence
    change = Change(request.id, word.date.kind, word.date.due, word.date.window)
    news = word.date.due if word.date.kind is Kind.NEWS else None
    return Memory(
        now=situation.now,
        came=wrote if first else None,
        # It came during the rehearsal: the owner answers by hand.
        since=since.replace(microsecond=0) if since else None,
        whole=past is not None,
        said=past.said if past else (),
        own_at=past.own_at if past else None,
        opened=opened,
        requests=frozenset({request.id}),
        handles=handles([change], "", request.id),
        first=first,
        carried=carried,
        away=first and news is not None and situation.horizon.news_only,
        news=news,
        absent_since=absence.since if absence else None,
        blocked=request.address in blocked,
    )


def note(unit: Unit, withheld: Iterable[tuple[Request, tuple[str, ...]]], now: datetime) -> None:
    """Write down what is withheld and by which rows: once for each mail it would have answered."""
    keys = {
        f"{request.id} {' '.join(rows)} {request.last_in_at or request.opened_at}": (request, rows)
        for request, rows in withheld
    }
    known = unit.journal.happened("withheld", keys)
    for key, (request, rows) in keys.items():
        if key not in known:
            unit.journal.once("withheld", key, now)
            unit.journal.say(
                now,
                "message.suppressed",
                request.id,
                to=request.address,
                reason=" ".join(rows),
                rows=list(rows),
            )
