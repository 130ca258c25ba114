"""`attachments`: what people attached, and saving it on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.errors import NotFound
from planner.locale import gettext as _
from planner.views import AttachmentView, SavedView


@command(
    "attachments",
    example="entracte attachments 12\nentracte attachments 12 --save ~/Pictures --only 2",
)
@click.argument("request_id", metavar="ID", type=click.IntRange(1))
@option("--save", "folder", metavar="DIR", help="Save them into this folder.")
@option("--only", multiple=True, type=click.IntRange(1), metavar="N", help="Only this one.")
@as_json
@state
def attachments(
    state: State, request_id: int, folder: str | None, only: tuple[int, ...], json_: bool
) -> None:
    """List what is attached to a request, or save it. Nothing is ever opened by itself."""
    with state.office() as office:
        if folder is None:
            _show(office.attachments(request_id), json_)
        else:
            _saved(office.save_attachments(request_id, Path(folder).expanduser(), only), json_)


def _show(found: Sequence[AttachmentView], json_: bool) -> None:
    if json_:
        print_json(found)
    elif not found:
        say(_("Nothing is attached to this request."))
    else:
        rows = ((str(x.number), x.name or "-", x.type, _size(x.size)) for x in found)
        columns(rows, [x.warning for x in found])


def _saved(saved: SavedView, json_: bool) -> None:
    if json_:
        print_json(saved)
    for path in () if json_ else saved.files:
        data(path)
    if saved.missing:
        raise NotFound(_("Some files could not be saved: their mail is in no mailbox any more."))


def _size(size: int) -> str:
    """A size for a person; empty when it is not known."""
    if size < 1_000:
        return _("{n} B").format(n=size) if size else ""
    if size < 1_000_000:
        return _("{n} kB").format(n=round(size / 1_000))
    return _("{n} MB").format(n=round(size / 1_000_000, 1))
