"""Which rules hold: those of the owner's file while it has no errors, else the last good ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from planner.domain.window import Schedule
from planner.errors import EntracteError
from planner.locale import language
from planner.paths import read_text
from planner.services.policy.house import house, house_rules, joined
from planner.services.policy.policy import Policy
from rules.model import RuleSet
from rules.parse import load
from rules.policies import DEFAULT, default_text
from rules.problems import PolicyProblems


@dataclass(slots=True)
class InForce:
    """The policy that holds now; it follows its file, and keeps what held when that has errors.

    `text` is the owner's own ("" for the shipped policy), `house` that of the house's rules;
    `since` is when it came into force, as far as it is known.
    """

    policy: Policy
    name: str
    text: str
    house: str
    path: Path | None = None
    since: datetime | None = None
    remembered: bool = True
    _seen: tuple[int, ...] = field(default=(), repr=False)

    def follow(self) -> bool:
        """Read the file again when it changed; whether other rules hold now."""
        if self.path is None or (seen := _signature(self.path)) == self._seen:
            return False
        self._seen = seen
        before = self.policy.rules.hash
        try:
            text = read_text(self.path) or ""
            rules = read_rules(text, self.path.name, self.house)
        except PolicyProblems as error:
            self._keep(tuple(problem.text(language()) for problem in error.problems))
        except EntracteError as error:
            self._keep((str(error),))
        else:
            self.take(rules, text, self.path.name if text else DEFAULT)
        return self.policy.rules.hash != before

    def beside(self, house_text: str) -> None:
        """From now on these are the rules of the house: her quiet hours may have changed."""
        if house_text == self.house:
            return
        try:
            rules = read_rules(self.text, self.name, house_text)
        except PolicyProblems as error:  # her rules do not go with them: all stays as it was
            self._keep(tuple(problem.text(language()) for problem in error.problems))
            return
        problems, self.house = self.policy.problems, house_text
        self.policy = self.policy.with_rules(joined(rules, house_text)).with_problems(problems)
        self.since = None

    def take(self, rules: RuleSet, text: str, name: str) -> None:
        """From now on these rules hold."""
        self.policy = self.policy.with_rules(joined(rules, self.house))
        self.name, self.text, self.since, self.remembered = name, text, None, True

    def remember(self, text: str, name: str, rules_hash: str, since: datetime) -> None:
        """What was noted as in force: says since when, and holds on after a start with errors."""
        if not self.remembered:
            self._recall(text, name)
        if rules_hash == self.policy.rules.hash:
            self.since = since

    def _recall(self, text: str, name: str) -> None:
        self.remembered = True
        problems = self.policy.problems
        try:
            rules = read_rules(text, name, self.house)
        except PolicyProblems:
            return  # written for another version: the shipped rules hold
        self.take(rules, text, name)
        self._keep(problems)

    def _keep(self, problems: tuple[str, ...]) -> None:
        self.policy = self.policy.with_problems(problems)


@lru_cache(maxsize=8)
def read_rules(text: str, name: str, house_text: str = "") -> RuleSet:
    """The owner's rules, or the shipped ones for an empty text, as checked beside the house's.

    Raises PolicyProblems.
    """
    beside = house_rules(house_text or house(None))
    return load(text or default_text(), name if text else DEFAULT, beside=beside)


def of_text(text: str, name: str, schedule: Schedule) -> InForce:
    """A policy that has no file to follow; with errors the shipped one holds, and says so."""
    house_text = house(schedule.quiet)
    problems: tuple[str, ...] = ()
    try:
        rules = read_rules(text, name, house_text)
    except PolicyProblems as error:
        problems = tuple(problem.text(language()) for problem in error.problems)
        rules, text, name = read_rules("", "", house_text), "", DEFAULT
    policy = Policy(joined(rules, house_text), schedule, problems=problems)
    return InForce(policy, name if text else DEFAULT, text, house_text)


def of_file(path: Path | None, schedule: Schedule) -> InForce:
    """The policy of a file: the shipped one where there is none.

    Where the file has errors the shipped one holds too, until `remember` hears what held before.
    """
    found = of_text("", DEFAULT, schedule)
    found.path = path
    found.follow()
    found.remembered = not found.policy.problems
    return found


def _signature(path: Path) -> tuple[int, ...]:
    """Changes when the file does; (0,) where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0,)
    return found.st_mtime_ns, found.st_size, found.st_ino
