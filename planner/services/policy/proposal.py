"""Proposals: after a short night, a later first window on the next open day (F-05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.time import day_bounds, to_local
from planner.domain.window import Window, absent, windows_between, windows_from
from planner.locale import gettext as _
from planner.locale.dates import short
from planner.services.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Proposal:
    """The first window of a day would begin at another hour."""

    window: Window
    start: datetime

    @property
    def day(self) -> date:
        """The day it is about."""
        return self.window.day


def proposal(policy: Policy, now: datetime, decided: Collection[date]) -> Proposal | None:
    """What the rules propose now; `decided` are days about which something was said already.

    At the end of a window, never in quiet hours or while she is unavailable.
    """
    today = policy.working_day(now)
    minutes = policy.day(today).later_start
    if not minutes or not _is_calm(policy, now, today):
        return None
    coming = windows_from(policy.schedule, now, policy.absences, policy.left)
    window = next((w for w in coming if w.day > today), None)
    if window is None or window.day in decided:
        return None
    return Proposal(window, window.start + timedelta(minutes=minutes))


def sentence(found: Proposal, policy: Policy, now: datetime, language: str) -> str:
    """The proposal in one sentence."""
    zone = policy.schedule.zone
    return _("The night was short. Begin later: {usual} would become {later}.").format(
        usual=short(found.window.start, now, zone, language),
        later=f"{to_local(found.start, zone).time:%H:%M}",
    )


def _is_calm(policy: Policy, now: datetime, today: date) -> bool:
    """Whether a window of today has ended, none is open, and it is neither quiet nor an absence."""
    if absent(policy.absences, now) is not None or policy.holds("hold_notifications", now):
        return False
    begins, ends = day_bounds(today, policy.schedule.zone, policy.schedule.day_starts)
    windows = windows_between(policy.schedule, begins, ends, policy.absences, policy.left)
    is_open = any(w.start <= now < w.end for w in windows)
    return not is_open and any(w.end <= now for w in windows)
