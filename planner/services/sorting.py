"""Sorting by hand: what the owner says about requests that a guess or a plan cannot know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from planner.domain.request import Request
from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.services.answering import open_request
from planner.services.context import Context
from planner.store.unit import Unit
from planner.views import Done

LONGEST_NAME = 40


def mark_ready(ctx: Context, request_id: int, ready: bool) -> Done:
    """Correct the guess that somebody is ready to buy (A-06). Raises NotPossible, NotFound."""
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        unit.requests.change(request.id, ready_to_buy=ready)
        unit.journal.act(at, "ready", request=request.id, ready=ready)
    return Done(_("Noted: ready to buy.") if ready else _("Noted: not about to buy."))


def mark_urgent(ctx: Context, request_id: int, urgent: bool) -> Done:
    """Say that a request is urgent, or that it is not: the rules decide what follows."""
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        request = open_request(unit, request_id)
        unit.requests.change(request.id, urgent=urgent)
        unit.journal.act(at, "urgent", request=request.id, urgent=urgent)
    return Done(_("Noted: urgent.") if urgent else _("Noted: not urgent."))


def share_errand(ctx: Context, request_ids: Sequence[int], name: str) -> Done:
    """Put requests on one errand, a trip or a check they share (A-10); "" takes them off theirs.

    A request leaves its errand when it ends. Raises NotPossible, NotFound, WrongUse; then nothing
    has changed.
    """
    called = " ".join(name.split())
    if len(called) > LONGEST_NAME:
        raise WrongUse(
            _("The name of an errand has at most {n} letters.").format(n=LONGEST_NAME),
            do=_("Choose a shorter one."),
        )
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        for request_id in request_ids:
            unit.requests.change(open_request(unit, request_id).id, errand=called)
        unit.journal.act(at, "errand", requests=list(request_ids), name=called)
    if not called:
        return Done(_("Taken off their errand."))
    return Done(_("On one errand: {name}.").format(name=called))


def errands(unit: Unit) -> dict[str, list[Request]]:
    """The open requests of each errand, by name, oldest first."""
    found: dict[str, list[Request]] = defaultdict(list)
    for request in unit.requests.open():
        if request.errand:
            found[request.errand].append(request)
    return {name: found[name] for name in sorted(found, key=str.casefold)}
