"""What the rules say about single requests: the urgent lane, windows, extra answers, the shield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.domain.phrases import said
from planner.domain.questions import read
from planner.domain.request import Request
from planner.services.context import Context
from planner.store.unit import Unit

#: The effects that change how a request is planned and dealt.
_WORK = ("urgent_lane", "extra_answers", "only_in_window")
#: The facts that cost a question to the store.
_EARLIER, _SAYS = "earlier_requests", "says"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules grant or ask of a request; `window` names the only ones that may hold it."""

    urgent: bool = False
    extra: int = 0
    window: str = ""


PLAIN = Ruling()


def rulings(
    unit: Unit, ctx: Context, requests: Iterable[Request], now: datetime
) -> Mapping[int, Ruling]:
    """The requests about which the rules say something; all others are `PLAIN`."""
    if not any(ctx.policy.sets(effect) for effect in _WORK):
        return {}
    found = {request.id: ruling(unit, ctx, request, now) for request in requests}
    return {request_id: one for request_id, one in found.items() if one != PLAIN}


def ruling(unit: Unit, ctx: Context, request: Request, now: datetime) -> Ruling:
    """What the rules say about one request."""
    effects = ctx.policy.at(now, about=request_facts(unit, ctx, request, now)).effects
    return Ruling(
        urgent=effects.get("urgent_lane") is True,
        extra=int(effects.get("extra_answers", 0)),
        window=str(effects.get("only_in_window", "")).strip().casefold(),
    )


def shielded(unit: Unit, ctx: Context, request: Request, now: datetime, tone: str) -> bool:
    """Whether a message in that tone is folded away (G-01)."""
    facts = request_facts(unit, ctx, request, now) | {"tone": tone}
    return ctx.policy.holds("shield", now, about=facts)


def request_facts(unit: Unit, ctx: Context, request: Request, now: datetime) -> dict[str, object]:
    """What the rules may ask about a request; what none of them asks is not looked up."""
    asked = ctx.policy.asks
    kinds = {channel.name: channel.kind for channel in ctx.settings.channels}
    facts: dict[str, object] = {
        "via": ctx.media.get(request.channel, kinds.get(request.channel, request.channel)),
        "tone": request.tone or "calm",
        "urgent": request.urgent,
        "waiting": now - request.opened_at,
        "ready_to_buy": request.ready_to_buy,
        "asks": frozenset(map(str, read(request.asks))),
    }
    if _EARLIER in asked:
        facts[_EARLIER] = unit.requests.answered_before(request)
    if _SAYS in asked:
        texts = [m.text for m in unit.messages.of(request.id) if not m.mine]
        phrases = ctx.policy.words(_SAYS)
        facts[_SAYS] = said(phrases, "\n".join([request.subject, *texts]))
    return facts
