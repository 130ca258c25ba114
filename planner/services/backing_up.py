"""Backing up: one copy of everything a working day, made at the end of a tick."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date, timedelta

from planner.errors import EntracteError, StoreError
from planner.services.context import Context
from planner.store.backups import Backups
from planner.store.unit import Unit

_log = logging.getLogger(__name__)
#: The occurrence of a day's copy; the name under which the health of copies is kept.
BACKUP, HEALTH = "backup", "/backup"
#: Between two tries of a copy that cannot be made.
PAUSE = timedelta(minutes=15)


def back_up(ctx: Context) -> None:
    """Check the file, then make the copy of this working day; a failure is told and tried again.

    It is checked also where a process before this one ended without goodbye. No transaction is open
    meanwhile, so nobody waits; the tick holds the lease, so no two processes make the same copy.
    """
    copies, last, now = ctx.copies, ctx.copied, ctx.clock.now()
    day = ctx.day(now)
    if copies is None or last.day == day:
        return
    # A pause that ends absurdly late was noted under a clock that has jumped back.
    if last.again is not None and now < last.again <= now + PAUSE:
        return
    last.again = now + PAUSE
    try:
        if _checked_and_copied(ctx, copies, day):
            last.day = day
    except EntracteError as error:  # also a folder that cannot be
        _log.warning("No copy of the day: %s", error)
        with suppress(StoreError), ctx.store.write() as unit:  # the same disk may be full
            unit.channels.failed(HEALTH, str(error), now)


def _checked_and_copied(ctx: Context, copies: Backups, day: date) -> bool:
    """Whether there is a copy of that day now; False when another process goes on. StoreError."""
    with ctx.store.read() as unit:
        made = unit.journal.has(BACKUP, day.isoformat())
    if made and not ctx.store.left_open:
        return True
    ctx.store.check()  # a damaged file must not push the good copies out
    ctx.store.left_open = False
    if not made:
        with ctx.store.write() as unit:  # a large file on a slow disk took its time to check
            if not ctx.hold(unit, ctx.clock.now()):
                return False
        copies.make(day)
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        unit.journal.once(BACKUP, day.isoformat(), now)
        if unit.channels.problem(HEALTH):
            unit.channels.well(HEALTH, now)
    return True


def start_anew(ctx: Context) -> bool:
    """Somebody was erased: the copies that still name them go, and a new one is made at once.

    False where they cannot be removed.
    """
    if ctx.copies is None:
        return True
    try:
        ctx.copies.clear()
    except StoreError as error:
        _log.warning("Copies from before an erasure could not be removed: %s", error)
        return False
    with ctx.store.write() as unit:
        unit.journal.forget(BACKUP, ctx.day(ctx.clock.now()).isoformat())
    ctx.copied.day = ctx.copied.again = None
    return True


def problem_of(unit: Unit) -> str:
    """Why there is no copy of today; "" when all is well."""
    return unit.channels.problem(HEALTH)
