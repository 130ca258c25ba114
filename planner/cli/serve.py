"""`serve`: the dashboard in a browser of this machine."""

from __future__ import annotations

import sys

import click

from planner.cli.command import command, option, state
from planner.cli.out import data, say
from planner.cli.state import State
from planner.errors import EntracteError
from planner.locale import gettext as _

PORT = 8532


@command("serve", example="entracte serve\nentracte serve --port 8600")
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where it listens; 0 takes a free one.",
)
@option("--inside", is_flag=True, hidden=True)
@state
def serve(state: State, port: int, inside: bool) -> None:
    """Open the dashboard in a browser of this machine; nobody else can reach it.

    It runs until you stop it with Ctrl+C. The address that it prints is a key: keep it to yourself.
    """
    from planner.cli.start import open_dashboard
    from planner.doors import Serving

    state.settings()
    if inside:  # what a tab of the browser shows
        open_dashboard(state)
        return
    state.log()
    home = ("--home", state.home) if state.home else ()
    inner = (sys.executable, "-m", "planner", "serve", "--inside", *home)
    try:
        state.browser(Serving(inner, port, state.language, _told))
    except ImportError:
        raise EntracteError(
            _("The browser needs a part that is not installed."),
            do=_("Install it with: pip install 'entracte[web]'"),
        ) from None
    except OSError as error:
        raise EntracteError(
            _("The port {port} cannot be used: {reason}.").format(
                port=port, reason=error.strerror or error
            ),
            do=_("Choose another with --port."),
        ) from None


def _told(address: str) -> None:
    data(address)
    say(_("Open this address in a browser of this machine. Ctrl+C ends it."))
    sys.stdout.flush()
