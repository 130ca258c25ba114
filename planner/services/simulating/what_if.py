"""What to ask "what if" about: a window less, a day off, half of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from planner.domain.capacity import DayRule
from planner.domain.window import Schedule, SpecialDay, Weekly
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import full_day, weekday_number, weekday_words
from planner.services.context import Context
from planner.services.policy import Policy
from planner.settings_own import OwnSettings

LIMITS = ("answers", "minutes")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Windows that would be no more: of a day of the week, of a wall time, or of both."""

    weekday: int | None
    start: time | None

    def matches(self, row: Weekly) -> bool:
        """Whether a row of the week holds such a window."""
        return (self.weekday is None or self.weekday in row.days) and self.start in (
            None,
            row.start,
        )

    def words(self) -> str:
        """`Tuesday 17:00`"""
        day = "" if self.weekday is None else weekday_words(self.weekday, language())
        return f"{day} {self.start:%H:%M}".strip() if self.start else day


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be different; several together are one change."""

    dropped: tuple[Dropped, ...] = ()
    off: tuple[date, ...] = ()
    halved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dropped or self.off or self.halved)

    def words(self, now: datetime, zone: str) -> str:
        """The change in words, for the owner."""
        halves = {"answers": _("half the answers"), "minutes": _("half the minutes")}
        days = (full_day(datetime.combine(d, time(12), now.tzinfo), now, zone, language())
                for d in self.off)  # fmt: skip
        return ", ".join(
            [
                *(_("without the window {window}").format(window=d.words()) for d in self.dropped),
                *(_("{day} off").format(day=day) for day in days),
                *(halves[limit] for limit in self.halved),
            ]
        )


def read_change(
    dropped: Sequence[str], off: Sequence[date] = (), halved: Sequence[str] = ()
) -> WhatIf:
    """A change as typed: `tuesday 17:00`, `17:00` or `mardi`. Raises WrongUse."""
    return WhatIf(
        tuple(_dropped(words) for words in dropped),
        tuple(sorted(set(off))),
        tuple(limit for limit in LIMITS if limit in halved),
    )


def _dropped(words: str) -> Dropped:
    weekday, start = None, None
    for word in words.split():
        day, at = weekday_number(word), _clock(word)
        if (day is None) == (at is None):
            raise _unread(words)
        weekday, start = (day if at is None else weekday), (at or start)
    if weekday is None and start is None:
        raise _unread(words)
    return Dropped(weekday, start)


def _clock(word: str) -> time | None:
    try:
        return time.fromisoformat(word)
    except ValueError:
        return None


def _unread(words: str) -> WrongUse:
    return WrongUse(
        _("“{words}” is not a window.").format(words=words),
        do=_("Write the day and the hour at which it begins: tuesday 17:00."),
    )


def changed(ctx: Context, change: WhatIf) -> Context:
    """The same shop under a change. Raises WrongUse for a window that there is not."""
    schedule = ctx.settings.schedule
    for dropped in change.dropped:
        schedule = _without(schedule, dropped)
    days = [day for day in schedule.special if day.day not in change.off]
    closed = [SpecialDay(day, closed=True) for day in change.off]
    schedule = replace(schedule, special=(*days, *closed))
    in_force = ctx.in_force
    if change.halved:
        in_force = replace(in_force, policy=_halved(in_force.policy, change.halved), path=None)
    own = OwnSettings(replace(ctx.settings, schedule=schedule))
    return replace(ctx, own=own, in_force=in_force)


def _without(schedule: Schedule, dropped: Dropped) -> Schedule:
    rows: list[Weekly] = []
    for row in schedule.weekly:
        if not dropped.matches(row):
            rows.append(row)
        elif dropped.weekday is not None and row.days - {dropped.weekday}:
            rows.append(replace(row, days=row.days - {dropped.weekday}))
    if rows == list(schedule.weekly):
        starts = sorted({f"{row.start:%H:%M}" for row in schedule.weekly})
        raise WrongUse(
            _("There is no window {window}.").format(window=dropped.words()),
            do=_("Windows begin at: {hours}.").format(hours=", ".join(starts)),
        )
    return replace(schedule, weekly=tuple(rows))


@dataclass(frozen=True)
class Halved(Policy):
    """A policy whose day limits of answers or minutes are half of what the rules say."""

    limits: tuple[str, ...] = ()

    def day(self, day: date) -> DayRule:
        """The limits of a working day, halved, rounded down."""
        rule = Policy.day(self, day)
        if "answers" in self.limits:
            rule = replace(rule, answers=rule.answers // 2)
        if "minutes" in self.limits:
            rule = replace(rule, minutes=rule.minutes // 2)
        return rule


def _halved(policy: Policy, limits: tuple[str, ...]) -> Halved:
    return Halved(policy.rules, policy.schedule, policy.known, policy.absences, limits=limits)
