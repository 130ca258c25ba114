"""Cards: what the desk shows of a request, why it stands there, and who else asks the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.domain.capacity import WHOLE
from planner.domain.networks import answer_until
from planner.domain.promise import SOON, Kind, Promise
from planner.domain.questions import read
from planner.domain.request import Request, State
from planner.domain.summary import summary
from planner.domain.tone import read_tone
from planner.locale import gettext as _
from planner.locale import language as reader
from planner.locale import ngettext
from planner.services.context import Context
from planner.services.dealing import break_offered, deal, past_their_age
from planner.services.grouping import asks_the_same, awake
from planner.services.planning import look
from planner.services.ruling import shielded
from planner.store.messages import Stored
from planner.store.unit import Unit
from planner.views import CardView, DeskView, MessageView, RequestView

EARLIER = 3  # conversations that are named beside a request
#: Parts that hold a text nobody can read without a key (RFC 3156, RFC 8551).
SEALED = frozenset(
    {"application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
)


def desk_view(unit: Unit, ctx: Context, now: datetime) -> DeskView:
    """The current portion, each card with its reasons; without one, a sentence that says why."""
    situation = look(unit, ctx, now)
    portion = deal(situation, unit, ctx)
    if portion.window is None:
        return DeskView(False, _("No window is open now."), (), 0, None)
    if portion.full and not portion.requests:
        smaller = situation.rooms.rule(portion.window.day).percent < WHOLE
        sentence = _small_day() if smaller else full_day(unit, ctx, now)
        return DeskView(False, sentence, (), 0, portion.window.end)
    ends = ctx.bounds(ctx.day(now))[1]
    old = past_their_age(portion.requests, situation.absences, ctx, now)
    others = awake(situation.requests, now)
    cards = []
    for request in portion.requests:
        promise = situation.told.get(request.id)
        because = _because(request, promise, now, today_ends=ends, past_age=request.id in old)
        if request.id == portion.easy:
            because = ", ".join(filter(None, (_("an easy one to begin with"), because)))
        same = tuple(other.id for other in asks_the_same(request, others))
        cards.append(card(request, promise, because=because, same=same))
    sentence = "" if cards else _("This window is empty. The time is yours.")
    until = break_offered(portion, unit, ctx, now)
    pause = _("A break? Ten minutes are yours; going on is free.") if until else ""
    left, end = portion.minutes_left, portion.window.end
    return DeskView(True, sentence, tuple(cards), left, end, pause, until)


def _small_day() -> str:
    """The sentence of a day of a return that is done: what was planned, and no lock (E-10)."""
    return _(
        "What was planned for today is done: the first days back are smaller on purpose. What"
        " remains has its place. If you go on all the same, fifteen minutes are yours."
    )


def full_day(unit: Unit, ctx: Context, now: datetime) -> str:
    """The sentence of a day that is full: who was told another date since; never who waits."""
    since = unit.journal.when("full", ctx.day(now).isoformat())
    told = unit.outbox.people_told(since, "notice") if since else 0
    if not told:
        return _("The day is full. What remains has a place on another day.")
    return ngettext(
        "The day is full. One person has been given a new date.",
        "The day is full. The next {n} have been given a new date.",
        told,
    ).format(n=told)


def request_view(unit: Unit, ctx: Context, request_id: int, now: datetime) -> RequestView:
    """One request beside its history; raises NotFound."""
    request = unit.requests.get(request_id)
    told = unit.promises.standing()
    promise = told.get(request.id)
    old = past_their_age([request], ctx.absences(unit, now), ctx, now)
    alike = asks_the_same(request, awake(unit.requests.asking(request.asks), now))
    language = request.language or ctx.settings.shop.language
    theirs = [r for r in unit.requests.of(request.person_id) if r.id != request.id]
    messages = unit.messages.of(request.id)
    folding = shielded(unit, ctx, request, now, "hostile")
    ends = ctx.bounds(ctx.day(now))[1]
    return RequestView(
        id=request.id,
        person=request.person,
        address=request.address,
        channel=request.channel,
        subject=request.subject,
        state=request.state,
        written=request.written,
        language=request.language,
        tone=request.tone,
        due=promise.due if promise else None,
        due_kind=promise.kind if promise else "",
        messages=tuple(_message(m, _folds(m, language, folding)) for m in messages),
        others=tuple(card(r, told.get(r.id)) for r in theirs if r.state is State.OPEN),
        why=_because(request, promise, now, today_ends=ends, past_age=bool(old)),
        same=tuple(card(r, told.get(r.id)) for r in alike),
        since=request.opened_at,
        earlier=_earlier(theirs),
        reply_until=answer_until(ctx.media.get(request.channel, ""), request.last_in_at),
    )


def _earlier(theirs: Sequence[Request]) -> tuple[str, ...]:
    ended = sorted((r for r in theirs if r.state is not State.OPEN), key=lambda r: r.opened_at)
    return tuple(r.subject for r in reversed(ended[-EARLIER:]))


def card(
    request: Request, promise: Promise | None, *, because: str = "", same: Sequence[int] = ()
) -> CardView:
    """A request in a list; on the desk with its reasons and with who else asks the same."""
    return CardView(
        id=request.id,
        person=request.person,
        subject=request.subject,
        channel=request.channel,
        due=promise.due if promise else None,
        hostile=request.tone == "hostile",
        because=because,
        asks=tuple(sorted(read(request.asks))),
        same=tuple(same),
        ready_to_buy=request.ready_to_buy,
        errand=request.errand,
    )


def _folds(message: Stored, language: str, folding: bool) -> bool:
    """Whether the rules fold a message away: hostile words of the person's (G-01)."""
    return folding and not message.mine and read_tone(message.text, language).level == "hostile"


def _message(message: Stored, folded: bool) -> MessageView:
    return MessageView(
        at=message.at,
        mine=message.mine,
        automatic=message.automatic,
        text=message.text or _sealed(message),
        state=message.state,
        readable=message.readable,
        attachments=tuple(a.name for a in message.attachments),
        folded=summary(message.text, reader()) if folded else "",
    )


def _sealed(message: Stored) -> str:
    """What stands where a text cannot be read without a key."""
    kinds = {attachment.type for attachment in message.attachments}
    return _("This message is encrypted: open it in your mail program.") if kinds & SEALED else ""


def _because(
    request: Request,
    promise: Promise | None,
    now: datetime,
    *,
    today_ends: datetime,
    past_age: bool = False,
) -> str:
    """The reasons of the order that apply to one request, the strongest first.

    `past_age` says that it is past its target age (A-09) without a date.
    """
    reasons = []
    if promise is not None and promise.kind is Kind.ANSWER:
        reasons.append(_standing(promise.due, now, today_ends))
    elif past_age:
        reasons.append(_("here for more than an open day without a date"))
    if request.ready_to_buy:
        reasons.append(_("ready to buy"))
    hours = (now - request.opened_at) // timedelta(hours=1)
    if hours >= 1:
        reasons.append(_("arrived {hours} h ago").format(hours=hours))
    if request.written > 1:
        reasons.append(_("wrote again"))
    if request.errand:
        reasons.append(_("errand: {name}").format(name=request.errand))
    return ", ".join(reasons)


def _standing(due: datetime, now: datetime, today_ends: datetime) -> str:
    if due < now:
        return _("the date has passed")
    if due <= today_ends:
        return _("due today")
    return _("due soon") if due - now <= SOON else _("a date stands")
