"""Noting: a request that came by word of mouth, in the shop or on the telephone (I-04)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from planner.domain.message import Incoming, Mailbox
from planner.domain.questions import questions, ready_to_buy, written
from planner.domain.reply import effort_of
from planner.domain.request import Request
from planner.services.context import Context
from planner.store.unit import Unit


def note(unit: Unit, ctx: Context, text: str, person: str, via: str, at: datetime) -> Request:
    """Open a request by hand. It has no channel to write to: the owner tells the person herself."""
    name = " ".join(person.split())
    language = ctx.settings.shop.language
    effort = effort_of(text, language)
    asked = questions(text)
    request = unit.requests.open_new(
        person_id=unit.people.at(via, name, name, at),
        channel=via,
        address=name.lower(),
        subject=" ".join(text.split())[:80],
        opened_at=at,
        last_in_at=at,
        answers=effort.answers,
        minutes=effort.minutes,
        language=language,
        answerable=False,
        asks=written(asked),
        ready_to_buy=ready_to_buy(text, asked),
    )
    message = Incoming(
        foreign_id=uuid4().hex,
        received_at=at,
        sender=Mailbox(name, name),
        text=text,
        reply_text=text,
    )
    unit.messages.keep(via, message, request.id, ())
    unit.journal.say(at, "request.opened", request.id, person=name, via=via)
    unit.journal.act(at, "add", request=request.id)
    return request
