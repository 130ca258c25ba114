"""`outbox`: what has not surely arrived, and what the owner does about it."""

from __future__ import annotations

import click

from planner.cli.command import Command, Group, as_json, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, say
from planner.cli.state import State, now
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.views import LetterView

_id = click.argument("letter_id", metavar="ID", type=click.IntRange(1))


@click.group(
    "outbox",
    cls=Group,
    invoke_without_command=True,
    example="entracte outbox\nentracte outbox resend 12\nentracte outbox drop 12",
)
@as_json
@state
@click.pass_context
def outbox(ctx: click.Context, state: State, json_: bool) -> None:
    """Messages that wait to leave, were not delivered, or perhaps were."""
    if ctx.invoked_subcommand is not None:
        return
    with state.office() as office:
        letters = office.outbox()
    if json_:
        print_json(letters)
    elif letters:
        columns(
            ((str(x.id), _state(state, x), x.person, x.subject) for x in letters),
            [x.reason for x in letters],
        )
    else:
        say(_("Nothing waits: every message left."))


def _state(state: State, letter: LetterView) -> str:
    shop, zone = state.settings().shop, state.settings().schedule.zone
    if letter.leaves_at is not None and letter.leaves_at > now():
        return _("leaves {when}").format(when=short(letter.leaves_at, now(), zone, shop.language))
    words = {
        "queued": _("about to leave"),
        "handing over": _("about to leave"),
        "failed": _("not delivered"),
        "perhaps": _("perhaps delivered"),
    }
    return words[letter.state]


@outbox.command("resend", cls=Command, example="entracte outbox resend 12")
@_id
@as_json
@state
def resend(state: State, letter_id: int, json_: bool) -> None:
    """Send once more what was not delivered, or perhaps was.

    It is the same message with the same Message-ID; who has it already may see it twice.
    """
    with state.office() as office:
        told(office.resend(letter_id), json_)


@outbox.command("drop", cls=Command, example="entracte outbox drop 12")
@_id
@as_json
@state
def drop(state: State, letter_id: int, json_: bool) -> None:
    """Let go of a message that was not delivered, or take back your own before it leaves."""
    with state.office() as office:
        told(office.drop(letter_id), json_)
