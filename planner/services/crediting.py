"""Crediting: mail that its server has answered by itself is answered, and nothing is said twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.message import Incoming
from planner.domain.outbox import SERVER, Change, LetterState
from planner.domain.promise import Kind, standing
from planner.domain.request import Request, State
from planner.domain.server_reply import ServerWord
from planner.services.context import Context
from planner.services.delivering import promise
from planner.services.promising import live_since
from planner.services.wording import letter_to
from planner.store.unit import Unit

#: The occurrence that remembers whom a server told what.
TOLD = "told by server"


def credit(unit: Unit, ctx: Context, request: Request, message: Incoming, channel: str) -> bool:
    """Note what the server has told a person, if it has: its promise stands with its words.

    A mark on the mail is proof; where a server marks nothing, what RFC 5230 sections 4.5 and 4.6
    say of such a mail counts. Returns whether it was told.
    """
    at = message.received_at
    said = unit.servers.word_at(channel, at)
    if said is None or live_since(unit) is None or request.state is not State.OPEN:
        return False
    answered = message.told if said.marks else _to_her(ctx, message)
    if not answered or standing(unit.promises.of(request.id)) is not None:
        return False
    if not _first(unit, request.person_id, said.word, at):
        return False
    _record(unit, ctx, request, said.word, at)
    return True


def _to_her(ctx: Context, message: Incoming) -> bool:
    """Whether one of her addresses is a visible recipient, without which no server replies."""
    cc = [value for name in ("Cc", "Resent-To", "Resent-Cc") for value in message.header(name)]
    named = any(ctx.me.owns(box.address) for box in message.to)
    return named or any(
        address.lower() in value.lower() for value in cc for address in ctx.me.addresses
    )


def _first(unit: Unit, person: int, word: ServerWord, at: datetime) -> bool:
    """Whether the server had not told the person so lately: then it says nothing again."""
    key = f"{person} {word.name}"
    before = unit.journal.when(TOLD, key)
    if before is not None and before <= at < before + timedelta(days=word.days):
        return False
    unit.journal.forget(TOLD, key)
    return unit.journal.once(TOLD, key, at)


def _record(unit: Unit, ctx: Context, request: Request, word: ServerWord, at: datetime) -> None:
    """The server's words as a letter that has left, with the promise that they carry."""
    change = Change(request.id, Kind.NEWS, word.due, word.window)
    letter = letter_to(
        unit,
        ctx,
        request,
        word.text,
        "ack",
        at,
        automatic=True,
        state=LetterState.SENT,
        changes=(change,),
        reason=SERVER,
    )
    kept = unit.outbox.add(letter)
    unit.outbox.change(kept.id, sent_at=at)
    unit.messages.write(kept)
    unit.requests.change(request.id, last_out_at=at)
    unit.journal.say_of_letter(at, "message.sent", kept, SERVER)
    promise(unit, change, kept.id, at)
