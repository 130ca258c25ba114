"""Taking back: the owner's own words wait ten seconds, and undone they leave no trace.

What is about to change is noted before it does, whether it is one answer, a group's, an end given
to a request or a decision about many; all of it is taken back at once or nothing (invariant 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from planner.domain.outbox import IN_PERSON, LetterState
from planner.domain.promise import Standing, standing
from planner.domain.request import Request, State
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import EXTRA, URGENT
from planner.services.policy.known import WORKED
from planner.services.promising import cancel
from planner.services.undoing import undoable
from planner.store.journal import Action
from planner.store.unit import Unit

#: The action that remembers what stood before her words; they write down their own beside it.
HELD = "held"
#: What such words are called among the owner's actions.
WORDS = ("answer", "override", "released", "declined")


def hold(unit: Unit, ctx: Context, requests: Sequence[Request], now: datetime) -> None:
    """Note how requests stand, before anything about them changes: ten seconds to take it back."""
    day = ctx.day(now).isoformat()
    first = "" if unit.journal.has(WORKED, day) else day
    undoable(unit, now, HELD, requests=[_stands(unit, r, now) for r in requests], first=first)


def take_back(unit: Unit, action: Action, now: datetime) -> None:
    """Every request waits as before; raises NotPossible when a word is on its way already."""
    for before in action.data["requests"]:
        _as_before(unit, before, action.at, now)
    theirs = {before["id"] for before in action.data["requests"]}
    for said in unit.journal.actions(WORDS, action.at):
        if said.id > action.id and said.data["request"] in theirs:
            unit.journal.undone(said.id, now)
    first = action.data["first"]
    if first and not unit.journal.acted(WORDS, action.at):
        unit.journal.forget(WORKED, first)


def _stands(unit: Unit, request: Request, now: datetime) -> dict[str, object]:
    told = standing(unit.promises.of(request.id))
    queued = [x.id for x in unit.outbox.of(request.id) if x.state is LetterState.QUEUED]
    return {
        "id": request.id,
        "opened_at": request.opened_at,
        "last_own_at": request.last_own_at,
        "snoozed_until": request.snoozed_until,
        "written": request.written,
        "errand": request.errand,
        "promise": told.id if told else None,
        "letters": queued,
        "grant": f"{request.id}:{now.isoformat()}",
    }


def _as_before(unit: Unit, before: dict[str, Any], since: datetime, now: datetime) -> None:
    request = unit.requests.get(before["id"])
    spoken = _unsay(unit, before, since)
    for number in before["letters"]:
        letter = unit.outbox.get(number)
        if letter.state is LetterState.CANCELLED:
            unit.outbox.change(letter.id, state=LetterState.QUEUED)
            unit.messages.write(letter)
    for promise in unit.promises.of(request.id):
        ended = promise.state in (Standing.KEPT, Standing.RELEASED)
        if promise.id == before["promise"] and ended:
            unit.promises.stand_again(promise.id)
    if request.state is not State.OPEN:
        unit.requests.move(request, State.OPEN, now)
        if spoken:
            told = {"person": request.person, "reason": "undone"}
            unit.journal.say(now, "request.reopened", request.id, **told)
    for grant in (URGENT, EXTRA):
        unit.journal.forget(grant, before["grant"])
    _change_back(unit, request, before, since)


def _unsay(unit: Unit, before: dict[str, Any], since: datetime) -> bool:
    """Her letters do not leave; whether the end had been noted at once, without one to wait for."""
    mine = [
        letter
        for letter in unit.outbox.of(before["id"])
        if not letter.automatic
        and letter.created_at >= since
        and letter.id not in before["letters"]
        and letter.state is not LetterState.CANCELLED
    ]
    for letter in mine:
        if letter.detail == IN_PERSON:
            unit.outbox.change(letter.id, sent_at=None, detail="")
        elif letter.state is not LetterState.QUEUED:
            raise NotPossible(_("It has left already."))
        cancel(unit, letter)
    return all(letter.detail == IN_PERSON for letter in mine)


def _change_back(unit: Unit, request: Request, before: dict[str, Any], since: datetime) -> None:
    """The fields as they were; what the person wrote meanwhile counts beside it."""
    moments = ("opened_at", "last_own_at", "snoozed_until")
    kept = {name: _instant(before[name]) for name in moments}
    anew = request.opened_at != kept["opened_at"] or request.last_own_at == since
    written = before["written"] + request.written if anew else request.written
    unit.requests.change(request.id, written=written, errand=before["errand"], **kept)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
