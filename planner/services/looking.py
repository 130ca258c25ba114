"""Looking: the peek that says only yes or no, and the quiet line after many looks (F-06)."""

from __future__ import annotations

from planner.domain.window import next_window
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import current_window
from planner.services.planning import look
from planner.services.policy.known import LOOKED
from planner.store.unit import Unit
from planner.views import Done

PEEK, SUGGESTED = "peek", "rest suggested"


def peek(ctx: Context) -> Done:
    """Whether something waits on the urgent lane: yes or no, without content (needs.md 3.1).

    So many times a day as the rules allow; NotPossible afterwards.
    """
    now = ctx.clock.now()
    day = ctx.day(now)
    with ctx.store.write() as unit:
        situation = look(unit, ctx, now)
        if unit.journal.how_often(PEEK, ctx.bounds(day)[0]) >= ctx.policy.day(day).peeks:
            raise NotPossible(_("That was enough for today."), do=_next(unit, ctx))
        unit.journal.once(PEEK, now.isoformat(), now)
        burning = any(
            situation.ruling(request.id).urgent and not request.is_put_aside(now)
            for request in situation.requests
        )
    if burning:
        return Done(_("Yes: something urgent is there."))
    return Done(_("No: nothing urgent is there."))


def look_in(ctx: Context) -> Done:
    """The dashboard was opened: outside a window that is a look, and no work.

    After as many looks as the rules name, one quiet line, once a day; the sentence is empty
    otherwise.
    """
    now = ctx.clock.now()
    day = ctx.day(now)
    with ctx.store.write() as unit:
        ctx.refresh(unit)
        if current_window(unit, ctx, now) is not None:
            return Done("")
        unit.journal.once(LOOKED, now.isoformat(), now)
        ctx.refresh(unit)
        if not ctx.policy.holds("suggest_rest", now):
            return Done("")
        if not unit.journal.once(SUGGESTED, day.isoformat(), now):
            return Done("")
        line = _("Nothing here needs you now.") + " " + _next(unit, ctx)
        unit.journal.say(now, "rest.suggested", text=line)
        return Done(line)


def _next(unit: Unit, ctx: Context) -> str:
    now = ctx.clock.now()
    window = next_window(ctx.schedule, now, ctx.absences(unit, now), ctx.policy.left)
    if window is None:
        return _("Everything is received.")
    return _("The next window opens {when}.").format(when=ctx.when(window.start, now))
