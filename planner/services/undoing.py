"""What may be undone: an action notes which letters waited before it, so that they wait again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from planner.domain.outbox import AGAIN, Letter, LetterState
from planner.services.planning import DATED
from planner.services.promising import GRACE, cancel
from planner.store.journal import Action
from planner.store.unit import Unit


def undoable(unit: Unit, now: datetime, kind: str, **data: Any) -> int:
    """Write an action down before it changes any letter: ten seconds to take it back (D-01)."""
    waits = {str(letter.id): letter.state for letter in _waiting(unit)}
    return unit.journal.act(now, kind, now + GRACE, waits=waits, **data)


def wait_again(unit: Unit, action: Action) -> None:
    """Letters wait as before the action, with the dates they had; what it wrote does not leave."""
    waits: dict[str, str] = action.data["waits"]
    for letter in _waiting(unit):
        if letter.created_at >= action.at and str(letter.id) not in waits:
            cancel(unit, letter)
    for number, state in waits.items():
        letter = unit.outbox.get(int(number))
        if letter.state is LetterState.CANCELLED:
            unit.outbox.change(letter.id, state=LetterState(state))
            unit.messages.write(letter)


def _waiting(unit: Unit) -> list[Letter]:
    """The automatic letters that carry dates and have not left."""
    waiting = unit.outbox.in_state(LetterState.QUEUED, LetterState.BY_HAND)
    return [x for x in waiting if x.automatic and x.purpose in DATED and x.reason != AGAIN]
