"""The week in a few sentences (K-02, a first form): promises, rest, and limits passed on purpose.

What is passed on purpose is shown once, neutrally (F-04). No ranking, no comparison, no count of
what waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from planner.domain.time import ONE_DAY
from planner.domain.window import windows_between
from planner.locale import gettext as _
from planner.locale.dates import weekday_words
from planner.services.beyond import BEYOND
from planner.services.context import Context
from planner.services.facts import worked_days
from planner.services.ledger import ledger_view
from planner.services.policy.known import WORK
from planner.services.rows import ledger_rows
from planner.services.today_words import outcomes
from planner.store.journal import Action
from planner.store.unit import Unit
from planner.views import PassedLimit, ReviewDay, ReviewView

WEEK = timedelta(days=7)
#: The occurrence of a passed limit that the review has shown.
SHOWN = "passed limit shown"
#: What is an answer of hers.
ANSWERS = frozenset({"answer", "override"})


def review(ctx: Context) -> ReviewView:
    """The last seven days; a limit that was passed is in it once."""
    now = ctx.clock.now()
    view, fresh = _review(ctx, now)
    if fresh:  # otherwise nothing is to be noted, and nobody need wait for the file
        with ctx.store.write() as unit:
            for action in fresh:
                unit.journal.once(SHOWN, str(action.id), now)
    return view


def _review(ctx: Context, now: datetime) -> tuple[ReviewView, list[Action]]:
    """The review, and which passed limits it shows for the first time."""
    with ctx.store.read() as unit:
        ctx.refresh(unit)
        since = now - WEEK
        acted = unit.journal.actions(BEYOND, since)
        fresh = [a for a in acted if not unit.journal.has(SHOWN, str(a.id))]
        passed = tuple(_passed(ctx, action) for action in fresh)
        ledger = ledger_view(ledger_rows(unit, unit.promises.ledger(since)), *unit.promises.moved())
        rest = _rest(unit, ctx, now)
        days = _days(unit, ctx, now)
        longest = _longest(unit.journal.acted(WORK, since), since, now)
        view = ReviewView(
            since=since,
            outcomes=ledger.outcomes,
            rest=rest,
            passed=passed,
            sentences=_sentences(ctx, now, outcomes(ledger), rest, passed, longest),
            days=days,
            longest_rest=longest,
        )
    return view, fresh


def _days(unit: Unit, ctx: Context, now: datetime) -> tuple[ReviewDay, ...]:
    """The last seven days with their answers; one before anything was kept is no day of rest."""
    today = ctx.day(now)
    days = [today - n * ONE_DAY for n in reversed(range(7))]
    since = ctx.bounds(days[0])[0]
    answered = unit.journal.acted(ANSWERS, since)
    windows = windows_between(ctx.schedule, since, now, ctx.absences(unit, now), ctx.policy.left)
    return tuple(
        ReviewDay(
            day,
            sum(1 for at in answered if ctx.day(at) == day),
            tuple(
                w.start
                for w in windows
                if w.day == day and any(w.start <= at < w.end for at in answered)
            ),
            any(w.day == day for w in windows),
        )
        for day in days
    )


def _longest(acted: Sequence[datetime], since: datetime, now: datetime) -> timedelta | None:
    """The longest time without work; None when she has not worked in these days at all."""
    if not acted:
        return None
    moments = sorted([since, *acted, now])
    return max(later - earlier for earlier, later in pairwise(moments))


def _passed(ctx: Context, action: Action) -> PassedLimit:
    """A limit that was passed, in the words of its rule."""
    name = str(action.data.get("limit", ""))
    rule = ctx.policy.rules.by_name.get(name)
    say = rule.say.text(ctx.settings.shop.language) if rule else ""
    return PassedLimit(action.at, name, say, str(action.data.get("reason", "")))


def _rest(unit: Unit, ctx: Context, now: datetime) -> tuple[date, ...]:
    """The days on which she answered nobody; today only when no window is left in it."""
    worked = worked_days(unit, now)
    today = ctx.day(now)
    ahead = windows_between(
        ctx.schedule, now, ctx.bounds(today)[1], ctx.absences(unit, now), ctx.policy.left
    )
    last = today - ONE_DAY if ahead else today
    first = unit.journal.first()
    since = ctx.day(first) if first else today
    days = (last - n * ONE_DAY for n in range(7))
    return tuple(sorted(day for day in days if day not in worked and day >= since))


def _sentences(
    ctx: Context,
    now: datetime,
    ended: list[str],
    rest: tuple[date, ...],
    passed: tuple[PassedLimit, ...],
    longest: timedelta | None,
) -> tuple[str, ...]:
    language = ctx.settings.shop.language
    days = ", ".join(weekday_words(day.weekday(), language) for day in rest)
    found = [
        _("Promises of the week: {outcomes}.").format(outcomes=", ".join(ended))
        if ended
        else _("No promise fell due this week."),
    ]
    if rest:
        found.append(_("Rest: {days}.").format(days=days))
    if longest is not None:
        hours = int(longest.total_seconds() // 3600)
        found.append(_("The longest rest lasted {hours} hours.").format(hours=hours))
    for one in passed:
        when = ctx.when(one.at, now)
        words = [_("A little more, {when}").format(when=when), one.say.rstrip("."), one.reason]
        found.append(" · ".join(filter(None, words)) + ".")
    return tuple(found)
