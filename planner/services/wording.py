"""Wording: which text says a date, and the letter that carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from planner.domain.mailboxes import canonical
from planner.domain.outbox import Change, Letter, LetterState
from planner.domain.promise import INSIDE, Date, Kind, Promise, Word
from planner.domain.request import Request
from planner.domain.shop_facts import fitting
from planner.domain.window import absent, windows_between
from planner.locale.dates import full_day, moment
from planner.services.context import Context
from planner.services.planning import Situation
from planner.store.messages import Stored
from planner.store.unit import Unit
from planner.texts import (
    AUTOMATIC,
    KEYS,
    render,
    several,
    slots_of,
    subject_line,
    subject_words,
    subjects_words,
)

#: How the texts begin that speak of an absence.
OF_ABSENCES = ("away", "server_away", "server_until", "moved_news", "news_again")


def dated_letter(
    unit: Unit,
    ctx: Context,
    situation: Situation,
    words: Sequence[tuple[Request, Word]],
    *,
    state: LetterState = LetterState.QUEUED,
) -> Letter:
    """One letter with every date a person must be told, in the person's language."""
    request = max((r for r, _ in words), key=lambda r: (r.last_in_at or r.opened_at, r.id))
    language = request.language or ctx.settings.shop.language
    bodies = [_sentence(ctx, situation, r, word, language) for r, word in words]
    body = bodies[0] if len(bodies) == 1 else _merged(ctx, situation, words, language)
    notices = [word for _, word in words if word.old is not None]
    body = with_emergency(ctx, _key(ctx, situation, words[0][1]), body, language)
    purpose = "notice" if notices else "ack"
    if purpose == "ack" and not any(word.late for _, word in words):
        body = with_facts(unit, ctx, [r for r, _ in words], body, language)
    changes = tuple(
        Change(word.request_id, word.date.kind, word.date.due, word.date.window)
        for _, word in words
    )
    return letter_to(
        unit,
        ctx,
        request,
        body,
        purpose,
        situation.now,
        automatic=True,
        state=state,
        changes=changes,
        reason=_key(ctx, situation, words[0][1]),
    )


def with_facts(
    unit: Unit, ctx: Context, requests: Sequence[Request], body: str, language: str
) -> str:
    """A first word with at most two lines that may close the question at once (B-06)."""
    if not ctx.settings.facts:
        return body
    asked = [m.text for r in requests for m in unit.messages.of(r.id) if not m.mine]
    text = "\n".join([*(r.subject for r in requests), *asked])
    lines = fitting(ctx.settings.facts, text, language)
    if not lines:
        return body
    name = signature(ctx)
    start = body.removesuffix(name).rstrip()
    return "\n".join([start, *lines, *([name] if body.endswith(name) else [])])


def with_emergency(ctx: Context, key: str, body: str, language: str) -> str:
    """A text about an absence with the way for true emergencies, where she set one (D-08)."""
    line = ctx.settings.away.emergency.get(language, "")
    if not line or not key.startswith(OF_ABSENCES):
        return body
    name = signature(ctx)
    start = body.removesuffix(name).rstrip()
    return "\n".join([start, line, *([name] if body.endswith(name) else [])])


def promised_line(ctx: Context, language: str, text: str, due: datetime, now: datetime) -> str:
    """The owner's words with the day that they promise; as they are when they name it (C-01)."""
    zone = ctx.settings.shop.zone
    weekday = full_day(due, now, zone, language).split()[0]
    if weekday.casefold() in text.casefold():
        return text
    said = _render(ctx, "promised", language, when=moment(due, now, zone, language))
    if text.rstrip().endswith(signature(ctx)):  # once is enough
        said = said.removesuffix(signature(ctx)).rstrip()
    return f"{text.rstrip()}\n\n{said}"


def said_by_server(ctx: Context, key: str, language: str, slots: Mapping[str, str]) -> str:
    """What a mail server says by itself: the owner's text for a key, filled and signed."""
    return with_emergency(ctx, key, _render(ctx, key, language, **slots), language)


