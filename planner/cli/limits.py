"""`more`, `peek`, `urgent`, `proposal`: what the owner does with her limits."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.done import told
from planner.cli.out import as_json as print_json
from planner.cli.out import data
from planner.cli.state import State
from planner.locale import gettext as _
from planner.views import Done


@command("more", example="entracte more\nentracte more delivery")
@click.argument("reason", required=False, default="", metavar="[WORD]")
@as_json
@state
def more(state: State, reason: str, json_: bool) -> None:
    """Fifteen more minutes, whatever limit stands in the way.

    From the third time in seven days on, one word of yours is asked. The review shows it once.
    """
    with state.office() as office:
        told(office.more(reason), json_)


@command(
    "customer", example="entracte customer\nentracte customer --minutes 10\nentracte customer --end"
)
@option("--minutes", type=click.IntRange(1, 30), default=30, show_default=True, help="How long.")
@option("--end", "ends", is_flag=True, help="As usual again, whether or not it runs.")
@as_json
@state
def customer(state: State, minutes: int, ends: bool, json_: bool) -> None:
    """With a customer: nothing rings for a while. Once more ends it.

    The end of an open window stays where it is.
    """
    with state.office() as office:
        if ends and office.today().customer_until is None:
            told(Done(_("As usual again.")), json_)
        else:
            told(office.with_customer(minutes), json_)


@command("peek", example="entracte peek")
@as_json
@state
def peek(state: State, json_: bool) -> None:
    """Is something urgent there? Yes or no, a few times a day.

    What counts as urgent is what your rules put on the urgent lane.
    """
    with state.office() as office:
        told(office.peek(), json_)


@command("urgent", example="entracte urgent 12\nentracte urgent 12 --not")
@click.argument("request_id", metavar="ID", type=click.IntRange(1))
@option("--not", "not_", is_flag=True, help="It is not urgent.")
@as_json
@state
def urgent(state: State, request_id: int, not_: bool, json_: bool) -> None:
    """Mark a request as urgent; your rules say what follows from it."""
    with state.office() as office:
        told(office.mark_urgent(request_id, not not_), json_)


@command("proposal", example="entracte proposal\nentracte proposal yes")
@click.argument("answer", required=False, type=click.Choice(["yes", "later", "never"]))
@as_json
@state
def proposal(state: State, answer: str | None, json_: bool) -> None:
    """What is proposed now, such as a later start after a short night; answer it or not."""
    with state.office() as office:
        if answer is not None:
            told(office.answer_proposal(answer), json_)
            return
        sentence = office.today().proposal
    if json_:
        print_json({"proposal": sentence})
    else:
        data(sentence or _("Nothing is proposed now."))
