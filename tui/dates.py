"""Instants on the screen, in the owner's zone and the interface's language.

Imported only once there is something to show: local time is dear to import.
"""

from __future__ import annotations

from datetime import datetime

from planner.locale import dates
from planner.views_today import TodayView
from tui.words import language, t


class Wall:
    """The owner's calendar and clock, as of one view."""

    def __init__(self, view: TodayView) -> None:
        self.now, self.zone = view.at, view.zone

    def clock(self, at: datetime) -> str:
        """The time of day: `17:45`."""
        return dates.clock(at, self.zone)

    def short(self, at: datetime) -> str:
        """Day and time: `mardi 17:45`, `demain 11:00`."""
        return dates.short(at, self.now, self.zone, language())

    def short_day(self, at: datetime) -> str:
        """The day, in few letters: `mardi`, `8 décembre`, `8 décembre 2025`."""
        return dates.short_day(at, self.now, self.zone, language())

    def day(self, at: datetime) -> str:
        """The day alone: `demain`, `mardi 24 novembre`."""
        return dates.day_words(at, self.now, self.zone, language())

    def date(self, at: datetime) -> str:
        """The day, never relative: `mardi 24 novembre`."""
        return dates.full_day(at, self.now, self.zone, language())

    def today(self) -> str:
        """The full day of now: `mardi 24 novembre`."""
        return self.date(self.now)

    def same_day(self, at: datetime) -> bool:
        """Whether an instant falls on today's date."""
        return dates.full_day(at, at, self.zone, "en") == dates.full_day(
            self.now, self.now, self.zone, "en"
        )

    def distance(self, at: datetime) -> str:
        """How far an instant is: `dans 3 h 12`; a day further on it is not said."""
        minutes = int((at - self.now).total_seconds() // 60)
        if minutes >= 24 * 60 or minutes < 0:
            return ""
        hours, rest = divmod(minutes, 60)
        if hours:
            return t("in {hours} h {minutes}").format(hours=hours, minutes=f"{rest:02}")
        return t("in {minutes} min").format(minutes=max(1, rest))
