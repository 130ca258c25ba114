"""A small typed rule language, independent of the planner.

Example: `explain(decide(load(default_text(), "policy.toml"), {"energy": 2}), "en")`.
"""

from rules.engine import Decision, decide
from rules.explain import explain
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
