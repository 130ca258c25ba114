"""Checking: once a working day, what the invariants of the house demand (design, section 2).

What is found is a fault of the program's and nothing that the owner did: it is logged, said in one
calm sentence, and `doctor` says what it is. Nothing is sent or changed because of it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from planner.locale import gettext as _
from planner.services.context import Context
from planner.store.unit import Unit

_log = logging.getLogger(__name__)
#: Occurrences: the check of a working day, and what it found ("3 17": an invariant, a number).
CHECKED, AMISS = "checked", "amiss"
#: What happened earlier was looked at in an earlier night.
LATELY = timedelta(days=8)
_MOST = 20


def check(ctx: Context) -> None:
    """The check of this working day, unless it was made; reads without holding anybody up."""
    now = ctx.clock.now()
    day = ctx.day(now).isoformat()
    with ctx.store.read() as unit:
        if unit.journal.has(CHECKED, day):
            return
        found = _found(unit, now)
    with ctx.store.write() as unit:
        if not unit.journal.once(CHECKED, day, now):
            return
        for key in amiss(unit):
            unit.journal.forget(AMISS, key)
        for key in found:
            unit.journal.once(AMISS, key, now)
    if found:
        _log.error("The nightly check found %d things; `doctor` names them", len(found))


def amiss(unit: Unit) -> tuple[str, ...]:
    """What the last check found."""
    return unit.journal.keys(AMISS, datetime.min.replace(tzinfo=UTC))


def in_words(key: str) -> str:
    """What was found, for the owner."""
    invariant, _space, number = key.partition(" ")
    words = {
        "3": _("Request {n} has ended, and no word of it was kept."),
        "4": _("Request {n} has a date, and no message that left carries it."),
        "4b": _("Request {n} has a date that has passed."),
        "6": _("Two automatic messages left to person {n} at the same instant."),
    }
    return words[invariant].format(n=number)


def _found(unit: Unit, now: datetime) -> list[str]:
    since = now - LATELY
    found = [
        ("3", unit.checks.silent_ends(since)),
        ("4", unit.checks.unsaid_promises()),
        ("4b", unit.checks.passed_promises(now)),
        ("6", unit.checks.doubled_letters(since)),
    ]
    return [f"{name} {number}" for name, numbers in found for number in numbers[:_MOST]]
