"""What every check of the doctor is given, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from planner.domain.time import Zone
from planner.locale import language
from planner.locale.dates import short
from planner.machine import system_zone
from planner.paths import Paths
from planner.settings import Settings
from planner.views_doctor import Finding, Health


@dataclass(frozen=True, slots=True)
class Case:
    """One examination; `settings` None where there are none that can be read."""

    paths: Paths
    now: datetime
    settings: Settings | None
    offline: bool = False

    @property
    def zone(self) -> Zone:
        """Where the owner is, as far as it is known."""
        return self.settings.schedule.zone if self.settings else system_zone()

    def when(self, at: datetime) -> str:
        """A moment in words."""
        return short(at, self.now, self.zone, language())


#: A check: what it finds, one after the other. It may raise and it may hang: both are findings.
Check = Callable[[Case], Iterator[Finding]]


def well(subject: str, sentence: str) -> Finding:
    """It is as it should be."""
    return Finding(subject, Health.OK, sentence)


def note(subject: str, sentence: str, do: str = "") -> Finding:
    """Worth knowing; nothing is broken."""
    return Finding(subject, Health.NOTE, sentence, do)


def wrong(subject: str, sentence: str, do: str = "") -> Finding:
    """Something to mend."""
    return Finding(subject, Health.WRONG, sentence, do)
