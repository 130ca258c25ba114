"""`policy diff`: what other rules would have decided in the last days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.command import as_json, command, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.policy.files import argument, readable
from planner.cli.state import State, now
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import short
from rules.compare import sentence

if TYPE_CHECKING:
    from planner.domain.time import Zone
    from planner.services.policy.diff import PolicyDiff


@command("diff", example="entracte policy diff\nentracte policy diff my-policy.toml --days 14")
@argument
@option(
    "--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How many days back."
)
@as_json
@state
def diff(state: State, file: Path | None, days: int, json_: bool) -> None:
    """What these rules would have decided otherwise in the last days.

    Without FILE: your policy.toml, whether or not it is in force.
    """
    rules = readable(state, file)
    zone = state.settings().schedule.zone
    with state.office() as office:
        found = office.policy_diff(rules, days)
    if json_:
        print_json(_report(found))
        return
    if not found.decisions:
        say(_("Nothing was decided in these days, so there is nothing to compare."))
        say(_("Decisions are noted while Entracte runs: try again in a few days."))
        return
    show = _shown(zone, state.language)
    for change in found.changes:
        data(sentence(change, found.rules, state.language, show))
    n = found.decisions
    say(ngettext("{n} decision was compared.", "{n} decisions were compared.", n).format(n=n))
    if not found.changes:
        say(_("Nothing would have been decided otherwise."))


def _report(found: PolicyDiff) -> dict[str, object]:
    return {
        "since": found.since,
        "decisions": found.decisions,
        "changes": [
            {
                "effect": change.effect,
                "before": change.before,
                "after": change.after,
                "rule": change.winner,
                "unknown": change.unknown,
                "places": [{"about": about, "at": at} for about, at in change.places],
            }
            for change in found.changes
        ],
    }


def _shown(zone: Zone, language: str) -> Callable[[str, datetime], str]:
    """How a place of a change is said: a request by its number, all else by its moment."""
    today = now()

    def show(about: str, at: datetime) -> str:
        what, _space, which = about.partition(" ")
        when = short(at, today, zone, language)
        return _("{when}, request {id}").format(when=when, id=which) if what == "request" else when

    return show
