"""How far each channel has been read, how it is, and who holds the lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from planner.store.rows import rows
from planner.store.tables import CursorRow, LeaseRow

#: Between two tries of a channel that fails.
LONGEST_PAUSE = timedelta(hours=1)


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

    def __init__(self, session: Session) -> None:
        self._session = session

    def state(self, channel: str, now: datetime) -> ChannelState:
        """A channel's memory, begun now if it is new."""
        self._row(channel, now)
        return self.known(channel) or ChannelState("", now, 0, None, "")

    def known(self, channel: str) -> ChannelState | None:
        """The memory of a channel that was read before."""
        found = rows(self._session, _KNOWN, channel=channel)
        return ChannelState(*found[0]) if found else None

    def problem(self, channel: str) -> str:
        """What ails a channel; empty when it is well or was never read."""
        row = self._session.get(CursorRow, channel)
        return row.problem if row else ""

    def seen(self, channel: str, cursor: str, now: datetime) -> None:
        """Read up to here."""
        self._row(channel, now).cursor = cursor

    def well(self, channel: str, now: datetime) -> None:
        """The channel answered."""
        row = self._row(channel, now)
        row.failures, row.next_try_at, row.problem = 0, None, ""

    def failed(self, channel: str, problem: str, now: datetime) -> None:
        """The channel failed: tried again after a pause that grows from 20 s to an hour."""
        row = self._row(channel, now)
        row.failures += 1
        pause = min(LONGEST_PAUSE, timedelta(seconds=20) * 2 ** min(row.failures - 1, 10))
        row.problem, row.next_try_at = problem, now + pause

    def hold(
        self,
        name: str,
        holder: str,
        now: datetime,
        seconds: float,
        alive: Callable[[str], bool] = lambda _holder: True,
    ) -> bool:
        """Take or renew a lease; False while somebody else, still alive, holds it."""
        row = self._session.get(LeaseRow, name)
        until = now + timedelta(seconds=seconds)
        if row is None:
            self._session.add(LeaseRow(name=name, holder=holder, until=until))
            return True
        # A lease that ends absurdly late was written under a clock that has jumped back.
        if row.holder != holder and now < row.until <= until and alive(row.holder):
            return False
        row.holder, row.until = holder, until
        return True

    def let_go(self, name: str, holder: str) -> None:
        """Give a lease back."""
        row = self._session.get(LeaseRow, name)
        if row is not None and row.holder == holder:
            self._session.delete(row)

    def _row(self, channel: str, now: datetime) -> CursorRow:
        row = self._session.get(CursorRow, channel)
        if row is None:
            row = CursorRow(channel=channel, connected_at=now)
            self._session.add(row)
            self._session.flush()
        return row


_KNOWN = select(
    col(CursorRow.cursor),
    col(CursorRow.connected_at),
    col(CursorRow.failures),
    col(CursorRow.next_try_at),
    col(CursorRow.problem),
).where(col(CursorRow.channel) == bindparam("channel"))
