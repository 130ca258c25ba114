"""Pausing: the last guard against a loop (row S7). Kept in the file, lifted by the owner only.

A pause does not end by the clock, so neither a restart nor a clock that jumps lifts it. What was
counted before it was lifted is known by the number of the letter, not by the hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from planner.domain.autoreply.memory import DAY, HOUR, TEN_MINUTES, Counts
from planner.domain.outbox import Letter, LetterState
from planner.services.promising import cancel
from planner.store.remembered import answers_mail
from planner.store.unit import Unit

PAUSED, LIFTED = "paused", "pause lifted"
#: The scope of a pause of everything.
ALL = "all"
EVER = datetime.min.replace(tzinfo=UTC)


def paused(unit: Unit) -> frozenset[str]:
    """What is paused: "all", "@domain", addresses."""
    return frozenset(unit.journal.keys(PAUSED, EVER))


def pause(unit: Unit, scopes: Iterable[str], now: datetime) -> None:
    """Pause automatic mail; the owner is told by Today, `status` and one notification."""
    for scope in scopes:
        if unit.journal.once(PAUSED, scope, now):
            kind = "domain" if scope.startswith("@") else "address"
            unit.journal.say(
                now, "limit.reached", reason="S7", scope=scope if scope == "all" else kind
            )


def lift(unit: Unit, now: datetime) -> bool:
    """Let automatic mail leave again; whether it was paused. What waited is written anew."""
    scopes = paused(unit)
    for scope in scopes:
        unit.journal.forget(PAUSED, scope)
    if scopes:
        unit.journal.once(LIFTED, str(unit.remembered.newest()), now)
        for letter in unit.outbox.in_state(LetterState.QUEUED):
            if letter.automatic and not letter.tries:
                cancel(unit, letter)
    return bool(scopes)


class Tally:
    """What left lately, read from the outbox when a round of deliveries begins."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        lifted = unit.journal.keys(LIFTED, EVER)
        after = max(map(int, lifted), default=0)
        # A letter from beyond the window on either side was sent under another clock.
        count = unit.remembered
        self._addresses = count.to_addresses(now - TEN_MINUTES, now + TEN_MINUTES, after)
        self._hour = count.answering(now - HOUR, now + HOUR, after).total()
        self._domains: Counter[str] = Counter()
        for address, number in count.answering(now - DAY, now + DAY, after).items():
            self._domains[address.rpartition("@")[2]] += number

    def counts(self, letter: Letter) -> Counts:
        """How many left before a letter that is about to."""
        address = letter.to_address.lower()
        if not answers_mail(letter):
            return Counts(self._addresses[address])
        return Counts(
            self._addresses[address], self._hour, self._domains[address.rpartition("@")[2]]
        )

    def left(self, letter: Letter) -> None:
        """An automatic letter left."""
        address = letter.to_address.lower()
        self._addresses[address] += 1
        if answers_mail(letter):
            self._hour += 1
            self._domains[address.rpartition("@")[2]] += 1


def holds(scopes: frozenset[str], letter: Letter) -> bool:
    """Whether a pause holds a letter: one over all or of a domain holds what answers mail only."""
    address = letter.to_address.lower()
    domain = "@" + address.rpartition("@")[2]
    return address in scopes or (answers_mail(letter) and bool(scopes & {"all", domain}))
