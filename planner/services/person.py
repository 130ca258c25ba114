"""One person's page: how to reach them, what is open, what was, and what they were told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from planner.domain.promise import Promise, Standing
from planner.domain.request import Request, State
from planner.locale import gettext as _
from planner.locale import language
from planner.locale.dates import full_day
from planner.services.context import Context
from planner.services.ledger import LedgerRow, promise_views
from planner.services.pausing import ALL, paused
from planner.services.people import find
from planner.store.people import Known
from planner.store.unit import Unit
from planner.views_people import AddressView, PauseView, PersonPage, TalkView
from planner.views_today import PromiseView

#: So many earlier conversations, and so many promises, are on a page.
MOST = 100


def person(ctx: Context, who: int | str) -> PersonPage:
    """The page of a person, by number or by one of the addresses. Raises NotFound."""
    now = ctx.clock.now()
    with ctx.store.read() as unit:
        known = find(unit, str(who))
        requests = unit.requests.of(known.id)[::-1]
        promises = unit.promises.to(known.id)
        pauses = tuple(_pauses(unit, ctx, known, now))
    shown = _shown(promises, requests)
    standing = {p.request_id: shown[p.id] for p in promises if p.state is Standing.STANDING}
    talks = [_talk(request, standing) for request in requests]
    earlier = sorted(
        (talk for talk in talks if talk.state != State.OPEN), key=lambda t: t.at, reverse=True
    )
    told = [shown[p.id] for p in sorted(promises, key=lambda p: -p.id)]
    return PersonPage(
        id=known.id,
        name=known.name,
        addresses=tuple(AddressView(one.medium, one.address) for one in known.addresses),
        channels=tuple(dict.fromkeys(request.channel for request in requests)),
        language=next((r.language for r in requests if r.language), ""),
        open=tuple(talk for talk in talks if talk.state == State.OPEN),
        earlier=tuple(earlier[:MOST]),
        promises=tuple(told[:MOST]),
        paused=pauses,
        more=len(earlier) > MOST or len(told) > MOST,
    )


def _shown(promises: Sequence[Promise], requests: Sequence[Request]) -> dict[int, PromiseView]:
    """Each promise as the ledger shows it, by its number."""
    by_id = {request.id: request for request in requests}
    rows = [
        LedgerRow(p, r.person, r.subject, r.state is State.OPEN, r.answerable)
        for p in promises
        for r in [by_id[p.request_id]]
    ]
    views = promise_views(rows)
    return {promise.id: view for promise, view in zip(promises, views, strict=True)}


def _talk(request: Request, standing: Mapping[int, PromiseView]) -> TalkView:
    return TalkView(
        request=request.id,
        subject=request.subject,
        channel=request.channel,
        state=request.state,
        at=request.last_in_at or request.opened_at,
        promise=standing.get(request.id),
    )


def _pauses(unit: Unit, ctx: Context, known: Known, now: datetime) -> Iterator[PauseView]:
    """What holds automatic messages back, for every address."""
    scopes = paused(unit)
    if ALL in scopes:
        yield PauseView(ALL, "", _("All of them are paused; `entracte live` lifts it."))
    for one in known.addresses:
        given, until = one.address, one.blocked_until
        if until is not None and until > now:
            said = _("What went to {address} came back: nothing automatic goes there until {day}.")
            day = full_day(until, now, ctx.settings.schedule.zone, language())
            yield PauseView("bounced", given, said.format(address=given, day=day), until)
        if given in scopes:
            said = _("Too many went to {address}: paused; `entracte live` lifts it.")
            yield PauseView("address", given, said.format(address=given))
        domain = f"@{given.rpartition('@')[2]}"
        if domain in scopes:
            said = _("Too many went to {domain}: paused; `entracte live` lifts it.")
            yield PauseView("domain", given, said.format(domain=domain))
