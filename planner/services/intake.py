"""Intake: every message is kept; some open a request, join one, or reopen one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from planner.domain.addressed import written_to
from planner.domain.author import ASIDE, behind
from planner.domain.autoreply import Me, Memory, answerable, looks_away, of_mail, of_memory, target
from planner.domain.language import guess
from planner.domain.message import Incoming
from planner.domain.outbox import STILL_USEFUL, LetterState
from planner.domain.promise import Standing, standing
from planner.domain.questions import questions, read, ready_to_buy, written
from planner.domain.reply import effort_of, kind_of, still_wanted
from planner.domain.request import Request, State
from planner.domain.tone import read_tone
from planner.ports import Arrival
from planner.services.belonging import continued
from planner.services.bounces import heed
from planner.services.context import Context, Overtaken
from planner.services.crediting import credit
from planner.services.erased import without_erased
from planner.services.history import HISTORY, keep_history
from planner.services.own_words import take_own
from planner.services.promising import cancel
from planner.services.recording import record_request
from planner.services.ruling import shielded
from planner.services.telephone import heard
from planner.store.unit import Unit

#: What wakes no request that has ended.
ENDING = ("thanks", "found_elsewhere", "away")
#: Rows by which a message is an absence note or a bounce: no word of the person's. A question that
#: no machine may answer (a form, a hidden address) is a question all the same.
NOT_A_WORD = frozenset({"C1", "C2"})
#: What is kept in an open request and asks for nothing: neither insisting nor a question.
QUIET = ("thanks", "away")
#: From when on imported mail would be answered.
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Came:
    """A message beside how it came. `rows` are those of autoreply.md that speak of it.

    `old`: it is history or was imported, and nothing in it is ever answered by itself (S6).
    `form`: a machine sent it for a person, so a machine does not answer it. `known`: the owner has
    written to the person before.
    """

    message: Incoming
    channel: str
    rows: tuple[str, ...]
    old: bool
    form: bool = False
    known: bool = False

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.message.received_at

    @property
    def text(self) -> str:
        """What the person wrote, without quotations where they could be told."""
        return self.message.reply_text or self.message.text

    @property
    def answerable(self) -> bool:
        """Whether a machine may answer it."""
        return answerable(self.rows, known_customer=self.known) and not self.form


def keep(
    ctx: Context, channel: str, batch: Iterable[Arrival], *, connected_at: datetime | None
) -> int:
    """Keep a batch and its cursor in one transaction; returns how many were new.

    `connected_at` None means an import: nothing in it is ever answered (S6). Raises Overtaken after
    keeping what a server took so long to hand over that another process reads it by now: both
    keep it, each message once, so neither of them reads in vain.
    """
    batch = tuple(batch)
    ours = True
    with ctx.store.write() as unit:
        fresh = keep_all(unit, ctx, channel, batch, connected_at or NEVER)
        if connected_at is not None and batch:
            now = ctx.clock.now()
            unit.channels.seen(channel, batch[-1].cursor, now)
            ours = ctx.renew(unit, now)
    if not ours:
        raise Overtaken
    return fresh


def keep_all(
    unit: Unit, ctx: Context, channel: str, batch: Sequence[Arrival], since: datetime
) -> int:
    """Keep a batch; returns how many were new. What came before `since` is never answered (S6).

    What is older than two weeks besides is history.
    """
    batch = without_erased(unit, batch)
    history_ends = min(since, ctx.clock.now() - HISTORY)
    recent = [a for a in batch if a.message.received_at >= history_ends]
    fresh = 0
    if len(recent) < len(batch):
        past = [a for a in batch if a.message.received_at < history_ends]
        fresh += keep_history(unit, ctx, channel, past)
    for arrival in recent:
        message = arrival.message
        if arrival.sent:
            # An archive of hers is read after the fact: what she answered lately is answered.
            old = since is not NEVER and message.received_at < whole_second(since)
            fresh += take_own(unit, ctx, channel, message, old=old)
        else:
            fresh += take_in(unit, ctx, channel, message, since)
    return fresh


def take_in(unit: Unit, ctx: Context, channel: str, message: Incoming, since: datetime) -> bool:
    """Keep one message and decide what it is; False when it is kept already.

    What came before `since` is never answered (S6).
    """
    rows = of_mail(message, _me(unit, ctx, message))
    memory = Memory(
        now=ctx.clock.now(),
        came=message.received_at,
        since=whole_second(since),
        known=_kept(unit, channel, message, rows),
    )
    state = of_memory(memory)
    if "S5" in state:
        return False
    if heard(unit, ctx, channel, message, old="S6" in state):
        unit.messages.keep(channel, message, None, rows, "")
        return True
    goal = target(message)
    address = goal.address if goal else ""
    person = behind(message, ctx.me, rows)
    if person is not None:  # written through a form: its machine is no sender and no target
        message, address = replace(message, sender=person), ""
    elif ("S6" not in state and heed(unit, ctx, channel, message)) or ASIDE & set(rows):
        unit.messages.keep(channel, message, None, rows, address)
        _suppressed(unit, message, None, rows)
        return True
    sender = message.sender
    medium = ctx.media.get(channel, "mail")
    writer = unit.people.at(
        medium,
        sender.address if sender else f"?{message.foreign_id}",
        sender.name if sender else "",
        message.received_at,
    )
    request = continued(unit, message, writer, channel)
    if request is None:
        state = of_memory(_new(unit, memory, message, writer))
    rows = (*rows, *state)
    came = Came(
        message,
        channel,
        rows,
        old="S6" in state,
        form=person is not None,
        known=unit.requests.written_by_hand(writer),
    )
    if request is None:
        request = _open(unit, ctx, came, writer)
    else:
        _join(unit, ctx, came, request)
        request = unit.requests.get(request.id)
    unit.messages.keep(channel, message, request.id, rows, address)
    if not came.old:  # an archive decides nothing
        record_request(unit, ctx, request, message.received_at)
    if not came.answerable:
        _suppressed(unit, message, request.id, rows)
    elif not came.old:
        credit(unit, ctx, request, message, channel)
    return True


def _kept(unit: Unit, channel: str, message: Incoming, rows: tuple[str, ...]) -> bool:
    """Whether a message is kept already (S5). Its copy from a list does not stand for it."""
    if unit.messages.has(channel, message.foreign_id):
        return True
    copies = unit.messages.copies(message)
    return any(ASIDE & set(rows) or not ASIDE & set(copy) for copy in copies)


def _new(unit: Unit, memory: Memory, message: Incoming, writer: int) -> Memory:
    """What is known about a mail that opens a request: is it an absence note that answers us?"""
    if kind_of(message.reply_text or message.text, "") != "away":
        return memory
    past = unit.remembered.past([writer])[writer]
    said = past.said if past else ()
    return replace(memory, first=True, note=True, said=said, whole=past is not None)


def _me(unit: Unit, ctx: Context, message: Incoming) -> Me:
    """The owner, with those of her mails that an absence note may answer (row C1)."""
    named = {message.in_reply_to, *message.references} - {""}
    if not named or not looks_away(message):
        return ctx.me
    return replace(ctx.me, wrote_ids=unit.messages.written(named))


def whole_second(at: datetime) -> datetime:
    """Servers note arrivals in whole seconds: the second of the connection counts as after it."""
    return at.replace(microsecond=0)


def _open(unit: Unit, ctx: Context, came: Came, person: int) -> Request:
    message, at = came.message, came.at
    said = f"{message.subject}\n{came.text}"
    language = guess(said, ctx.settings.shop.language)
    effort = effort_of(came.text, language)
    asked = questions(said)
    request = unit.requests.open_new(
        person_id=person,
        channel=came.channel,
        address=message.sender.address.lower() if message.sender else "",
        subject=message.subject,
        thread=message.thread,
        opened_at=at,
        last_in_at=at,
        answers=effort.answers,
        minutes=effort.minutes,
        language=language,
        tone=read_tone(came.text, language).level,
        answerable=came.answerable,
        asks=written(asked),
        ready_to_buy=ready_to_buy(said, asked),
        written_to=written_to(message, ctx.me),
    )
    reason = "import" if came.old else ""
    unit.journal.say(
        at, "request.opened", request.id, person=request.person, via=came.channel, reason=reason
    )
    _shield(unit, ctx, request, at, request.tone)
    return request


def _shield(unit: Unit, ctx: Context, request: Request, at: datetime, tone: str) -> None:
    """Note that hard words were folded away, where the rules fold them."""
    if tone == "hostile" and shielded(unit, ctx, request, at, tone):
        unit.journal.say(at, "request.shielded", request.id, person=request.person)


def _join(unit: Unit, ctx: Context, came: Came, request: Request) -> None:
    """A further message of a request: its place and its deadline do not change (A-02, A-03)."""
    at = came.at
    kind = "away" if NOT_A_WORD & set(came.rows) else kind_of(came.text, request.language)
    if request.state is not State.OPEN:
        wanted = still_wanted(came.text)
        if wanted is not None and _was_asked(unit, request):  # "yes, thank you" (E-08)
            kind = "text" if wanted else "thanks"
        if kind in ENDING or (came.old and at <= (request.last_out_at or request.last_in_at or at)):
            reason = "import" if came.old else kind
            unit.journal.say(at, "request.merged", request.id, person=request.person, reason=reason)
            return
        _reopen(unit, ctx, came, request)
        return
    fields: dict[str, object] = {  # one may be history
        "answerable": request.answerable or came.answerable
    }
    if own := written_to(came.message, ctx.me):
        fields["written_to"] = own
    quiet = kind if kind in QUIET else ""
    if not quiet:
        fields["last_in_at"] = max(at, request.last_in_at or at)  # an import may be older
        fields["written"] = request.written + 1
        fields |= _asked(unit, request, came.text)
    fields |= _toned(unit, ctx, came, request)
    unit.requests.change(request.id, **fields)
    unit.journal.say(at, "request.merged", request.id, person=request.person, reason=quiet)
    if kind == "found_elsewhere" and set(came.rows) <= {"S6"}:
        close(unit, request, at)


def _was_asked(unit: Unit, request: Request) -> bool:
    """Whether the owner's last word was the question if an answer is still of use."""
    own = [letter for letter in unit.outbox.of(request.id) if not letter.automatic]
    return bool(own) and own[-1].reason == STILL_USEFUL


