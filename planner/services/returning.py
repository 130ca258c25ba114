"""The return in words: what today holds of it, and the day by which everything is caught up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import floor

from planner.domain.capacity import DayRule
from planner.domain.request import Effort
from planner.domain.time import day_bounds
from planner.domain.window import Schedule, Window
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import full_day

#: The occurrence that remembers the day by which everybody who waited has an answer.
CAUGHT_UP = "caught up"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Fewer than so many are said in a word.
WORDS = 5


def welcome(
    windows: Sequence[Window],
    rule: DayRule,
    used: Effort,
    last: date,
    schedule: Schedule,
    now: datetime,
    language: str,
    *,
    first: bool = False,
) -> str:
    """The sentence of a day of a return; `windows` are those of today that are not over.

    Never how many wait: only what today asks for, and when it will be done (E-01).
    """
    said = [_("Welcome back.")] if first else []
    holds = max(0, floor(rule.answers * rule.percent * rule.fill / 10_000) - used.answers)
    asked, room = 0, holds
    for window in windows:
        if room <= 0:
            break
        asked += 1
        room -= min(window.answers, rule.window_answers)
    portions = -(-(holds - max(0, room)) // max(1, rule.portion))
    if asked and portions:
        said.append(_("Today: {windows}, {portions}.").format(
            windows=_windows(asked), portions=_portions(portions)
        ))  # fmt: skip
    morning = day_bounds(last, schedule.zone, schedule.day_starts)[0]
    day = full_day(morning, now, schedule.zone, language)
    said.append(_("All caught up by {day}.").format(day=day))
    return " ".join(said)


def _windows(number: int) -> str:
    words = ("", "", _("two windows"), _("three windows"), _("four windows"))
    if 1 < number < WORDS:
        return words[number]
    return ngettext("one window", "{n} windows", number).format(n=number)


def _portions(number: int) -> str:
    words = ("", "", _("two small portions"), _("three small portions"), _("four small portions"))
    if 1 < number < WORDS:
        return words[number]
    return ngettext("one small portion", "{n} small portions", number).format(n=number)
