"""Tidying: at a return, before the first portion, what need not be work is put in order (E-02).

Several requests of one person about one matter become one, a message that only insists is no
request of its own, and who wrote that they found it elsewhere is not written to. Nothing is sent.
The owner sees each step and can take it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from planner.domain.absence import joined, returned_at
from planner.domain.merge import same_matter
from planner.domain.promise import Kind, Standing, standing
from planner.domain.questions import questions, read, written
from planner.domain.reply import kind_of
from planner.domain.request import Request, State
from planner.errors import NotFound, NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.grouping import asks_the_same
from planner.services.promising import cancel, grace_ends, settle
from planner.store.unit import Unit
from planner.views import Done
from planner.views_away import TidyView

#: The action that remembers what was tidied; the occurrences of returns and of steps taken back.
TIDY, TIDIED, UNDONE = "tidy", "tidied", "tidy undone"
#: So long the list of a return is shown.
SHOWN = timedelta(days=10)


def tidy(unit: Unit, ctx: Context, now: datetime) -> None:
    """Once a return, when it can no longer be undone: put in order what came meanwhile."""
    absences = ctx.absences(unit, now)
    returned = returned_at(absences, now)
    if returned is None or now - returned > SHOWN or any(a.covers(now) for a in absences):
        return
    if grace_ends(unit, now) or not unit.journal.once(TIDIED, returned.isoformat(), now):
        return
    whole = joined([absence for absence in absences if not absence.half])
    since = next(absence.since for absence in whole if absence.until == returned)
    steps = [*_withdrawn(unit, since), *_repeats(unit, since)]
    steps += [_merge(unit, one, other, now) for one, other in _pairs(unit, since, returned)]
    if steps:
        unit.journal.act(now, TIDY, None, steps=steps)


def tidied(ctx: Context) -> tuple[TidyView, ...]:
    """What was tidied at the last return, and who now asks the same; nothing after some days."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        if not unit.journal.keys(TIDIED, now - SHOWN):
            return ()
        found: list[TidyView] = []
        if (action := _last(unit, now)) is not None:
            undone = unit.journal.keys(UNDONE, action.at)
            found = [
                _view(unit, number, step, undone=f"{action.id} {number}" in undone)
                for number, step in enumerate(action.data["steps"], start=1)
            ]
        return (*found, *_same(unit, len(found)))


