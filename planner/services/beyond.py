"""Beyond a limit on purpose: fifteen more minutes, logged and never locked (F-04)."""

from __future__ import annotations

from datetime import timedelta

from planner.errors import NotPossible, ReasonWanted, WrongUse
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.dealing import current_window, day_is_full
from planner.services.planning import Situation, look
from planner.services.policy.known import BY_HAND, MORE
from planner.store.unit import Unit
from planner.views import Done

#: What counts as going beyond a limit: more minutes, and an answer sent on purpose on a full day.
BEYOND = frozenset({"by hand", "override"})
#: After so many times in a week one word is asked.
FREE = 2
WEEK = timedelta(days=7)
LONGEST_WORD = 40


def more(ctx: Context, reason: str = "") -> Done:
    """Fifteen more minutes, whatever limit stands in the way but the safety of sending.

    From the third time in seven days on, a one-word reason is asked: ReasonWanted without one.
    Raises NotPossible where no limit is in the way, WrongUse for more than one word.
    """
    at = ctx.clock.now()
    word = reason.strip()
    if len(word.split()) > 1 or len(word) > LONGEST_WORD:
        raise WrongUse(_("One word is enough."), do="entracte more WORD")
    with ctx.store.write() as unit:
        situation = look(unit, ctx, at)
        limit = in_the_way(unit, ctx, situation)
        if not limit:
            raise NotPossible(_("No limit is in your way: the desk is open."))
        if len(unit.journal.acted(BEYOND, at - WEEK)) >= FREE and not word:
            raise ReasonWanted(
                _("This week it was needed before: one word, what is it for?"),
                do=_("Type `entracte more` and a word of yours."),
            )
        until = at + MORE
        unit.journal.once(BY_HAND, until.isoformat(), at)
        unit.journal.act(at, "by hand", until=until, limit=limit, reason=word)
        unit.journal.say(at, "limit.passed", None, rule=limit, until=until, reason=word)
    return Done(_("All right, 15 more minutes."))


def in_the_way(unit: Unit, ctx: Context, situation: Situation) -> str:
    """The rule that keeps the desk closed now; "window" where none is open, "" for nothing."""
    now = situation.now
    decision = ctx.policy.at(now)
    if decision.effects.get("beyond_limits"):
        return _binding(ctx, situation)  # they may be asked for again while they run
    closed = decision.reasons.get("closed")
    if closed is not None and closed.value is True:
        return closed.winner
    if current_window(unit, ctx, now) is None:
        return "window"
    return _binding(ctx, situation) if day_is_full(situation, ctx) else ""


def _binding(ctx: Context, situation: Situation) -> str:
    """The rule behind a day that is full."""
    reasons = ctx.policy.of_day(ctx.day(situation.now)).reasons
    left = situation.left_today(ctx.day(situation.now))
    effect = "answers_at_most" if left.count is not None and left.count <= 0 else "minutes_at_most"
    return reasons[effect].winner if effect in reasons else effect
