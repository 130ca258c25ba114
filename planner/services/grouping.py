"""Grouping: one draft for everybody who asks the same, each in a letter of their own (A-05)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from planner.domain.merge import same_article
from planner.domain.questions import ABOUT_AN_ARTICLE, read
from planner.domain.request import NORMAL, Request
from planner.domain.summary import summary
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.locale import language as reader
from planner.services.answering import open_request, say
from planner.services.context import Context
from planner.services.planning import Situation, look
from planner.services.promising import GRACE
from planner.services.taking_back import hold
from planner.store.unit import Unit
from planner.texts import subject_words
from planner.texts.cut import clean, cut
from planner.views import Done, DraftView

#: What the owner may write in a draft: the person's first name, and what they wrote about.
SLOTS = {
    **dict.fromkeys(("first_name", "prénom", "prenom"), "first_name"),
    **dict.fromkeys(("subject", "sujet"), "subject"),
}
NAME_LIMIT = 40  # characters; foreign text
_SLOT = re.compile(r"\{(\w+)\}")
_TITLES = frozenset(
    {"m", "mr", "mme", "mlle", "mrs", "ms", "miss", "dr", "me", "monsieur", "madame"}
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Who is answered together, and who keeps their place because the day has no room."""

    members: tuple[Request, ...]
    later: tuple[Request, ...]


def asks_the_same(request: Request, others: Iterable[Request]) -> tuple[Request, ...]:
    """The others that one answer may serve too: the same questions, in the same language.

    Where the answer depends on the article, another subject is another question. Hard words, and
    what takes more than a plain answer, are answered by themselves.
    """
    asked = read(request.asks)
    if not asked or not _plain(request):
        return ()
    article = bool(asked & ABOUT_AN_ARTICLE)
    return tuple(
        other
        for other in others
        if other.asks == request.asks
        and other.id != request.id
        and other.language == request.language
        and _plain(other)
        and not (article and not same_article(request.subject, other.subject))
    )


def _plain(request: Request) -> bool:
    return request.tone != "hostile" and request.effort == NORMAL


def answer_group(
    ctx: Context,
    request_id: int,
    text: str,
    also: Sequence[int] | None = None,
    *,
    now: bool = False,
    grace: bool = False,
) -> Done:
    """Send one draft to a request and to those that ask the same, each with their own words.

    `also` names the others; None means all that ask the same. Nobody's date breaks for it: who
    does not fit into today beside what is promised keeps their place, unless `now`. With `grace`
    all of it waits ten seconds and is undone whole. Raises NotPossible, NotFound, WrongUse; then
    nothing is sent.
    """
    at = ctx.clock.now()
    with ctx.store.write() as unit:
        group = _group(unit, ctx, request_id, also, at, all_of_them=now)
        words = [(request, filled(text, request, ctx)) for request in group.members]
        if grace:
            hold(unit, ctx, group.members, at)
        done = [say(unit, ctx, one, told, at, now=now, held=grace) for one, told in words]
    sentence = done[0].sentence
    if len(done) > 1:
        people = ", ".join(request.person for request in group.members)
        leaves = "" if sentence == _("Answered.") else f" {sentence}"  # when, if not at once
        sentence = _("Answered: {people}.").format(people=people) + leaves
    if group.later:
        names = ", ".join(request.person for request in group.later)
        sentence += " " + _("Today has no room for {people}; their place is kept.").format(
            people=names
        )
    return Done(sentence, at + GRACE if grace else None)


def drafts(
    ctx: Context,
    request_id: int,
    text: str,
    also: Sequence[int] | None = None,
    *,
    now: bool = False,
) -> tuple[DraftView, ...]:
    """What `answer_group` would send, and nothing is sent."""
    with ctx.store.read() as unit:
        group = _group(unit, ctx, request_id, also, ctx.clock.now(), all_of_them=now)
        return tuple(
            DraftView(
                request=request.id,
                person=request.person,
                asked=_asked(unit, request),
                text=filled(text, request, ctx),
            )
            for request in group.members
        )


def _asked(unit: Unit, request: Request) -> str:
    """The person's last words; hard ones stay folded (G-02)."""
    last = unit.messages.last_from(request.id)
    if last is None:
        return ""
    return summary(last.text, reader()) if request.tone == "hostile" else last.text


def _group(
    unit: Unit,
    ctx: Context,
    request_id: int,
    also: Sequence[int] | None,
    at: datetime,
    *,
    all_of_them: bool,
) -> _Group:
    request = open_request(unit, request_id)
    situation = look(unit, ctx, at)
    if also is None:
        others = asks_the_same(request, awake(situation.requests, at))
    else:
        others = tuple(open_request(unit, one) for one in dict.fromkeys(also) if one != request_id)
    if all_of_them:
        return _Group((request, *others), ())
    return _fitting(ctx, situation, request, others)


def awake(requests: Iterable[Request], now: datetime) -> list[Request]:
    """Those that are not put aside."""
    return [r for r in requests if not r.is_put_aside(now)]


def _fitting(
    ctx: Context, situation: Situation, request: Request, others: Sequence[Request]
) -> _Group:
    """Those that today holds beside what is planned into it; who is planned today comes first."""
    day = ctx.day(situation.now)
    left = situation.left_today(day)
    today = {r.id for r in situation.requests if (w := situation.place(r.id)) and w.day == day}
    own = {r.id for r in others}
    planned = [r for r in situation.requests if r.id in today - own and r.id != request.id]
    answers = _free(left.count, [r.effort.answers for r in (request, *planned)])
    minutes = _free(left.minutes, [r.effort.minutes for r in (request, *planned)])
    members: list[Request] = [request]
    later: list[Request] = []
    for one in sorted(others, key=lambda r: (r.id not in today, r.opened_at, r.id)):
        if one.effort.answers <= answers and one.effort.minutes <= minutes:
            members.append(one)
            answers -= one.effort.answers
            minutes -= one.effort.minutes
        else:
            later.append(one)
    return _Group(tuple(members), tuple(later))


def _free(limit: int | None, taken: Sequence[int]) -> float:
    return inf if limit is None else limit - sum(taken)


def filled(text: str, request: Request, ctx: Context) -> str:
    """A draft with this person's own words in its slots; an unfilled one is not sent (H-09)."""
    language = request.language or ctx.settings.shop.language
    values = {
        "first_name": first_name(request.person),
        "subject": subject_words(request.subject, language),
    }

    def fill(slot: re.Match[str]) -> str:
        name = SLOTS.get(slot[1])
        if name is None:
            raise WrongUse(
                _("There is no slot {slot}; nothing was sent.").format(slot=slot[0]),
                do=_("Use {slots}.").format(slots="{first_name}, {subject}"),
            )
        if not values[name]:
            raise NotPossible(
                _("The first name of {person} is not known; nothing was sent.").format(
                    person=request.person
                ),
                do=_("Take {slot} out, or name the others with --also.").format(slot=slot[0]),
            )
        return values[name]

    return _SLOT.sub(fill, text)


def first_name(person: str) -> str:
    """The first name in a name as it came ("Martin, Lise", "Lise MARTIN"); "" for an address."""
    if "@" in person or not any(c.isalpha() for c in person):
        return ""
    family, comma, given = person.partition(",")
    words = cut(clean(given if comma and given.strip() else family), NAME_LIMIT).split()
    if words and words[0].rstrip(".").casefold() in _TITLES:
        return " ".join(words)
    loud = [word for word in words if not (len(word) > 1 and word.isupper())]
    return (loud or words)[0] if words else ""
