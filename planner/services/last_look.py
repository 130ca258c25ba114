"""The last look: may this letter still leave, now that its moment has come?

It was allowed when it was written; since then the owner may have written herself, an absence may
have ended, and other letters have left. The same table is asked again, in the transaction that
takes the letter in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.domain.autoreply import LIVE, Memory, Past, handles, of_memory
from planner.domain.autoreply.memory import reached
from planner.domain.outbox import Letter, LetterState
from planner.domain.window import absent
from planner.services.context import Context
from planner.services.pausing import Tally, holds, pause, paused
from planner.services.promising import AWAY, cancel
from planner.services.withholding import note
from planner.store.remembered import LATE
from planner.store.unit import Unit

#: A letter that may not leave is asked about again so much later.
HELD = timedelta(hours=1)


class LastLook:
    """What a round of deliveries knows; made when it begins, in the same process that sends."""

    def __init__(self, unit: Unit, waiting: Sequence[Letter], now: datetime) -> None:
        automatic = [letter for letter in waiting if letter.automatic]
        self._past = unit.remembered.past({letter.person_id for letter in automatic})
        self._tally, self._paused = Tally(unit, now), paused(unit)
        self._blocked = unit.people.blocked(now)

    def allows(self, unit: Unit, ctx: Context, letter: Letter, now: datetime) -> bool:
        """Whether a letter may be taken in hand; one that may not waits, or is written anew."""
        if not letter.automatic:
            return True  # the owner's own words are neither counted nor paused
        if unit.outbox.get(letter.id).state is not LetterState.QUEUED:
            return False
        waited = letter.tries > 0 or letter.not_before > letter.created_at
        if waited and (until := _live_until(unit, letter)) > now:
            unit.outbox.change(letter.id, not_before=until)
            return False
        memory = self._memory(unit, ctx, letter, now)
        rows = of_memory(memory)
        if not rows:
            return True
        self._pause(unit, memory, letter, now)
        if rows == ("S8",):
            cancel(unit, letter)  # the next look writes what is true now
        else:
            unit.outbox.change(letter.id, not_before=now + HELD)
        note(unit, [(unit.requests.get(letter.request_id), rows)], now)
        return False

    def _pause(self, unit: Unit, memory: Memory, letter: Letter, now: datetime) -> None:
        full = reached(memory.counts, letter.to_address.lower())
        pause(unit, full, now)
        self._paused |= set(full)

    def left(self, letter: Letter) -> None:
        """A letter left: it counts for those after it."""
        if letter.automatic:
            self._tally.left(letter)

    def _memory(self, unit: Unit, ctx: Context, letter: Letter, now: datetime) -> Memory:
        past = self._past.get(letter.person_id, Past())
        absence = absent(ctx.absences(unit, now), now) if letter.reason in AWAY else None
        told = frozenset({letter.request_id, *(change.request_id for change in letter.changes)})
        return Memory(
            now=now,
            whole=past is not None,
            said=past.said if past else (),
            own_at=past.own_at if past else None,
            requests=told,
            handles=handles(letter.changes, letter.purpose, letter.request_id),
            first=letter.purpose == "ack" and letter.reason not in LATE,
            away=letter.reason in AWAY,
            absent_since=absence.since if absence else None,
            counts=self._tally.counts(letter),
            paused=holds(self._paused, letter),
            blocked=letter.to_address.lower() in self._blocked,
        )


def _live_until(unit: Unit, letter: Letter) -> datetime:
    """Until when the owner is in the middle of a conversation that the letter would cut into."""
    told = {letter.request_id, *(change.request_id for change in letter.changes)}
    own = [request.last_own_at for request in unit.requests.some(sorted(told))]
    return max((at + LIVE for at in own if at), default=letter.not_before)
