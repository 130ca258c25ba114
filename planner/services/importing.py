"""Importing: older mail, read on purpose; it is kept and planned, and never answered (S6).

The position is stored with every batch, so an import that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from planner.domain.author import behind
from planner.domain.message import Incoming
from planner.ports import Arrival, Piece
from planner.services.context import Context
from planner.services.intake import NEVER, keep_all
from planner.views_archive import ImportView

CHANNEL = "import"
BATCH = 100  # kept in a tenth of a second: who waits for the file meanwhile hardly notices
_MOST_NAMES = 20  # of files that could not be read
#: A date before this is the fault of a clock or of a joker.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def import_mail(
    ctx: Context,
    path: Path,
    progress: Callable[[ImportView], None],
    go_on: Callable[[], bool] = lambda: True,
) -> ImportView:
    """Read an archive in batches; what is already kept is passed over.

    `progress` is told after each batch, then `go_on` is asked. Raises ChannelError.
    """
    channel = next(iter(ctx.receivers), CHANNEL)
    archive = ctx.archive(path)
    place = f"{CHANNEL}:{archive.key}"
    with ctx.store.read() as unit:
        known = unit.channels.known(place)
    view = ImportView(total=archive.total)
    pieces = archive.read(known.cursor if known else "")
    while batch := list(islice(pieces, BATCH)):
        arrivals = _arrivals(ctx, batch)
        with ctx.store.write() as unit:
            fresh = keep_all(unit, ctx, channel, arrivals, NEVER)
            unit.channels.seen(place, batch[-1].position, ctx.clock.now())
        view = replace(
            view,
            read=view.read + len(arrivals),
            new=view.new + fresh,
            done=batch[-1].done,
            passed_over=_more(view.passed_over, batch),
        )
        progress(view)
        if not go_on():
            return view
    with ctx.store.write() as unit:
        unit.channels.forget(place)
    return replace(view, finished=True)


def _more(before: tuple[str, ...], batch: Sequence[Piece]) -> tuple[str, ...]:
    return (*before, *(piece.unreadable for piece in batch if piece.unreadable))[:_MOST_NAMES]


def _arrivals(ctx: Context, batch: Sequence[Piece]) -> list[Arrival]:
    now = ctx.clock.now()
    messages = [piece.message for piece in batch if piece.message is not None]
    dated = [replace(message, received_at=_came(message, now)) for message in messages]
    return [Arrival(message, "", sent=_is_own(ctx, message)) for message in dated]


def _came(message: Incoming, now: datetime) -> datetime:
    """When it came: as it says itself, unless that cannot be; else as its file says."""
    if message.sent_at is not None and _EARLIEST <= message.sent_at <= now:
        return message.sent_at
    return max(_EARLIEST, min(message.received_at, now))


def _is_own(ctx: Context, message: Incoming) -> bool:
    """Whether the owner wrote it to somebody: archives hold sent mail too, whatever its folder."""
    me, sender = ctx.me, message.sender
    if sender is None or not me.owns(sender.address):
        return False
    to_others = any(not me.owns(box.address) for box in message.to)
    return to_others and behind(message, me) is None
