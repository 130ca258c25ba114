"""The lines of the ledger, through the store."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.promise import Promise
from planner.domain.request import State
from planner.services.ledger import LedgerRow, promise_views
from planner.store.unit import Unit
from planner.views_today import PromisePage, PromiseView

#: How much of the ledger is read at once.
PAGE = 500


def ledger_rows(unit: Unit, promises: Sequence[Promise]) -> list[LedgerRow]:
    """Each promise beside what its request says."""
    requests = {r.id: r for r in unit.requests.some([p.request_id for p in promises])}
    return [
        LedgerRow(p, r.person, r.subject, r.state is State.OPEN, r.answerable)
        for p in promises
        for r in [requests[p.request_id]]
    ]


def promise_page(unit: Unit, *, ended: bool, after: PromiseView | None) -> PromisePage:
    """What stands, soonest first, or what has ended, newest first; behind `after`, if any.

    A date's word depends on those before it, so its request's other promises are read as well.
    """
    behind = (after.due, after.id) if after else None
    found = unit.promises.page(ended=ended, after=behind, most=PAGE + 1)
    every = unit.promises.of_each({p.request_id for p in found})
    views = {view.id: view for view in promise_views(ledger_rows(unit, every))}
    rows = tuple(views[p.id] for p in found[:PAGE])
    return PromisePage(rows, rows[-1] if len(found) > PAGE else None)
