"""`errand` and `ready`: what the owner knows about requests, said in one line."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, say
from planner.cli.state import State
from planner.errors import WrongUse
from planner.locale import gettext as _


@command("errand", example='entracte errand 3 5 --name "Roger"\nentracte errand list')
@click.argument("ids", metavar="ID... | list", nargs=-1)
@option("--name", default="", help="The trip or the check they share.")
@option("--none", is_flag=True, help="Take them off their errand.")
@as_json
@state
def errand(state: State, ids: tuple[str, ...], name: str, none: bool, json_: bool) -> None:
    """Put requests on one errand: one supplier, one village, one look into the stockroom.

    The desk deals them together. A request leaves its errand when it ends.
    """
    if ids in ((), ("list",)) and not name and not none:
        _list(state, json_)
        return
    if not ids or not all(word.isascii() and word.isdigit() for word in ids):
        raise WrongUse(_("Name the requests by their numbers."), do="entracte errand 3 5 --name X")
    if bool(name.strip()) is none:
        raise WrongUse(_("Say --name NAME, or --none to take them off."))
    with state.office() as office:
        told(office.share_errand(tuple(map(int, ids)), "" if none else name), json_)


def _list(state: State, json_: bool) -> None:
    with state.office() as office:
        views = office.errands()
    if json_:
        print_json(views)
        return
    if not views:
        say(_("No errand is noted."))
        return
    columns(
        (view.name, str(card.id), card.person, card.subject)
        for view in views
        for card in view.requests
    )


@command("ready", example="entracte ready 12 --not")
@click.argument("request_id", metavar="ID", type=click.IntRange(1))
@option("--not", "not_", is_flag=True, help="It only sounded like it.")
@as_json
@state
def ready(state: State, request_id: int, not_: bool, json_: bool) -> None:
    """Correct the guess that somebody is ready to buy; it orders the requests of one window."""
    with state.office() as office:
        told(office.mark_ready(request_id, not not_), json_)
