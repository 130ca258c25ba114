"""A small typed rule language, independent of the planner.

Example: `explain(decide(load(default_text(), "policy.toml"), {"energy": 2}), "en")`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.engine import Decision, decide
    from rules.explaining import explain
    from rules.model import Reason, RuleSet
    from rules.parse import load
    from rules.policies import default_text
    from rules.problems import PolicyProblems, Problem
    from rules.trial import Failure, run_tests

__all__ = [
    "Decision",
    "Failure",
    "PolicyProblems",
    "Problem",
    "Reason",
    "RuleSet",
    "decide",
    "default_text",
    "explain",
    "load",
    "run_tests",
]

_HOMES = {
    "engine": ("Decision", "decide"),
    "explaining": ("explain",),
    "model": ("Reason", "RuleSet"),
    "parse": ("load",),
    "policies": ("default_text",),
    "problems": ("PolicyProblems", "Problem"),
    "trial": ("Failure", "run_tests"),
}


def __getattr__(name: str) -> object:
    """Imported when it is asked for: who only decides needs no tests and no sentences."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"rules.{home}"), name)
