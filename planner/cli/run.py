"""`run`: the service in the foreground."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from planner.cli.command import command, state
from planner.cli.out import say
from planner.cli.state import State
from planner.errors import Harm, StoreError
from planner.locale import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from planner.daemon.pulse import Pulse
    from planner.doors import BackOffice


@command("run", example="entracte run")
@state
def run(state: State) -> None:
    """Receive, plan and send until Ctrl+C, a short pass every twenty seconds."""
    from planner.clock import SystemClock
    from planner.daemon.lock import only_one
    from planner.daemon.pulse import Pulse

    def told(what: str) -> None:
        say(_("A pass failed ({what}); the next one tries again.").format(what=what))

    with only_one(state.paths.prepare().lock):
        with state.office() as office:
            pulse = Pulse(state.paths, SystemClock(), told)
            try:
                over = serve(office, pulse, lambda: say(_("Entracte is running. Ctrl+C ends it.")))
            finally:
                pulse.end()
        say(_("Entracte has ended."))
        if not over:  # its thread would keep the program until the other side says something
            _leave()


def serve(office: BackOffice, pulse: Pulse, begun: Callable[[], None] = lambda: None) -> bool:
    """Passes until the end is asked for; whether the last one came to its own end.

    Raises StoreError once its file is gone: no pass mends that, a new start may.
    """
    from planner.clock import SystemClock
    from planner.daemon import service
    from planner.daemon.watching import listening

    with listening(office.watchers()) as heard:
        clock, seen, stop = SystemClock(), office.revision(), office.stopping()
        due: datetime | None = None
        gone: list[StoreError] = []

        def tick() -> None:
            nonlocal seen, due
            heard.clear()
            due = None
            try:
                due = office.tick().next_at
            except StoreError as error:
                if error.harm is Harm.GONE:
                    gone.append(error)
                    stop.set()
                raise
            finally:  # a tick's own changes ask for no further tick, a failed one's neither
                seen = office.revision()

        def changed() -> bool:
            if due is not None and clock.now() >= due:
                return True
            try:
                return heard.is_set() or office.revision() != seen
            except StoreError as error:  # the next pass says what is wrong
                return error.harm is Harm.GONE

        over = service.run(
            tick,
            stop=stop,
            wake=changed,
            health=pulse,
            in_hand=office.in_hand,
            begun=begun,
        )
        if gone:
            raise gone[0]
        return over


def _leave() -> None:
    """End now: everything is closed, and a thread that waits for a server holds nothing."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)