def signature(ctx: Context) -> str:
    """How the shop signs: the owner's first name, else the shop's."""
    return " ".join((ctx.settings.shop.owner or ctx.settings.shop.name).split())


def second_letter(
    unit: Unit,
    ctx: Context,
    situation: Situation,
    insisting: Sequence[tuple[Request, Promise]],
) -> Letter:
    """The reassurance for somebody who insists, about one request or several."""
    request = max((r for r, _ in insisting), key=lambda r: (r.last_in_at or r.opened_at, r.id))
    now = situation.now
    language = request.language or ctx.settings.shop.language
    dated = [(r.subject, _when(ctx, told, now, language)) for r, told in insisting]
    if len(dated) == 1:
        body = _render(ctx, "second", language, when=dated[0][1])
    else:
        body = _render(ctx, "second_several", language, dates=several(dated, language))
    return letter_to(
        unit, ctx, request, body, "second", situation.now, automatic=True, reason="second"
    )


def letter_to(
    unit: Unit,
    ctx: Context,
    request: Request,
    body: str,
    purpose: str,
    now: datetime,
    *,
    automatic: bool,
    state: LetterState = LetterState.QUEUED,
    changes: tuple[Change, ...] = (),
    reason: str = "",
) -> Letter:
    """A letter in answer to the person's last message, threaded by its Message-ID."""
    last = unit.messages.last_from(request.id)
    language = request.language or ctx.settings.shop.language
    original = last.subject if last else request.subject
    subject = subject_line(original, language) if automatic else _re(original)
    to_address = last.target if automatic and last and last.target else request.address
    return Letter(
        id=0,
        person_id=request.person_id,
        request_id=request.id,
        channel=request.channel,
        purpose=purpose,
        to_address=to_address,
        to_name=_name_at(to_address, request, last),
        subject=subject,
        body=body,
        message_id=f"<{uuid4().hex}@{ctx.host}>",
        automatic=automatic,
        state=state,
        created_at=now,
        not_before=now,
        in_reply_to=last.message_id if last else "",
        references=thread_of(last),
        language=language,
        changes=changes,
        reason=reason,
        from_address=request.written_to,
    )


def _name_at(address: str, request: Request, last: Stored | None) -> str:
    """The name that belongs to an address: that of From when the mail goes there, else none.

    Source: autoreply.md, "To"; RFC 5230 section 5.5.
    """
    wanted = canonical(address)
    if last is not None and canonical(last.sender_address) == wanted and last.sender_name:
        return last.sender_name
    named = request.person != request.address and canonical(request.address) == wanted
    return request.person if named else ""


def thread_of(last: Stored | None) -> tuple[str, ...]:
    """The References of an answer: the original's and its Message-ID (RFC 5322 section 3.6.4)."""
    if last is None:
        return ()
    earlier = last.references or (last.in_reply_to,)
    return tuple(filter(None, (*earlier, last.message_id)))


def _re(subject: str) -> str:
    plain = " ".join(subject.split())
    return plain if plain.lower().startswith("re:") else f"Re: {plain}".strip()


def _render(ctx: Context, key: str, language: str, **slots: str) -> str:
    shop = ctx.settings.shop
    wanted = slots_of(key, language, ctx.overrides)
    name = signature(ctx)
    given = {"name": name, **slots}
    text = render(
        key,
        language,
        {name: value for name, value in given.items() if name in wanted},
        forms=shop.forms,
        overrides=ctx.overrides,
    )
    # Whatever leaves by itself is signed (B-05), also where the owner's text forgot her name.
    return text if "name" in wanted or key not in AUTOMATIC else f"{text} {name}"


