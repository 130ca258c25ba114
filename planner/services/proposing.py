"""Answering a proposal: nothing changes unless she says yes, and it comes at most once a day."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date

from planner.domain.time import to_local
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.policy.proposal import Proposal, proposal
from planner.services.promising import GRACE, settle
from planner.services.undoing import undoable
from planner.store.calendar import DayDecision
from planner.store.unit import Unit
from planner.views import Done

#: The occurrence of an answer; its key is the day, or the name of what is never proposed again.
ANSWERED = "proposal answered"
NEVER = "never"
ANSWERS = ("yes", "later", "never")


def answer_proposal(ctx: Context, answer: str) -> Done:
    """Answer what is proposed: "yes", "later" (not today) or "never". Raises NotPossible."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        ctx.refresh(unit)
        found = proposal(ctx.policy, now, decided(unit, ctx))
        if found is None or is_answered(unit, ctx):
            raise NotPossible(_("Nothing is proposed now."))
        unit.journal.once(ANSWERED, ctx.day(now).isoformat(), now)
        if answer == NEVER:
            unit.journal.once(ANSWERED, NEVER, now)
            return Done(_("It will not be proposed again."))
        if answer != "yes":
            return Done(_("It stays as it is."))
        _begin_later(unit, ctx, found)
        settle(unit, ctx, now)
    when = ctx.when(found.start, now)
    return Done(_("Noted: the first window opens {when}.").format(when=when), now + GRACE)


def decided(unit: Unit, ctx: Context) -> frozenset[date]:
    """Days about which the settings or the owner have said something."""
    special = {day.day for day in ctx.settings.schedule.special}
    return frozenset(special | unit.calendar.decisions().keys())


def is_answered(unit: Unit, ctx: Context) -> bool:
    """Whether today's proposal was answered, or all of them."""
    today = ctx.day(ctx.clock.now()).isoformat()
    return any(unit.journal.has(ANSWERED, key) for key in (today, NEVER))


def _begin_later(unit: Unit, ctx: Context, found: Proposal) -> None:
    now = ctx.clock.now()
    start = to_local(found.start, ctx.schedule.zone).time
    before = unit.calendar.decisions().get(found.day)
    unit.calendar.decide(found.day, DayDecision(False, "", f"{start:%H:%M}"))
    undone = {found.day.isoformat(): list(astuple(before)) if before else None}
    undoable(unit, now, "days", before=undone)
