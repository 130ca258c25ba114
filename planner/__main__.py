"""The way in: no arguments open the dashboard, otherwise the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.doors import Opening, Serving
    from planner.doors_setup import SetupDesk


def main() -> int:
    """The `entracte` command; the exit code."""
    from planner.cli.app import main as command_line

    return command_line(sys.argv[1:], dashboard=_dashboard, browser=_browser, first_run=_first_run)


def _dashboard(opening: Opening) -> None:
    """Open the screen. The desk is opened by the screen itself, after its first paint."""
    from click.exceptions import Exit as Ended

    from tui.app import EntracteApp

    app = EntracteApp(
        open_desk=opening.desk,
        looks=opening.looks,
        speed=opening.story,
        glance=opening.glance,
        drafts=opening.drafts,
        rescue=opening.rescue,
        forgiving=True,
    )
    app.run()
    if app.return_code:
        raise Ended(app.return_code)


def _browser(serving: Serving) -> None:
    """Serve the screen to a browser of this machine; needs the extra `web`."""
    from tui.web.server import serve

    serve(serving)


def _first_run(desk: SetupDesk) -> str:
    """Ask on the screen until there is a shop; how it ended."""
    from tui.setup.app import ask

    return ask(desk)


if __name__ == "__main__":
    sys.exit(main())
