"""`policy`: the owner's rules, read, explained, tested, compared and changed."""

from __future__ import annotations

import click

from planner.cli.command import Group

_COMMANDS = {
    name: f"planner.cli.policy.{module}"
    for name, module in {
        "new": "shipped:new",
        "edit": "editing:edit",
        "check": "checking:check",
        "test": "checking:test",
        "explain": "explaining:explain",
        "diff": "differing:diff",
        "status": "standing:status",
    }.items()
}


@click.group(
    "policy",
    cls=Group,
    lazy=_COMMANDS,
    example="entracte policy explain\nentracte policy check",
)
def policy() -> None:
    """The rule file: limits, quiet hours, exceptions."""
