"""Importing: older mail, read on purpose; it is kept and planned, and never answered (S6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from planner.locale import ngettext
from planner.ports import Arrival
from planner.services.context import Context
from planner.services.intake import keep
from planner.views import Done

CHANNEL = "import"
BATCH = 200


def import_mail(ctx: Context, path: Path, progress: Callable[[int, int], None]) -> Done:
    """Read an archive in batches; what is already kept is passed over.

    `progress` is called with (read, new) after each batch. Raises ChannelError.
    """
    channel = next(iter(ctx.receivers), CHANNEL)
    messages = ctx.archive(path)
    seen = new = 0
    while batch := list(islice(messages, BATCH)):
        arrivals = [Arrival(replace(m, received_at=m.sent_at or m.received_at), "") for m in batch]
        seen += len(batch)
        new += keep(ctx, channel, arrivals, connected_at=None)
        progress(seen, new)
    return Done(ngettext("{n} message was new.", "{n} messages were new.", new).format(n=new))
