"""The only place where limits are decided: the owner's rules, those of the house, and the facts."""

from planner.services.policy.in_force import InForce, of_file, of_text
from planner.services.policy.known import Known
from planner.services.policy.policy import Policy

__all__ = ["InForce", "Known", "Policy", "of_file", "of_text"]
