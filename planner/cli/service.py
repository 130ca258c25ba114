"""`run`: the service in the foreground."""

from __future__ import annotations

import threading

from planner.cli.command import command, state
from planner.cli.out import say
from planner.cli.state import State
from planner.locale import gettext as _


@command("run", example="entracte run")
@state
def run(state: State) -> None:
    """Receive, plan and send until Ctrl+C, a short pass every twenty seconds."""
    from planner.daemon import service
    from planner.daemon.lock import only_one
    from planner.daemon.watching import listening

    with (
        only_one(state.paths.prepare().lock),
        state.office() as office,
        listening(office.watchers()) as heard,
    ):
        seen = office.revision()

        def tick() -> None:
            nonlocal seen
            heard.clear()
            try:
                office.tick()
            finally:  # a tick's own changes ask for no further tick, a failed one's neither
                seen = office.revision()

        def failed(error: Exception) -> None:
            say(_("A pass failed ({what}); the next one tries again.").format(what=error))

        say(_("Entracte is running. Ctrl+C ends it."))
        service.run(
            tick,
            stop=threading.Event(),
            wake=lambda: heard.is_set() or office.revision() != seen,
            failed=failed,
        )
    say(_("Entracte has ended."))
