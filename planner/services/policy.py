"""The policy in force: the owner's rules, asked once a day and once a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

from planner.domain.capacity import DayRule
from planner.domain.time import Zone, to_local
from planner.domain.window import Window
from planner.errors import EntracteError
from planner.locale import language
from planner.paths import read_text
from rules.engine import Decision, decide
from rules.explain import explain
from rules.model import RuleSet
from rules.parse import load
from rules.policies import default_text
from rules.problems import PolicyProblems

#: Day limits are asked at noon: rules about the evening speak of windows, not of days.
NOON = time(12)
#: The effects whose rules the home screen names.
SHOWN = ("closed", "answers_at_most", "minutes_at_most")


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules with the zone they are read in. `problems` are those of a file that was not taken."""

    rules: RuleSet
    zone: Zone
    energy: dict[date, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    _days: dict[date, DayRule] = field(default_factory=dict, repr=False)
    _closed: dict[tuple[str, datetime], bool] = field(default_factory=dict, repr=False)

    def day(self, day: date) -> DayRule:
        """The limits of a working day."""
        if day not in self._days:
            effects = self.decision(day, NOON).effects
            plain = DayRule()
            self._days[day] = DayRule(
                closed=_flag(effects, "closed"),
                answers=_count(effects, "answers_at_most", plain.answers),
                minutes=_count(effects, "minutes_at_most", plain.minutes),
                window_answers=_count(effects, "window_answers_at_most", plain.window_answers),
                portion=_count(effects, "portion_at_most", plain.portion),
                fill=_count(effects, "fill_percent_at_most", plain.fill),
                notifications=_count(effects, "notifications_at_most", plain.notifications),
            )
        return self._days[day]

    def closed(self, window: Window) -> bool:
        """Whether the rules close a window: asked at its start."""
        key = window.id, window.start  # an absence or a special day may let it begin later
        if key not in self._closed:
            local = to_local(window.start, self.zone)
            effects = self.decision(window.day, local.time).effects
            self._closed[key] = _flag(effects, "closed")
        return self._closed[key]

    def closes(self, day: date, at: time) -> bool:
        """Whether the rules close the shop on a day at a local time."""
        return _flag(self.decision(day, at).effects, "closed")

    def felt(self, day: date, energy: int) -> None:
        """A check-in: the day is asked again."""
        self.energy[day] = energy
        self._days.clear()
        self._closed.clear()

    def holds_notifications(self, day: date, at: time) -> bool:
        """Whether a notification has to wait."""
        return _flag(self.decision(day, at).effects, "hold_notifications")

    def decision(self, day: date, at: time) -> Decision:
        """The rules on the facts of a day at a local time."""
        facts: dict[str, object] = {"date": day, "weekday": day.weekday(), "time": at}
        if day in self.energy:
            facts["energy"] = self.energy[day]
        return decide(self.rules, facts)

    def sentences(self, day: date, at: time, language: str) -> tuple[str, ...]:
        """What holds and why, one sentence an effect."""
        return explain(self.decision(day, at), language)

    def says(self, day: date, at: time, language: str) -> tuple[str, ...]:
        """What holds a day together, in the owner's own words: the `say` of the deciding rules."""
        decision = self.decision(day, at)
        reasons = (decision.reasons.get(effect) for effect in SHOWN)
        names = dict.fromkeys(reason.winner for reason in reasons if reason)
        rules = [self.rules.by_name[name] for name in names if name in self.rules.by_name]
        return tuple(rule.say.text(language) for rule in rules)


def read_policy(path: Path | None, zone: Zone, energy: Mapping[date, int] | None = None) -> Policy:
    """The policy of a file; the shipped one where there is none, or where the file has errors."""
    try:
        text = (read_text(path) or "") if path else ""
    except EntracteError as error:  # like a file with errors: other rules hold, and status says so
        return replace(make_policy("", "", zone, energy), problems=(str(error),))
    return make_policy(text, path.name if path else "", zone, energy)


def make_policy(
    text: str, name: str, zone: Zone, energy: Mapping[date, int] | None = None
) -> Policy:
    """The policy of a text ("" for the shipped one)."""
    problems: tuple[str, ...] = ()
    rules = None
    if text:
        try:
            rules = load(text, name)
        except PolicyProblems as error:
            problems = tuple(problem.text(language()) for problem in error.problems)
    return Policy(
        rules or load(default_text(), "makers-shop.toml"), zone, dict(energy or {}), problems
    )


def _flag(effects: Mapping[str, object], name: str) -> bool:
    return effects.get(name) is True


def _count(effects: Mapping[str, object], name: str, plain: int) -> int:
    value = effects.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else plain
