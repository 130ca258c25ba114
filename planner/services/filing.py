"""Filing: a copy of what left among the owner's sent mail, and what it answers marked.

Only on channels whose settings ask for it. Nothing here holds up a letter: it has left already.
"""

from __future__ import annotations

import logging

from planner.domain.outbox import Letter, copies_of
from planner.errors import ChannelError, StoreError
from planner.locale import gettext as _
from planner.ports import Keeper
from planner.services.context import Context
from planner.services.delivering import outgoing
from planner.store.channels import LONGEST_PAUSE

_log = logging.getLogger(__name__)


def file_copies(ctx: Context) -> None:
    """One pass over every mailbox that keeps copies; one that fails stops no other."""
    for name, keeper in ctx.keepers.items():
        _file_in(ctx, name, keeper)


def _file_in(ctx: Context, name: str, keeper: Keeper) -> None:
    """What waits for one mailbox; a failure is tried again with the pauses of a channel."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        waiting = unit.outbox.uncopied(name)
        state = unit.channels.known(copies_of(name)) if waiting else None
    again = state.next_try_at if state else None
    if not waiting or (again is not None and now < again <= now + LONGEST_PAUSE):
        return
    try:
        for letter in waiting:
            if ctx.stopping.is_set():
                return
            _file(ctx, keeper, letter)
    except StoreError:
        raise  # not the mailbox's fault
    except Exception as error:  # noqa: BLE001 - the border: a copy must not stop the tick
        problem = str(error) if isinstance(error, ChannelError) else _unforeseen(error)
        with ctx.store.write() as unit:
            unit.channels.failed(copies_of(name), problem, ctx.clock.now())
        return
    if state is not None and state.failures:
        with ctx.store.write() as unit:
            unit.channels.well(copies_of(name), ctx.clock.now())


def _file(ctx: Context, keeper: Keeper, letter: Letter) -> None:
    """Copy, mark, then note that it is done: whoever is killed between does it once more."""
    with ctx.store.read() as unit:
        answered = () if letter.automatic else unit.messages.answered_by(letter)
    keeper.keep_copy(outgoing(ctx, letter, letter.sent_at or ctx.clock.now()))
    for foreign_id in answered:
        keeper.mark_answered(foreign_id)
    with ctx.store.write() as unit:
        unit.outbox.change(letter.id, copied="done")


def _unforeseen(error: Exception) -> str:
    _log.exception("A copy could not be filed")
    return _("Something unexpected happened ({kind}).").format(kind=type(error).__name__)
