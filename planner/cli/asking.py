"""`can-i`: the earliest honest date of a new job, and whom it would push."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data
from planner.cli.state import State, now
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.services import moments as when


@command(
    "can-i",
    example='entracte can-i "a hem" --minutes 20\n'
    'entracte can-i "a dress" --minutes 40 --by 2026-11-27',
)
@click.argument("subject")
@option("--minutes", type=int, required=True, help="How long it takes.")
@option("--answers", type=int, default=1, show_default=True, help="How many answers it counts as.")
@option("--by", metavar="DATE", help="Done by then? A date is included whole.")
@as_json
@state
def can_i(
    state: State, subject: str, minutes: int, answers: int, by: str | None, json_: bool
) -> None:
    """The earliest honest date of a new job, and whom it would push; writes nothing.

    Without --by nobody is pushed. With it: yes, yes with whom it pushes, or the nearest date.
    """
    if not subject.strip():
        raise WrongUse(_("Say what the job is."), do='entracte can-i "..." --minutes N')
    schedule = state.settings().schedule
    until = when.end(by, now(), schedule.zone, schedule.day_starts) if by is not None else None
    with state.office() as office:
        view = office.can_i(subject, minutes, answers, until)
    if json_:
        print_json(view)
        return
    data(view.sentence)
    if view.you_can_say:
        data(_("You can say: “{words}”").format(words=view.you_can_say))
