"""`policy status`: which rules are in force, since when, and what is wrong with the file."""

from __future__ import annotations

from planner.cli.command import as_json, command, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
from planner.cli.policy.shop import in_force
from planner.cli.state import State, now
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services.policy import InForce


@command("status", example="entracte policy status")
@as_json
@state
def status(state: State, json_: bool) -> None:
    """Which rules are in force, since when, and what is wrong with the file."""
    found = in_force(state)
    rules = found.policy.rules
    own = sum(not name.startswith("house:") for name in rules.by_name)
    if json_:
        print_json(
            {
                "name": found.name,
                "shipped": not found.text,
                "since": found.since,
                "rules": own,
                "tests": len(rules.cases),
                "hash": rules.hash,
                "file": state.paths.policy if state.paths.policy.exists() else None,
                "problems": found.policy.problems,
            }
        )
        return
    data(_in_force(found, own, state.language))
    for problem in found.policy.problems:
        data(problem)
    if found.policy.problems:
        say(_("Until the file is right, these rules stay in force."))
    elif not found.text:
        say(_("To make them yours: entracte policy new"))


def _in_force(found: InForce, rules: int, language: str) -> str:
    """The first line: what holds."""
    if not found.text:
        return _("In force: the rules that come with Entracte ({name}, rules: {rules}).").format(
            name=found.name, rules=rules
        )
    if found.since is None:
        return _("In force: {name} (rules: {rules}).").format(name=found.name, rules=rules)
    when = short(found.since, now(), found.policy.schedule.zone, language)
    return _("In force: {name}, since {when} (rules: {rules}).").format(
        name=found.name, when=when, rules=rules
    )
