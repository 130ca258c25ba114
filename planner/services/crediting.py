"""Crediting: mail that its server has answered by itself is answered, and nothing is said twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain import mailboxes
from planner.domain.message import Incoming
from planner.domain.outbox import SERVER, Change, LetterState
from planner.domain.promise import Kind, standing
from planner.domain.request import Request, State
from planner.domain.server_reply import ServerWord, from_json
from planner.services.context import Context
from planner.services.delivering import promise
from planner.services.promising import live_since
from planner.services.wording import letter_to
from planner.store.unit import Unit

#: The occurrence that remembers whom a server told what.
TOLD = "told by server"
#: Where an address of hers must stand (RFC 5230 section 4.5); To is read already.
_VISIBLE = ("Cc", "Resent-To", "Resent-Cc")


def credit(unit: Unit, ctx: Context, request: Request, message: Incoming, channel: str) -> bool:
    """Note what the server has told a person, if it has: its promise stands with its words.

    A mark on the mail is proof; where a server marks nothing, what RFC 5230 sections 4.5 and 4.6
    say of such a mail counts. Returns whether it was told.
    """
    at = message.received_at
    word = _word(unit, ctx, message, channel)
    if word is None or live_since(unit) is None:
        return False
    if not _first(unit, request.person_id, word, at):
        return False  # told lately: then it says nothing again
    if request.state is not State.OPEN or standing(unit.promises.of(request.id)) is not None:
        return False
    _record(unit, ctx, request, word, at)
    return True


def _word(unit: Unit, ctx: Context, message: Incoming, channel: str) -> ServerWord | None:
    """What the server said to this mail, if it did.

    A mark is proof also where it is not known how long the server said so: while it was being set,
    and before another program changed it.
    """
    at = message.received_at
    said = unit.servers.word_at(channel, at)
    if said is not None and not said.marks:
        return said.word if _to_her(ctx, message) else None
    if not message.told:
        return None
    if said is not None:
        return said.word
    wanted = from_json(unit.servers.known(channel).wanted)
    return wanted.word_at(at) if wanted else None


def _to_her(ctx: Context, message: Incoming) -> bool:
    """Whether one of her addresses is a visible recipient, without which no server replies."""
    named = (box for name in _VISIBLE for value in message.header(name)
             for box in mailboxes.parse(value))  # fmt: skip
    return any(ctx.me.owns(box.address) for box in (*message.to, *named))


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
