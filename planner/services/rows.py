"""The lines of the ledger, through the store."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.promise import Promise
from planner.domain.request import State
from planner.services.ledger import LedgerRow
from planner.store.unit import Unit


def ledger_rows(unit: Unit, promises: Sequence[Promise]) -> list[LedgerRow]:
    """Each promise beside what its request says."""
    requests = {r.id: r for r in unit.requests.some([p.request_id for p in promises])}
    return [
        LedgerRow(p, r.person, r.subject, r.state is State.OPEN, r.answerable)
        for p in promises
        for r in [requests[p.request_id]]
    ]
