"""Running the tests that a policy carries."""

from __future__ import annotations

from dataclasses import dataclass

from rules.engine import decide
from rules.model import RuleSet, Value
from rules.parse import join
from rules.problems import Mark, Problem
from rules.show import show_value


@dataclass(frozen=True, slots=True)
class Failure:
    """An effect that came out otherwise than the policy's test expects; None means not set."""

    test: str
    effect: str
    expected: Value | None
    found: Value | None
    winner: str
    file: str
    mark: Mark

    def problem(self) -> Problem:
        """The failure as a sentence with its place."""
        expected, found = show_value(self.expected), show_value(self.found)
        return Problem(
            self.file,
            self.mark.line,
            self.mark.column,
            f"test '{self.test}': {self.effect} should be {expected}, is {found}"
            + (f" because of {self.winner}" if self.winner else ""),
            f"test « {self.test} » : {self.effect} devrait valoir {expected}, vaut {found}"
            + (f" à cause de {self.winner}" if self.winner else ""),
        )


def run_tests(ruleset: RuleSet, *house: RuleSet) -> tuple[Failure, ...]:
    """The failures of the policy's own tests, in the order of the file.

    A switch that no rule sets is off: `expect.closed = false` is met by silence. With rules of the
    house, what holds is tested, their defaults included; without, what the file alone says.
    """
    failures: list[Failure] = []
    together = join(ruleset, *house) if house else ruleset
    for case in ruleset.cases:
        decision = decide(together, case.given)
        for effect, expected in case.expect.items():
            found = decision.effects.get(effect)
            if found == expected or (expected is False and found is None):
                continue
            reason = decision.reasons.get(effect)
            winner = reason.winner if reason else ""
            mark = case.marks[effect]
            failures.append(Failure(case.name, effect, expected, found, winner, ruleset.name, mark))
    return tuple(failures)
