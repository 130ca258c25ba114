"""The week in a few sentences (K-02, a first form): promises, rest, and limits passed on purpose.

What is passed on purpose is shown once, neutrally (F-04). No ranking, no comparison, no count of
what waits.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from planner.domain.time import ONE_DAY
from planner.domain.window import windows_between
from planner.locale import gettext as _
from planner.locale.dates import weekday_words
from planner.services.beyond import BEYOND
from planner.services.context import Context
from planner.services.facts import worked_days
from planner.services.ledger import ledger_view
from planner.services.rows import ledger_rows
from planner.services.today_words import outcomes
from planner.store.journal import Action
from planner.store.unit import Unit
from planner.views import PassedLimit, ReviewView

WEEK = timedelta(days=7)
#: The occurrence of a passed limit that the review has shown.
SHOWN = "passed limit shown"


def review(ctx: Context) -> ReviewView:
    """The last seven days; a limit that was passed is in it once."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        ctx.refresh(unit)
        since = now - WEEK
        fresh = [a for a in unit.journal.actions(BEYOND, since) if _is_new(unit, a, now)]
        passed = tuple(_passed(ctx, action) for action in fresh)
        ledger = ledger_view(ledger_rows(unit, unit.promises.ledger(since)), *unit.promises.moved())
        rest = _rest(unit, ctx, now)
        return ReviewView(
            since=since,
            outcomes=ledger.outcomes,
            rest=rest,
            passed=passed,
            sentences=_sentences(ctx, now, outcomes(ledger), rest, passed),
        )


def _is_new(unit: Unit, action: Action, now: datetime) -> bool:
    return unit.journal.once(SHOWN, str(action.id), now)


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
    for one in passed:
        when = ctx.when(one.at, now)
        words = [_("A little more, {when}").format(when=when), one.say.rstrip("."), one.reason]
        found.append(" · ".join(filter(None, words)) + ".")
    return tuple(found)