def _reopen(unit: Unit, ctx: Context, came: Came, request: Request) -> None:
    """A real question after the end: the request begins anew, with a date of its own."""
    asked = questions(came.text)
    fields: dict[str, object] = {
        "last_in_at": max(came.at, request.last_in_at or came.at),
        "opened_at": came.at,
        "written": 1,
        "answerable": came.answerable,
        "asks": written(asked),
        "ready_to_buy": ready_to_buy(came.text, asked),
        "written_to": written_to(came.message, ctx.me) or request.written_to,
    }
    if not request.language:  # history: nothing of it was read yet
        fields |= _read_late(ctx, came)
    unit.requests.move(request, State.OPEN, came.at)
    fields |= _toned(unit, ctx, came, request)
    unit.requests.change(request.id, **fields)
    unit.journal.say(came.at, "request.reopened", request.id, person=request.person)


def _read_late(ctx: Context, came: Came) -> dict[str, object]:
    language = guess(came.text, ctx.settings.shop.language)
    effort = effort_of(came.text, language)
    return {"language": language, "answers": effort.answers, "minutes": effort.minutes}


def _toned(unit: Unit, ctx: Context, came: Came, request: Request) -> dict[str, object]:
    tone = read_tone(came.text, request.language or ctx.settings.shop.language).level
    if tone != "hostile" or request.tone == "hostile":
        return {}
    _shield(unit, ctx, request, came.at, tone)
    return {"tone": tone}