def undo_tidy(ctx: Context, number: int) -> Done:
    """Take one step back: requests stand apart again, or a closed one is open again.

    Raises NotFound, NotPossible.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        action = _last(unit, now)
        steps = action.data["steps"] if action else []
        if action is None or not 1 <= number <= len(steps):
            raise NotFound(_("There is nothing with this number."), do="entracte tidy")
        step = steps[number - 1]
        if f"{action.id} {number}" in unit.journal.keys(UNDONE, action.at):
            raise NotPossible(_("That was taken back already."), do="entracte tidy")
        _BACK[step["kind"]](unit, ctx, step, now)
        unit.journal.once(UNDONE, f"{action.id} {number}", now)
        settle(unit, ctx, now)
    return Done(_("Taken back."))


def _last(unit: Unit, now: datetime) -> Any:
    actions = unit.journal.actions([TIDY], now - SHOWN)
    return actions[-1] if actions else None


def _withdrawn(unit: Unit, since: datetime) -> Iterable[dict[str, Any]]:
    """Who wrote meanwhile that no answer is needed any more: ended when they wrote it."""
    for event in unit.journal.happened_since("request.ended", since):
        if event.request_id and event.data.get("how") == State.CLOSED:
            request = unit.requests.get(event.request_id)
            if request.state is State.CLOSED:
                yield {"kind": "withdrawn", "request": request.id}


def _repeats(unit: Unit, since: datetime) -> Iterable[dict[str, Any]]:
    """Further messages that asked nothing new, and made no work of their own."""
    for request in unit.requests.open():
        theirs = [m for m in unit.messages.of(request.id) if not m.mine]
        again = [m.id for m in theirs[1:] if m.at >= since and kind_of(m.text, "") == "nudge"]
        if again:
            yield {"kind": "repeat", "request": request.id, "messages": again}


def _pairs(unit: Unit, since: datetime, until: datetime) -> Iterable[tuple[Request, Request]]:
    """Which requests of one person become one: the one with the earlier date, then the older."""
    by_person: dict[int, list[Request]] = defaultdict(list)
    for request in unit.requests.open():
        by_person[request.person_id].append(request)
    for theirs in by_person.values():
        left = list(theirs)
        for newer in reversed(theirs):
            if newer not in left or not since <= newer.opened_at < until:
                continue  # it may have become a part of a newer one with an earlier date
            older = next(
                (r for r in left if r.id != newer.id and _one_matter(unit, r, newer)), None
            )
            if older is not None:
                kept, gone = _in_order(unit, older, newer)
                left.remove(gone)
                yield kept, gone


def _one_matter(unit: Unit, one: Request, other: Request) -> bool:
    if one.channel != other.channel or one.language != other.language:
        return False
    texts = [m.text for m in unit.messages.of(other.id) if not m.mine]
    return same_matter(one, other) or all(kind_of(text, "") == "nudge" for text in texts)


def _in_order(unit: Unit, one: Request, other: Request) -> tuple[Request, Request]:
    def turn(request: Request) -> tuple[bool, datetime, int]:
        told = standing(unit.promises.of(request.id))
        dated = told is not None and told.kind is Kind.ANSWER
        return not dated, told.due if told and dated else request.opened_at, request.id

    kept, gone = sorted((one, other), key=turn)
    return kept, gone


def _merge(unit: Unit, kept: Request, gone: Request, now: datetime) -> dict[str, Any]:
    """One request instead of two; the earlier date holds, and nobody is written to."""
    for letter in unit.outbox.of(gone.id):
        if letter.automatic and letter.state == "queued":
            cancel(unit, letter)
    told = standing(unit.promises.of(gone.id))
    if told is not None:
        unit.promises.end(told.id, Standing.RELEASED, now)
    moved = [m.id for m in unit.messages.of(gone.id)]
    unit.messages.move(moved, kept.id)
    before = {
        "written": kept.written,
        "last_in_at": kept.last_in_at,
        "asks": kept.asks,
        "ready_to_buy": kept.ready_to_buy,
    }
    unit.requests.change(
        kept.id,
        written=kept.written + gone.written,
        last_in_at=max(x for x in (kept.last_in_at, gone.last_in_at, kept.opened_at) if x),
        asks=written(read(kept.asks) | read(gone.asks)),
        ready_to_buy=kept.ready_to_buy or gone.ready_to_buy,
    )
    errand = gone.errand
    unit.requests.move(gone, State.MERGED, now)
    unit.journal.say(
        now, "request.ended", gone.id, person=gone.person, how=State.MERGED, into=kept.id
    )
    return {
        "kind": "merged",
        "request": kept.id,
        "gone": gone.id,
        "messages": moved,
        "promise": told.id if told else None,
        "due": told.due if told else None,
        "before": before,
        "errand": errand,
    }


def _apart(unit: Unit, _ctx: Context, step: dict[str, Any], now: datetime) -> None:
    gone, kept = unit.requests.get(step["gone"]), unit.requests.get(step["request"])
    if kept.state is not State.OPEN:
        raise NotPossible(_("It was answered meanwhile."), do=f"entracte why {kept.id}")
    unit.messages.move(step["messages"], gone.id)
    before = step["before"]
    came = before["last_in_at"]
    unit.requests.change(
        kept.id, **{**before, "last_in_at": datetime.fromisoformat(came) if came else None}
    )
    unit.requests.move(gone, State.OPEN, now)
    unit.requests.change(gone.id, errand=step["errand"])
    if step["promise"] and datetime.fromisoformat(step["due"]) > now:
        unit.promises.stand_again(step["promise"])
    unit.journal.say(now, "request.reopened", gone.id, person=gone.person, reason="apart again")


def _open_again(unit: Unit, _ctx: Context, step: dict[str, Any], now: datetime) -> None:
    request = unit.requests.get(step["request"])
    if request.state is not State.CLOSED:
        raise NotPossible(_("It is open already."), do=f"entracte why {request.id}")
    unit.requests.move(request, State.OPEN, now)
    unit.journal.say(
        now, "request.reopened", request.id, person=request.person, reason="by the owner"
    )


def _own_request(unit: Unit, ctx: Context, step: dict[str, Any], now: datetime) -> None:
    """The further messages as a request of their own: they said something after all."""
    request = unit.requests.get(step["request"])
    messages = [m for m in unit.messages.of(request.id) if m.id in step["messages"]]
    if not messages or request.state is not State.OPEN:
        raise NotPossible(_("It was answered meanwhile."), do=f"entracte why {request.id}")
    said = "\n".join(m.text for m in messages)
    fresh = unit.requests.open_new(
        person_id=request.person_id,
        channel=request.channel,
        address=request.address,
        subject=messages[0].subject,
        opened_at=messages[0].at,
        last_in_at=messages[-1].at,
        written=len(messages),
        language=request.language or ctx.settings.shop.language,
        answerable=request.answerable,
        asks=written(questions(said)),
        written_to=request.written_to,
    )
    unit.messages.move([m.id for m in messages], fresh.id)
    unit.requests.change(request.id, written=max(1, request.written - len(messages)))
    unit.journal.say(now, "request.opened", fresh.id, person=fresh.person, reason="apart")


_BACK = {"merged": _apart, "withdrawn": _open_again, "repeat": _own_request}


def _view(unit: Unit, number: int, step: dict[str, Any], *, undone: bool) -> TidyView:
    request = unit.requests.get(step["request"])
    sentences = {
        "merged": _("Two requests of one person about one matter are one."),
        "repeat": _("A further message only insisted; it is no work of its own."),
        "withdrawn": _("No answer is needed any more, the person wrote."),
    }
    return TidyView(
        number,
        step["kind"],
        request.person,
        request.subject,
        sentences[step["kind"]],
        tuple(dict.fromkeys((request.id, step.get("gone", request.id)))),
        undone=undone,
    )


def _same(unit: Unit, number: int) -> Iterable[TidyView]:
    """Who asks the same: one draft serves them all (A-05)."""
    requests = unit.requests.open()
    seen: set[int] = set()
    for request in requests:
        others = asks_the_same(request, requests)
        if request.id in seen or not others:
            continue
        seen |= {request.id, *(other.id for other in others)}
        number += 1
        yield TidyView(
            number,
            "same",
            request.person,
            request.subject,
            _("Others ask the same: one draft serves them all."),
            (request.id, *(other.id for other in others)),
        )
