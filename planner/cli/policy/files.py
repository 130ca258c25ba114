"""Which policy file a command speaks of, and reading it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.state import State
from planner.errors import PolicyError
from planner.locale import gettext as _
from planner.paths import read_text

if TYPE_CHECKING:
    from rules.model import RuleSet
    from rules.problems import Problem

argument = click.argument(
    "file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]"
)


def text_of(state: State, file: Path | None) -> tuple[str, str]:
    """A policy file and its name; without one the owner's, else the shipped one."""
    from rules.policies import DEFAULT, default_text

    path = file or state.paths.policy
    text = read_text(path)
    if text is not None:
        return text, str(path)
    if file is not None:
        raise PolicyError(_("There is no such file."), where=str(file))
    return default_text(), DEFAULT


def rules_of(state: State, file: Path | None) -> RuleSet:
    """The rules of a file. Raises rules.problems.PolicyProblems and PolicyError."""
    from planner.services.policy.in_force import read_rules

    return read_rules(*text_of(state, file))


def in_use(rules: RuleSet) -> RuleSet:
    """The same as they are used: beside the rules of the house, which a file only completes."""
    from planner.services.policy.house import house, joined

    return joined(rules, house(None))


def readable(state: State, file: Path | None) -> RuleSet:
    """The rules of a file; every problem is told in an error. Raises PolicyError."""
    from rules.problems import PolicyProblems

    try:
        return rules_of(state, file)
    except PolicyProblems as problems:
        raise PolicyError(problems.text(state.language)) from None


def faults(state: State, rules: RuleSet) -> list[Problem]:
    """What is wrong with rules that can be read: windows that are not there, tests that fail."""
    from planner.services.policy.named_windows import unknown_windows
    from rules.trial import run_tests

    found = [failure.problem() for failure in run_tests(in_use(rules))]
    if read_text(state.paths.settings) is not None:
        found += unknown_windows(rules, state.settings().schedule)
    return sorted(found)
