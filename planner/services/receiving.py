"""Receiving: every channel is read; one that fails is tried again and stops no other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from planner.domain.outbox import copies_of
from planner.errors import ChannelError, PartError, StoreError
from planner.locale import gettext as _
from planner.ports import Arrival
from planner.services.context import Context, Overtaken
from planner.services.intake import keep
from planner.store.channels import LONGEST_PAUSE, ChannelState

_log = logging.getLogger(__name__)

BATCH = 50


def receive(ctx: Context) -> int:
    """Read every channel; one that fails does not stop the others. Returns how many came.

    Raises Overtaken.
    """
    return sum(receive_from(ctx, name) for name in ctx.receivers if not ctx.stopping.is_set())


def receive_from(ctx: Context, name: str, *, force: bool = False) -> int:
    """Read one channel; a failure is remembered and tried again with growing pauses."""
    now = ctx.clock.now()
    state = _state(ctx, name, now)
    # A pause that ends absurdly late was noted under a clock that has jumped back since.
    again = state.next_try_at
    if not force and again is not None and now < again <= now + LONGEST_PAUSE:
        return 0
    count = 0
    try:
        cursor = _begun(ctx, name, state, now)
        for batch in _batches(ctx.receivers[name].receive(cursor)):
            count += len(batch)
            keep(ctx, name, batch, connected_at=state.connected_at)
            if ctx.stopping.is_set():
                return count  # the cursor knows where to go on
    except (StoreError, Overtaken):
        raise  # not the channel's fault, and it would stop the others too
    except PartError as error:
        if (str(error), 0) != (state.problem, state.failures):  # written once, not at every tick
            with ctx.store.write() as unit:
                unit.channels.ails(name, str(error), ctx.clock.now())
        return count
    except Exception as error:  # noqa: BLE001 - the border: one channel must not stop the others
        with ctx.store.write() as unit:
            unit.channels.failed(name, _told(name, error), ctx.clock.now())
        return count
    if state.problem:
        with ctx.store.write() as unit:
            unit.channels.well(name, ctx.clock.now())
    return count


def forget(ctx: Context, name: str) -> None:
    """A channel that is added begins anew, whatever was once read under its name."""
    with ctx.store.write() as unit:
        unit.channels.forget(name)
        unit.channels.forget(copies_of(name))


def _batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """What is kept together; what came before a failure is kept all the same."""
    batch: list[Arrival] = []
    try:
        for arrival in arrivals:
            batch.append(arrival)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except ChannelError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _told(name: str, error: Exception) -> str:
    """What ails a channel, in one sentence; what nobody expected is logged as well."""
    if isinstance(error, ChannelError):
        return str(error)
    _log.exception("A channel failed")
    what = _("Something unexpected happened ({kind}).").format(kind=type(error).__name__)
    return f"{name}: {what} " + _("It is tried again by itself; the log file says more.")


def _begun(ctx: Context, name: str, state: ChannelState, now: datetime) -> str:
    """The cursor; where reading begins is remembered before anything is read."""
    cursor = ctx.receivers[name].start_cursor(state.cursor)
    if cursor != state.cursor:
        with ctx.store.write() as unit:
            unit.channels.seen(name, cursor, now)
    return cursor


def _state(ctx: Context, name: str, now: datetime) -> ChannelState:
    """A channel's memory; the first time it is written down, later it is only read."""
    with ctx.store.read() as unit:
        state = unit.channels.known(name)
    if state is None:
        with ctx.store.write() as unit:
            state = unit.channels.state(name, now)
    return state