def _key(ctx: Context, situation: Situation, word: Word) -> str:
    """The text that says a word."""
    away = situation.absence
    if word.late:
        return "late_news" if word.date.kind is Kind.NEWS else "moved_late"
    if word.old is None:
        if word.date.kind is Kind.NEWS:
            return "away" if situation.horizon.news_only else "news"
        if away is not None and away.until is not None:
            return "away_until"
        if not situation.horizon.usual(word.date.due):
            return "ack_later"
        return "ack_night" if resting(ctx, situation.now) else "ack"
    if word.old.kind is Kind.NEWS:
        return "answer_date_after_news" if word.date.kind is Kind.ANSWER else "news_again"
    if word.date.kind is Kind.NEWS:
        return "moved_news"
    lost = away is not None or absent(situation.absences, word.old.due - INSIDE) is not None
    return "moved" if lost else "longer"  # only true statements: nothing came up, it takes longer


def resting(ctx: Context, now: datetime) -> bool:
    """Quiet hours, or a day without any window: the shop rests."""
    if ctx.policy.holds("hold_notices", now, ctx.settings.shop.zone):
        return True
    begins, ends = ctx.bounds(ctx.day(now))
    return not windows_between(ctx.schedule, begins, ends, (), ctx.policy.left)


def _dates(ctx: Context, now: datetime, at: datetime, language: str) -> dict[str, str]:
    zone = ctx.settings.shop.zone  # where the customers are, wherever she travels
    return {
        "when": moment(at, now, zone, language),
        "day": full_day(at, now, zone, language),
        "date": full_day(at, now, zone, language),
    }


def _sentence(
    ctx: Context, situation: Situation, request: Request, word: Word, language: str
) -> str:
    slots = _slots(ctx, situation, word, language)
    slots["subject"] = subject_words(request.subject, language)
    return _render(ctx, _key(ctx, situation, word), language, **slots)


def _slots(ctx: Context, situation: Situation, word: Word, language: str) -> dict[str, str]:
    now, zone = situation.now, ctx.settings.shop.zone
    slots = _dates(ctx, now, word.date.due, language)
    if word.old is not None:
        slots["old"] = moment(word.old.due, now, zone, language)
    away = situation.absence
    if away is not None and away.until is not None:
        last = away.until - timedelta(hours=12)  # the last day away, not the small hours after it
        slots["until"] = full_day(max(last, now), now, zone, language)
    return slots


def _merged(
    ctx: Context, situation: Situation, words: Sequence[tuple[Request, Word]], language: str
) -> str:
    """One text for a person who waits for several answers (invariant 6)."""
    now = situation.now
    dated = [(r.subject, _when(ctx, word.date, now, language)) for r, word in words]
    keys = {_key(ctx, situation, word) for _, word in words}
    key = f"{keys.pop()}_several" if len(keys) == 1 else "several"
    if any(word.late for _, word in words):
        key = "late_several"
    first = min((word for _, word in words), key=lambda word: word.date.due)
    slots = _slots(ctx, situation, first, language)
    slots["dates"] = several(dated, language)
    slots["subjects"] = subjects_words((r.subject for r, _ in words), language)
    return _render(ctx, key if key in KEYS else "several", language, **slots)


def _when(ctx: Context, date: Date | Promise, now: datetime, language: str) -> str:
    """A date in a list: that of an answer, or a day of news that is called one."""
    zone = ctx.settings.shop.zone
    if date.kind is Kind.ANSWER:
        return moment(date.due, now, zone, language)
    news = "des nouvelles le" if language == "fr" else "news on"
    return f"{news} {full_day(date.due, now, zone, language)}"


def still_useful_body(ctx: Context, request: Request, now: datetime) -> str:
    """The short honest question to somebody who has waited long (E-08)."""
    language = request.language or ctx.settings.shop.language
    last = request.last_in_at or request.opened_at
    slots = {
        "date": full_day(last, now, ctx.settings.shop.zone, language),
        "subject": subject_words(request.subject, language),
    }
    return _render(ctx, "still_useful", language, **slots)


def release_body(ctx: Context, request: Request, alternative: str) -> str:
    """The honest end of a request that gets no answer (C-09)."""
    language = request.language or ctx.settings.shop.language
    fallback = (
        "Vous trouverez peut-être mieux ailleurs."
        if language == "fr"
        else "You may find better elsewhere."
    )
    subject = subject_words(request.subject, language)
    return _render(ctx, "release", language, subject=subject, alternative=alternative or fallback)
