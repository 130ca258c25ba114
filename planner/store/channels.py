"""How far each channel has been read, how it is, and who holds the lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import col

from planner.store.rows import add, rows, run
from planner.store.tables import CursorRow, LeaseRow

#: Between two tries of a channel that fails.
LONGEST_PAUSE = timedelta(hours=1)
#: So far apart the clocks of two machines may be before they get in each other's way.
APART = timedelta(minutes=10)
#: A lease of which this share is left need not be renewed.
MOST_LEFT = 2 / 3
#: So far back the clock of one machine may be set, as it is all day, without a lease being taken.
SET = timedelta(seconds=5)


class Hold(IntEnum):
    """Whose a lease is: `if hold:` asks whether it is ours."""

    OTHERS = 0
    RENEWED = 1
    TAKEN = 2  # somebody else had it, or nobody: what they left half done is ours now


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel's memory. Mail older than `connected_at` is never answered (S6)."""

    cursor: str
    connected_at: datetime
    failures: int
    next_try_at: datetime | None
    problem: str


class Channels:
    """Cursors, health and leases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, channel: str, now: datetime) -> ChannelState:
        """A channel's memory, begun now if it is new."""
        known = self.known(channel)
        if known is None:
            known = ChannelState("", now, 0, None, "")
            add(self._connection, CursorRow, channel=channel, connected_at=now)
        return known

    def known(self, channel: str) -> ChannelState | None:
        """The memory of a channel that was read before."""
        found = rows(self._connection, _KNOWN, name=channel)
        return ChannelState(*found[0]) if found else None

    def problem(self, channel: str) -> str:
        """What ails a channel; empty when it is well or was never read."""
        known = self.known(channel)
        return known.problem if known else ""

    def seen(self, channel: str, cursor: str, now: datetime) -> None:
        """Read up to here."""
        self._note(channel, now, cursor=cursor)

    def forget(self, channel: str) -> None:
        """What was read under this name is forgotten: an archive's end, or a channel added anew."""
        run(self._connection, _FORGET, name=channel)

    def well(self, channel: str, now: datetime) -> None:
        """The channel answered."""
        self._note(channel, now, failures=0, next_try_at=None, problem="")

    def ails(self, channel: str, problem: str, now: datetime) -> None:
        """A part of the channel failed; it is read on without a pause."""
        self._note(channel, now, failures=0, next_try_at=None, problem=problem)

    def failed(self, channel: str, problem: str, now: datetime) -> None:
        """The channel failed: tried again after a pause that grows from 20 s to an hour."""
        failures = self.state(channel, now).failures + 1
        pause = min(LONGEST_PAUSE, timedelta(seconds=20) * 2 ** min(failures - 1, 10))
        self._note(channel, now, failures=failures, next_try_at=now + pause, problem=problem)

    def hold(
        self,
        name: str,
        holder: str,
        now: datetime,
        seconds: float,
        alive: Callable[[str], bool | None] = lambda _holder: True,
    ) -> Hold:
        """Take or renew a lease. `alive` says of another holder whether it lives: True, False, or
        None for one that cannot be asked, whose clock is not ours.
        """
        if self.renew(name, holder, now, seconds):
            return Hold.RENEWED
        length = timedelta(seconds=seconds)
        for other, ends in rows(self._connection, _LEASE, lease=name):
            lives = alive(other)
            apart = APART if lives is None else timedelta()
            # One that ends absurdly late was written under a clock that has jumped back since.
            if lives is not False and now - apart < ends <= now + length + max(apart, SET):
                return Hold.OTHERS
            run(self._connection, _END, lease=name, mine=other)
        add(self._connection, LeaseRow, name=name, holder=holder, until=now + length)
        return Hold.TAKEN

    def renew(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Renew a lease; False when somebody else has it, or nobody.

        Nothing is written while most of it is left: a quiet pass wears no disk.
        """
        length = timedelta(seconds=seconds)
        ours = [
            ends for other, ends in rows(self._connection, _LEASE, lease=name) if other == holder
        ]
        if not ours:
            return False
        if not now + length * MOST_LEFT < ours[0] <= now + length:
            run(self._connection, _RENEW, lease=name, mine=holder, until=now + length)
        return True

    def held_by(self, name: str) -> str:
        """Who holds a lease; empty when nobody does."""
        return next((holder for holder, _until in rows(self._connection, _LEASE, lease=name)), "")

    def let_go(self, name: str, holder: str) -> None:
        """Give a lease back."""
        run(self._connection, _END, lease=name, mine=holder)

    def free(self) -> None:
        """Nobody holds a lease: who held one in a copy is long gone."""
        run(self._connection, delete(LeaseRow))

    def _note(self, channel: str, now: datetime, **fields: object) -> None:
        """Set what is known of a channel, which begins now if it is new."""
        if not run(self._connection, _NOTE, name=channel, **fields):
            add(self._connection, CursorRow, channel=channel, connected_at=now, **fields)


_KNOWN = select(
    col(CursorRow.cursor),
    col(CursorRow.connected_at),
    col(CursorRow.failures),
    col(CursorRow.next_try_at),
    col(CursorRow.problem),
).where(col(CursorRow.channel) == bindparam("name"))
_NOTE = update(CursorRow).where(col(CursorRow.channel) == bindparam("name"))
_FORGET = delete(CursorRow).where(col(CursorRow.channel) == bindparam("name"))
_NAMED = col(LeaseRow.name) == bindparam("lease")
_HELD_BY = col(LeaseRow.holder) == bindparam("mine")
_LEASE = select(col(LeaseRow.holder), col(LeaseRow.until)).where(_NAMED)
_RENEW = update(LeaseRow).where(_NAMED, _HELD_BY)
_END = delete(LeaseRow).where(_NAMED, _HELD_BY)
