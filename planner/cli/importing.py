"""`import`: older mail, taken in without answering it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from planner.cli.command import as_json, command, state
from planner.cli.done import told
from planner.cli.state import State
from planner.locale import gettext as _

_EACH = 100  # messages between two words about the progress


@command("import", example="entracte import ~/Mail/archive.mbox")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@as_json
@state
def import_(state: State, path: Path, json_: bool) -> None:
    """Read an mbox, a Maildir, a folder of .eml files or one of them.

    Nothing of it is ever answered; doing it twice changes nothing.
    """
    with state.office() as office:
        told(office.import_mail(path, _progress), json_)


def _progress(done: int, total: int) -> None:
    """A line that rewrites itself; nothing where nobody looks."""
    if sys.stderr.isatty() and (done % _EACH == 0 or done == total):
        words = _("{done} of {total}").format(done=done, total=total or "?")
        click.echo(f"\r{words}", err=True, nl=done == total)
