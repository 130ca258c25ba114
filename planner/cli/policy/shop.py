"""The policy that holds, with what the shop knows of today where there is a shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.state import State
from planner.paths import read_text

if TYPE_CHECKING:
    from planner.services.policy import InForce, Policy
    from planner.settings import Settings


def policy_of(state: State) -> Policy:
    """The policy in force; of a new installation without opening a database."""
    return in_force(state).policy


def in_force(state: State) -> InForce:
    """Which policy holds, since when, and what is wrong with its file."""
    if not state.paths.database.exists():
        from planner.services.policy import of_file

        return of_file(state.paths.policy, _settings(state).schedule)
    with state.office() as office:
        return office.rules_in_force()


def _settings(state: State) -> Settings:
    """The shop's settings, or those that a new one would have."""
    if read_text(state.paths.settings) is not None:
        return state.settings()
    from planner.machine import system_zone
    from planner.settings import default_text, load

    return load(default_text("-", "-", system_zone(), state.language), "settings.toml")
