"""Rules that send requests to a window which the settings do not name: none could be placed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from planner.domain.window import Schedule
from rules.model import RuleSet
from rules.problems import Problem

_EFFECT = "only_in_window"


def unknown_windows(rules: RuleSet, schedule: Schedule) -> Iterator[Problem]:
    """A problem for each rule of the file that names no window of the settings."""
    rows = [*schedule.weekly, *(row for day in schedule.special for row in day.windows)]
    names = sorted({row.name for row in rows if row.name})
    known = {name.strip().casefold() for name in names}
    for rule in rules.rules:
        for said, mark in zip(rule.then, rule.marks, strict=True):
            name = str(said.value)
            if said.effect == _EFFECT and name.strip().casefold() not in known:
                english, french = _words(name, names)
                yield Problem(rules.name, mark.line, mark.column, english, french)


def _words(name: str, names: list[str]) -> tuple[str, str]:
    english = f"no window in the settings is called '{name}'"
    french = f"aucune fenêtre des réglages ne s'appelle « {name} »"
    if near := difflib.get_close_matches(name, names, 1):
        return (
            f"{english}; did you mean '{near[0]}'?",
            f"{french} ; vouliez-vous dire « {near[0]} » ?",
        )
    return f'{english}; give one name = "{name}" there', f'{french} ; donnez-y name = "{name}"'
