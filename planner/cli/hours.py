"""`hours`: the standing answering hours as a text for a page (B-08)."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data
from planner.cli.state import State, now


@command("hours", example="entracte hours\nentracte hours --language en")
@option("--language", type=click.Choice(("fr", "en")), help="The shop's own without it.")
@as_json
@state
def hours(state: State, language: str | None, json_: bool) -> None:
    """When you answer, as a text for your page's "about" and its greeting.

    The usual week: special days and absences are left out.
    """
    from planner.domain.time import working_day
    from planner.services.hours import page_hours
    from planner.services.policy import of_file

    settings = state.settings()
    shop = settings.shop
    today = working_day(now(), shop.zone, shop.day_starts)
    policy = of_file(state.paths.policy, settings.schedule).policy
    view = page_hours(settings, policy, today, language or "")
    if json_:
        print_json(view)
        return
    data(view.about)
    data("")
    data(view.greeting)
