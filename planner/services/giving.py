"""Giving a date: the first day that holds what the owner promises herself (C-01, C-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from planner.domain.claims import INSTEAD, claims
from planner.domain.outbox import Change
from planner.domain.plan.jobs import Limit
from planner.domain.promise import INSIDE, Kind
from planner.domain.request import Effort, Request
from planner.domain.window import Window
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.locale import language
from planner.services.context import Context
from planner.services.planning import Situation


def hint(text: str) -> str:
    """A question about words that promise more than is known; "" when there are none (C-07)."""
    found = claims(text)
    if not found:
        return ""
    question = _("“{words}” promises more than you know. Say “{instead}” instead?")
    return question.format(words=", ".join(found[:3]), instead=INSTEAD[language()])


def first_feasible(ctx: Context, situation: Situation, request: Request, by: date) -> Change:
    """The first feasible date on or after a day: never a full or closed day, nor a quiet hour.

    Raises NotPossible when no window or no room is ahead.
    """
    windows = [
        w for w in waking(ctx, situation.horizon.open) if w.day >= by and w.start > situation.now
    ]
    if not windows:
        raise NotPossible(
            _("That day is closed, or further ahead than dates are planned."),
            do=_("Choose another day."),
        )
    days, inside = _planned(situation, request)
    for window in windows:
        fits_day = _fits(days[window.day], situation.left_today(window.day))
        if fits_day and _fits_inside(ctx, window, inside[window.id]):
            due = situation.horizon.announced(window)
            same_day = [w.end for w in windows if w.day == window.day]
            return Change(request.id, Kind.ANSWER, min(due, max(same_day)), window.id)
    raise NotPossible(_("No day ahead has room."), do=_("Release something first."))


def waking(ctx: Context, windows: Iterable[Window]) -> list[Window]:
    """Windows that do not end in the quiet hours: nothing is promised for then."""
    return [w for w in windows if not ctx.policy.holds("hold_notices", w.end - INSIDE)]


def _fits(effort: Effort, left: Limit) -> bool:
    """Whether a day still holds that much, up to its fill target."""
    most, minutes = left.fill_count, left.fill_minutes
    return (most is None or effort.answers <= most) and (
        minutes is None or effort.minutes <= minutes
    )


def _fits_inside(ctx: Context, window: Window, effort: Effort) -> bool:
    """Whether a window that has not begun holds that much."""
    most = min(window.answers, ctx.policy.day(window.day).window_answers)
    return effort.answers <= most and effort.minutes <= window.minutes


def _planned(
    situation: Situation, own: Request
) -> tuple[defaultdict[date, Effort], defaultdict[str, Effort]]:
    """What each day and each window would hold with this request in it."""
    days: defaultdict[date, Effort] = defaultdict(lambda: own.effort)
    inside: defaultdict[str, Effort] = defaultdict(lambda: own.effort)
    for request in situation.requests:
        place = situation.place(request.id)
        if place is not None and request.id != own.id:
            days[place.day] += request.effort
            inside[place.id] += request.effort
    return days, inside