def _asked(unit: Unit, request: Request, text: str) -> dict[str, object]:
    """What a further message adds to the questions.

    It does not change the place, so who is ready to buy is read from the first message that says
    anything: "Hello", then the question, is one way of writing (A-03).
    """
    asked = questions(text)
    fields: dict[str, object] = {"asks": written(read(request.asks) | asked)}
    if ready_to_buy(text, asked) and not request.ready_to_buy:
        earlier = [m.text for m in unit.messages.of(request.id) if not m.mine]
        fields["ready_to_buy"] = all(kind_of(said, request.language) == "nudge" for said in earlier)
    return fields


def close(unit: Unit, request: Request, at: datetime) -> None:
    """The person needs no answer any more (E-02): a real end, and nothing more is said."""
    for letter in unit.outbox.of(request.id):
        if letter.automatic and letter.state is LetterState.QUEUED:
            cancel(unit, letter)
    told = standing(unit.promises.of(request.id))
    if told is not None:
        unit.promises.end(told.id, Standing.RELEASED, at)
    unit.requests.move(request, State.CLOSED, at)
    unit.journal.say(at, "request.ended", request.id, person=request.person, how=State.CLOSED)


def _suppressed(
    unit: Unit, message: Incoming, request_id: int | None, rows: tuple[str, ...]
) -> None:
    unit.journal.say(
        message.received_at,
        "message.suppressed",
        request_id,
        to=message.sender.address if message.sender else "",
        reason=" ".join(rows) or "form",
        rows=list(rows),
    )
