"""`tidy`, `still-useful`, `let-go`, `by-hand`: what a return asks for, read before it is done."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import columns, data, say
from planner.cli.state import State
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.views_away import BatchView


@command("tidy", example="entracte tidy\nentracte tidy undo 2")
@click.argument("what", type=click.Choice(("undo",)), required=False)
@click.argument("number", type=click.IntRange(1), required=False)
@as_json
@state
def tidy(state: State, what: str | None, number: int | None, json_: bool) -> None:
    """What was put in order at your return, before the first portion; each step can be undone."""
    with state.office() as office:
        if what is not None:
            if number is None:
                raise WrongUse(_("Name the number to take back."), do="entracte tidy")
            told(office.undo_tidy(number), json_)
            return
        found = office.tidied()
    if json_:
        print_json(found)
        return
    if not found:
        say(_("Nothing had to be put in order."))
    columns(
        (
            str(view.number),
            view.person,
            view.subject,
            _("(taken back)") if view.undone else view.sentence,
        )
        for view in found
    )


@command("still-useful", example="entracte still-useful\nentracte still-useful --send")
@option("--send", is_flag=True, help="Send what the preview shows.")
@as_json
@state
def still_useful(state: State, send: bool, json_: bool) -> None:
    """Ask who has waited for weeks whether an answer is still of use.

    Without --send every letter is shown and nothing leaves. A yes brings the request back with a
    date. Ten seconds to undo.
    """
    with state.office() as office:
        if send:
            told(office.ask_still_useful(), json_)
        else:
            _show(office.still_useful(), json_)


@command("let-go", example="entracte let-go\nentracte let-go --send")
@option("--send", is_flag=True, help="Send what the preview shows.")
@as_json
@state
def let_go(state: State, send: bool, json_: bool) -> None:
    """Let go of what may honestly be let go, with one true message to each person.

    Without --send every letter is shown, and what is kept and why; nothing leaves. Ten seconds to
    undo.
    """
    with state.office() as office:
        if send:
            told(office.let_go_of_rest(), json_)
        else:
            _show(office.rest(), json_)


@command("by-hand", example="entracte by-hand\nentracte by-hand sent 12")
@click.argument("what", type=click.Choice(("sent",)), required=False)
@click.argument("number", type=click.IntRange(1), required=False)
@as_json
@state
def by_hand(state: State, what: str | None, number: int | None, json_: bool) -> None:
    """Words that a network takes from no machine any more: copy them, send them, say so."""
    with state.office() as office:
        if what is not None:
            if number is None:
                raise WrongUse(_("Name the card that you sent."), do="entracte by-hand")
            told(office.sent_by_hand(number), json_)
            return
        found = office.by_hand()
    if json_:
        print_json(found)
        return
    for view in found:
        data(f"{view.letter}: {view.person} · {view.channel} · {view.subject}")
        data(f"{view.text}\n")
    say(found[0].because if found else _("Nothing waits to be sent by hand."))


def _show(view: BatchView, json_: bool) -> None:
    if json_:
        print_json(view)
        return
    for line in view.lines:
        data(f"{line.person} · {line.subject}")
        data(f"{line.text}\n")
    if view.kept:
        data(_("Kept:"))
        columns((line.person, line.subject, line.text) for line in view.kept)
    say(view.sentence)
