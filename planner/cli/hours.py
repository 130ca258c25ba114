"""`hours`: the standing answering hours as a text for a page (B-08)."""

from __future__ import annotations

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data
from planner.cli.state import State, now

LANGUAGES = ("fr", "en")


@command("hours", example="entracte hours\nentracte hours --language en")
@option("--language", type=click.Choice(LANGUAGES), help="The shop's own without it.")
@as_json
@state
def hours(state: State, language: str | None, json_: bool) -> None:
    """When you answer, as a text for your page's "about" and its greeting.

    The usual week: special days and absences are left out.
    """
    from planner.domain.hours import standing_hours
    from planner.domain.time import working_day
    from planner.services.policy import read_policy
    from planner.texts.hours import about, greeting

    settings = state.settings()
    shop = settings.shop
    policy = read_policy(state.paths.policy, shop.zone)
    found = standing_hours(
        settings.schedule, working_day(now(), shop.zone, shop.day_starts), policy.closes
    )
    spoken, name = language or shop.language, shop.owner or shop.name
    if json_:
        print_json(
            {
                "language": spoken,
                "zone": shop.zone,
                "about": about(found, spoken, name),
                "greeting": greeting(found, spoken, name),
                "open": [
                    {
                        "days": group.days,
                        "windows": [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in group.windows],
                    }
                    for group in found.open
                ],
                "rest": found.rest,
            }
        )
        return
    data(about(found, spoken, name))
    data("")
    data(greeting(found, spoken, name))
