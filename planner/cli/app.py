"""The command line's root: which command lives where, and the border where errors end."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

import click

from planner import crash
from planner.cli.command import Group, option
from planner.cli.out import data, say
from planner.cli.state import (
    Browser,
    Dashboard,
    FirstRun,
    State,
    _no_browser,
    _no_dashboard,
    _no_first_run,
)
from planner.errors import EntracteError
from planner.locale import gettext as _

_COMMANDS = {
    name: f"planner.cli.{module}:{attribute}"
    for module, names in {
        "reading": "status windows promises",
        "hours": "hours",
        "away": "away back undo",
        "days": "absences holidays",
        "desk": "desk answer release decline snooze add",
        "sorting": "errand ready",
        "returning": "tidy still-useful let-go by-hand",
        "limits": "more peek urgent proposal customer",
        "review": "review",
        "week": "week",
        "texts": "texts",
        "settings": "settings",
        "doctor": "doctor",
        "planning": "plan why",
        "asking": "can-i",
        "run": "run",
        "service": "service",
        "backups": "backup restore",
        "setup": "setup",
        "serve": "serve",
        "channels": "channel",
        "importing": "import",
        "sending": "rehearsal live checkin",
        "people": "people",
        "outbox": "outbox",
        "notifications": "notifications",
        "policy": "policy",
        "searching": "search",
        "mail": "mail",
        "attachments": "attachments",
        "stories": "simulate demo",
        "completion": "completion",
    }.items()
    for name in names.split()
    for attribute in [{"import": "import_"}.get(name, name.replace("-", "_"))]
}


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from planner.versions import version_of

        data(f"entracte {version_of('entracte') or '?'}")
        ctx.exit()


@click.command(
    "entracte",
    cls=Group,
    lazy=_COMMANDS,
    invoke_without_command=True,
    example="entracte status\nentracte away sick --until tomorrow",
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.pass_context
def app(ctx: click.Context) -> None:
    """A front desk for a business of one: an honest, kept date for everybody, and rest for you.

    Without a command it opens the dashboard on a terminal and prints the status elsewhere.
    """
    if ctx.invoked_subcommand is None:
        from planner.cli.start import start

        start(ctx.ensure_object(State))


def main(
    args: Sequence[str] | None = None,
    dashboard: Dashboard = _no_dashboard,
    browser: Browser = _no_browser,
    first_run: FirstRun = _no_first_run,
) -> int:
    """Run one command; 0 done, 1 a problem of the data or the world, 2 wrong use.

    The border of the program: whatever happens ends in one sentence, never in a traceback
    (`--debug` shows it).
    """
    _lenient_output()
    _quiet()
    crash.about(lambda: _typed(sys.argv[1:] if args is None else args))
    state = State(dashboard=dashboard, browser=browser, first_run=first_run)
    try:
        state.speak()
        ended = app.main(args=args, prog_name="entracte", standalone_mode=False, obj=state)
        if sys.stdout:  # a service of Windows has no way out
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _said_by_click(error)
        return 2 if isinstance(error, click.UsageError) else 1
    except (click.Abort, KeyboardInterrupt):
        return 1
    except BrokenPipeError:
        _drop_stdout()
        return 1
    except EntracteError as error:
        return _told(state, str(error), error.exit_code)
    except Exception as error:  # the border: logged and shown
        with suppress(Exception):  # without a log file it is only shown
            state.log()
        logging.getLogger(__name__).exception("A command failed")
        what = _("Something unexpected happened ({kind}).").format(kind=type(error).__name__)
        more = _("Try again with --debug to see more.")
        return _told(state, " ".join(filter(None, (what, crash.where(error), more))), 1)
    return ended if isinstance(ended, int) else 0  # what a command that exits has said


def _typed(args: Sequence[str]) -> str:
    from planner.cli.typed import typed  # only when something failed

    return typed(app, args)


def _said_by_click(error: click.ClickException) -> None:
    """What was typed wrongly is quoted, and may have come from a file's name."""
    words = io.StringIO()
    error.show(words)
    say(words.getvalue().rstrip("\n"))


def _told(state: State, sentence: str, code: int) -> int:
    if state.debug:
        say(traceback.format_exc())  # an error may quote a stranger
    say(sentence)
    return code


def _lenient_output() -> None:
    """A terminal that lacks a letter shows a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _quiet() -> None:
    """Without a log nothing of it is said: Python would write it on the terminal as it stands."""
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())
        logging.captureWarnings(True)


def _drop_stdout() -> None:
    """Nobody reads any more: let the interpreter's own last flush go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
