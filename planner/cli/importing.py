"""`import`: older mail, taken in without answering it."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from planner.cli.command import as_json, command, state
from planner.cli.out import as_json as print_json
from planner.cli.out import say
from planner.cli.state import State
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.views_archive import ImportView

_WIDTH = 24  # cells of the bar


@command("import", example="entracte import ~/Mail/archive.mbox\nentracte import ~/Maildir")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@as_json
@state
def import_(state: State, path: Path, json_: bool) -> None:
    """Read an mbox, a Maildir, a folder of .eml files or one of them.

    Nothing of it is ever answered; doing it twice changes nothing. Ctrl+C stops it, and the same
    command goes on from there.
    """
    bar = _Bar()
    with state.office() as office, _interrupted() as interrupted:
        view = office.import_mail(path, bar.show, lambda: not interrupted)
    bar.end()
    if json_:
        print_json(view)
    else:
        _tell(view)
    if not view.finished:
        click.get_current_context().exit(1)


def _tell(view: ImportView) -> None:
    for name in view.passed_over:
        say(_("{path}: this file could not be read, and was passed over.").format(path=name))
    new = view.new
    say(ngettext("{n} message was new.", "{n} messages were new.", new).format(n=new))
    if not view.finished:
        say(_("It is not at its end yet: the same command goes on from here."))


@contextmanager
def _interrupted() -> Iterator[list[int]]:
    """Holds something once Ctrl+C was pressed; pressed again it ends everything at once."""
    pressed: list[int] = []

    def press(number: int, _frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


class _Bar:
    """A line that rewrites itself; nothing where nobody looks."""

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty()
        self._began = time.monotonic()
        self._first: ImportView | None = None
        self._length = 0

    def show(self, view: ImportView) -> None:
        """How far it is, how fast, and about how long it will take."""
        if not self._seen or not view.total:
            return
        if self._first is None:  # an import that goes on does not begin at nothing
            self._first, self._began = view, time.monotonic()
        share = min(1.0, view.done / view.total)
        line = f"[{'#' * int(share * _WIDTH):.<{_WIDTH}}] " + self._words(view, share)
        click.echo("\r" + line.ljust(self._length), err=True, nl=False)
        self._length = len(line)

    def _words(self, view: ImportView, share: float) -> str:
        percent = _("{percent}%").format(percent=int(share * 100))
        seconds, first = time.monotonic() - self._began, self._first
        moved = view.done - first.done if first else 0
        if not moved or not first or seconds < 1:
            return percent
        rate = _("{n} a second").format(n=round((view.read - first.read) / seconds))
        left = (view.total - view.done) * seconds / moved
        return ", ".join((percent, rate, _left(left)))

    def end(self) -> None:
        """Leave the line."""
        if self._length:
            click.echo("", err=True)


def _left(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("about one minute left", "about {n} minutes left", minutes).format(n=minutes)
