"""Explaining: the reasons behind every date given and every message sent or not (invariant 14)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from planner.domain.autoreply import SENTENCES
from planner.domain.outbox import ELSEWHERE, SERVER
from planner.domain.request import Request
from planner.locale import gettext as _
from planner.services.asking.date_reasons import reasons
from planner.services.asking.date_words import paragraph
from planner.services.context import Context
from planner.services.planning import look
from planner.services.promising import live_since
from planner.store.journal import Event
from planner.store.unit import Unit
from planner.views import WhyView


def why(unit: Unit, ctx: Context, request_id: int, now: datetime) -> WhyView:
    """The story of a request in sentences, then what holds now."""
    request = unit.requests.get(request_id)
    language = ctx.settings.shop.language
    situation = look(unit, ctx, now)
    sentences = [
        sentence
        for event in unit.journal.events(request_id=request_id)
        if (sentence := _sentence(event, ctx, now, language))
    ]
    found = reasons(unit, ctx, situation, request)
    sentences.append(paragraph(ctx, situation, found))
    sentences += _blocked(unit, ctx, request, now)
    if live_since(unit) is None:
        sentences.append(_("Rehearsal: automatic messages are composed and not sent."))
    promise = situation.told.get(request_id)
    place = situation.place(request_id)
    facts: dict[str, object] = {
        "request": request_id,
        "state": str(request.state),
        "answerable": request.answerable,
        "due": promise.due.isoformat() if promise else None,
        "kind": str(promise.kind) if promise else None,
        "window": place.id if place else None,
        "reason": situation.plan.reasons.get(str(request_id), ""),
        "date": asdict(found),
        "rules": ctx.policy.rules.hash,
        "events": [
            {"at": e.at.isoformat(), "event": e.event, **e.data}
            for e in unit.journal.events(request_id=request_id)
        ],
    }
    return WhyView(request.subject or request.person, tuple(sentences), facts)


def _sentence(event: Event, ctx: Context, now: datetime, language: str) -> str:
    at = ctx.when(event.at, now)
    data = event.data
    if event.event == "message.suppressed":
        rows = " ".join(
            f"{row}: {SENTENCES[language].get(row, '')}" for row in data.get("rows", ())
        )
        if not rows and data.get("reason") == "form":
            rows = _("It came through a form.")
        return f"{at} - " + _("No automatic answer. {rows}").format(rows=rows)
    due = ctx.when(datetime.fromisoformat(data["due"]), now) if "due" in data else ""
    wording = {
        "request.opened": _("The request was opened."),
        "request.merged": _merged(data.get("reason", "")),
        "request.reopened": _reopened(data.get("reason", "")),
        "request.ended": _("It ended: {how}.").format(how=_(data.get("how") or "closed")),
        "message.sent": _left(data.get("reason", "")),
        "message.held": _("A message waits to leave ({reason}).").format(
            reason=data.get("reason", "")
        ),
        "message.failed": _("A message could not be delivered: {reason}").format(
            reason=data.get("reason", "")
        ),
        "message.reported": _("A mail server reports of a message ({action}): {reason}").format(
            action=_reported(data.get("action", "")), reason=data.get("reason", "")
        ),
        "promise.withdrawn": _("Nobody was told {due}: the message came back.").format(due=due),
        "promise.restored": _("The promise for {due} stands again.").format(due=due),
        "promise.made": _("Promised for {due}.").format(due=due),
        "promise.moved": _("Moved to {due}, and told so.").format(due=due),
        "promise.kept": _("The promise was kept."),
        "promise.broken": _("The promise for {due} passed without an answer.").format(due=due),
        "request.shielded": _("Hard words were folded away; the place did not change."),
    }.get(event.event)
    return f"{at} - {wording}" if wording else ""


def _reported(action: str) -> str:
    words = {
        "delayed": _("delayed"),
        "delivered": _("delivered"),
        "relayed": _("passed on"),
        "expanded": _("passed on"),
    }
    return words.get(action, _("without a result"))


def _reopened(reason: str) -> str:
    if reason == "not delivered":
        return _("Your message did not arrive: it is open again.")
    return _("The person wrote again: it is open again.")


def _left(reason: str) -> str:
    if reason == ELSEWHERE:
        return _("You answered in another program.")
    if reason == SERVER:
        return _("The mail server answered by itself; nothing was said a second time.")
    return _("A message left ({reason}).").format(reason=reason)


def _blocked(unit: Unit, ctx: Context, request: Request, now: datetime) -> list[str]:
    """What keeps automatic messages away from the person's address, where something does."""
    until = unit.people.blocked_until(ctx.media.get(request.channel, "mail"), request.address)
    if until is None or until <= now:
        return []
    return [
        _(
            "A message to this address did not arrive: nothing automatic goes there until {day};"
            " your own answers are still tried."
        ).format(day=ctx.when(until, now))
    ]


def _merged(reason: str) -> str:
    if reason == "thanks":
        return _("A thank-you was kept; it asks for nothing.")
    if reason == "away":
        return _("The person's own absence note was kept; it asks for nothing.")
    return _("A further message joined it; its place did not change.")
