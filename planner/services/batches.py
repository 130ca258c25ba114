"""Batches: one decision of the owner's about many requests, with every letter to read before.

"Still useful?" asks who has waited long whether an answer is still of use (E-08); "let go of the
rest" ends what may honestly be let go, with one true word each (E-09). Both are hers, so each
letter is her own word, and neither counts against the answers of a day: it is one decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from planner.domain.outbox import LET_GO, STILL_USEFUL, LetterState
from planner.domain.promise import MOST_MOVES, Kind, moves_so_far
from planner.domain.request import BY_HAND, NORMAL, Request, State
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.answering import leaves_at, withdraw
from planner.services.context import Context
from planner.services.planning import Situation, look
from planner.services.promising import GRACE, send_later, settle
from planner.services.taking_back import hold
from planner.services.wording import letter_to, release_body, still_useful_body
from planner.store.unit import Unit
from planner.views import Done
from planner.views_away import BatchLine, BatchView

#: Who came longer ago is asked whether an answer is still of use (E-08).
OLD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one decision is about: the requests with their words, and those that are left out."""

    chosen: tuple[tuple[Request, str], ...]
    kept: tuple[tuple[Request, str], ...]  # with the reason


def still_useful(ctx: Context) -> BatchView:
    """Whom the short question would reach, and every letter; writes nothing."""
    with ctx.store.read() as unit:
        batch = _old(unit, ctx, look(unit, ctx, ctx.clock.now()))
    return _view(
        batch,
        _("Each of them reads this short question; a “yes” brings the request back with a date."),
        _("Nobody has waited that long."),
    )


def ask_still_useful(ctx: Context, only: Collection[int] | None = None) -> Done:
    """Send the short question instead of an answer; ten seconds undo it.

    `only` are the requests that were shown: whatever came since is left alone.
    """
    return _send(ctx, _old, State.ANSWERED, "answer", STILL_USEFUL, _("Asked."), only)


def rest(ctx: Context) -> BatchView:
    """What may be let go, with every letter, and what is kept and why; writes nothing."""
    with ctx.store.read() as unit:
        batch = _light(unit, ctx, look(unit, ctx, ctx.clock.now()))
    return _view(
        batch,
        _("Each of them reads this, and the request ends. Whoever writes again is heard again."),
        _("There is nothing to let go of."),
    )


def let_go_of_rest(ctx: Context, only: Collection[int] | None = None) -> Done:
    """End everything that may be let go, with one honest message each; ten seconds undo it.

    `only` are the requests that were shown: whatever came since is left alone.
    """
    return _send(ctx, _light, State.RELEASED, "release", LET_GO, _("Let go, and said so."), only)


def _send(
    ctx: Context,
    choose: Callable[[Unit, Context, Situation], Batch],
    state: State,
    purpose: str,
    reason: str,
    said: str,
    only: Collection[int] | None,
) -> Done:
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        found = choose(unit, ctx, look(unit, ctx, now)).chosen
        chosen = [(r, body) for r, body in found if only is None or r.id in only]
        if not chosen:
            raise NotPossible(_("There is nobody to write to."), do="entracte desk")
        hold(unit, ctx, [request for request, _body in chosen], now)
        for request, body in chosen:
            withdraw(unit, request, dated=True)
            letter = letter_to(
                unit, ctx, request, body, purpose, now, automatic=False, reason=reason
            )
            leaves = max(now + GRACE, leaves_at(unit, ctx, now, request))
            send_later(unit, letter, leaves, now)
            unit.requests.change(request.id, last_own_at=now, written=0)
            unit.requests.move(request, state, now)
        settle(unit, ctx, now)
    return Done(said, now + GRACE)


def _old(unit: Unit, ctx: Context, situation: Situation) -> Batch:
    """Who last wrote long ago and can be written to; a spoken promise is kept in person."""
    since = situation.now - OLD
    found = [
        request
        for request in situation.requests
        if (request.last_in_at or request.opened_at) <= since
        and request.channel in ctx.senders
        and not request.is_put_aside(situation.now)
        and not _own_promise(unit, request)
    ]
    words = [(request, still_useful_body(ctx, request, situation.now)) for request in found]
    return Batch(tuple(words), ())


def _light(unit: Unit, ctx: Context, situation: Situation) -> Batch:
    """What is of low stake: no date today, no sale, no complaint, no word of hers in it."""
    chosen: list[tuple[Request, str]] = []
    kept: list[tuple[Request, str]] = []
    for request in situation.requests:
        why = _stake(unit, ctx, situation, request)
        if why:
            kept.append((request, why))
        else:
            chosen.append((request, release_body(ctx, request, "")))
    return Batch(tuple(chosen), tuple(kept))


def _stake(unit: Unit, ctx: Context, situation: Situation, request: Request) -> str:
    """Why a request is not let go with the others; "" when it may be."""
    told = situation.told.get(request.id)
    today = ctx.bounds(ctx.day(situation.now))[1]
    if request.channel in BY_HAND or request.channel not in ctx.senders:
        return _("nothing can be sent there")
    if _own_promise(unit, request) or request.is_put_aside(situation.now):
        return _("you promised it yourself")
    if told is not None and told.kind is Kind.ANSWER and told.due <= today:
        return _("its date is today")
    if moves_so_far(situation.histories.get(request.id, ())) >= MOST_MOVES:
        return _("its date has slipped twice")
    if request.urgent or situation.ruling(request.id).urgent:
        return _("urgent")
    if request.ready_to_buy:
        return _("ready to buy")
    if request.effort != NORMAL or request.tone == "hostile":
        return _("more than a plain question")
    return ""


def _own_promise(unit: Unit, request: Request) -> bool:
    """Whether the standing date is one that she gave in her own words (C-01)."""
    return any(
        letter.changes and not letter.automatic and letter.state is not LetterState.CANCELLED
        for letter in unit.outbox.of(request.id)
    )


def _view(batch: Batch, sentence: str, none: str) -> BatchView:
    lines = tuple(BatchLine(r.id, r.person, r.subject, text) for r, text in batch.chosen)
    kept = tuple(BatchLine(r.id, r.person, r.subject, why) for r, why in batch.kept)
    return BatchView(lines, sentence if lines else none, kept)
