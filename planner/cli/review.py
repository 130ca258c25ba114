"""`review`: the week in one screen."""

from __future__ import annotations

from planner.cli.command import as_json, command, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data
from planner.cli.state import State


@command("review", example="entracte review")
@as_json
@state
def review(state: State, json_: bool) -> None:
    """The last seven days in a few sentences: promises, rest, limits passed on purpose.

    Each of these limits is shown once.
    """
    with state.office() as office:
        view = office.review()
    if json_:
        print_json(view)
        return
    for sentence in view.sentences:
        data(sentence)
