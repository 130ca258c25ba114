"""Putting a copy back: what the shop may not do because it does not know what was said since.

Invariant 8: nothing is said twice. Where the newer file could be read, store/salvage.py has taken
over what was said. Where not, the shop holds: it says nothing by itself until the owner has looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from planner.domain.outbox import LetterState
from planner.services.backing_up import BACKUP
from planner.store.unit import Unit

RESTORED = "restored"


def note(
    unit: Unit, now: datetime, made_at: datetime, *, held: bool, copied: Iterable[date] = ()
) -> None:
    """Write down that the shop is as of a copy; `held` makes it hold.

    `copied`: days of which there is a copy. None of them is made anew: she may have taken the
    wrong one, and want another.
    """
    for day in copied:
        unit.journal.once(BACKUP, day.isoformat(), now)
    unit.channels.free()
    unit.journal.once(RESTORED, now.isoformat(), now)
    unit.journal.say(now, "shop.restored", made=made_at, held=held)
    if held:
        hold(unit)


def hold(unit: Unit) -> None:
    """Nothing is said until the owner has looked.

    The shop is in rehearsal until `live`. Letters that were waiting have perhaps left: the next
    tick notes them as such, like those of a process that was killed. And nobody who waits is
    written to by a machine, because her answer or another date may have reached them: until they
    write again, or she answers.
    """
    unit.journal.forget("live", "since")
    for letter in unit.outbox.in_state(LetterState.QUEUED):
        unit.outbox.change(letter.id, state=LetterState.HANDING_OVER)
    for request in unit.requests.open():
        unit.requests.change(request.id, answerable=False)


def lost(unit: Unit, at: datetime) -> bool:
    """Whether a copy was put back since then: letters of before may be unknown, or held back."""
    return bool(unit.journal.keys(RESTORED, at))
