"""Which request does a message belong to: the same person, the same subject.

A wrong merge hides a request and a missed one costs a second line on the desk; so a subject that
is plainly another one always opens its own request, and the owner can split and join (I-01).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.message import Incoming
from planner.domain.reply import kind_of
from planner.domain.request import Request, State

# A person who insists does so within days; later, an empty subject is a new matter.
SAME_MATTER = timedelta(hours=72)
# An old request of the same subject: a new order of the same article, not the same question.
SAME_SUBJECT = timedelta(days=30)

_PREFIX = re.compile(
    r"^(?:re|ré|rép|rep|réf|fwd?|fw|tr|aw|wg|sv|vs|antw|doorst|rif|enc)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*"
)
_READ = 1_000  # characters of a subject
_SIGNS = re.compile(r"[\W_]+")
_EMPTY_SUBJECTS = frozenset(
    {"", "re", "tr", "fwd", "fw", "hello", "hi", "hey", "bonjour", "bonsoir", "salut", "message"}
    | {"question", "votre message", "your message", "no subject", "sans objet", "sans sujet"}
    | {"demande", "aucun objet", "pas d objet", "urgent", "important"}
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a request of one person, for deciding what belongs to it.

    `message_ids` are those of its incoming and outgoing messages; `last_at` is its latest message.
    """

    id: int
    state: State
    subject: str
    channel: str
    message_ids: frozenset[str]
    thread: str
    last_at: datetime


def belongs_to(
    message: Incoming, person_requests: Sequence[Known], now: datetime, channel: str = ""
) -> int | None:
    """The id of the request of this person that a message continues; None opens a new one.

    By the first of these that speaks: what it replies to (In-Reply-To and References, RFC 5322
    section 3.6.4), its thread, its subject without prefixes, case and accents, and, when it says
    nothing new ("Re", "???", the same words in part), the open request the person wrote about
    within 72 hours (A-02, A-03); a thank-you without a subject goes to an answered one as well.
    `channel` is the channel's name; "" compares no channels. Among several an open one wins, then
    the latest, then the highest id. Merged requests are never chosen.
    """
    known = sorted(
        (request for request in person_requests if request.state is not State.MERGED),
        key=lambda request: (request.state is State.OPEN, request.last_at, request.id),
        reverse=True,
    )
    if not known:
        return None
    for chosen in (
        _by_reply(message, known),
        _by_thread(message, known, channel),
        _by_subject(message, known, now),
        _by_insisting(message, known, now, channel),
    ):
        if chosen is not None:
            return chosen
    return None


def plain_subject(subject: str) -> str:
    """A subject for comparing: no Re:, Fwd:, TR: or Rép:, no accents, case or signs."""
    told = " ".join(subject[:_READ].casefold().split())
    while told != (shorter := _PREFIX.sub("", told)):
        told = shorter
    letters = unicodedata.normalize("NFKD", told)
    told = "".join(c for c in letters if not unicodedata.combining(c))
    return _SIGNS.sub(" ", told).strip()


def answered_subject(subject: str) -> tuple[str, bool]:
    """A subject for comparing, "" when it says nothing; and whether it says that it answers one."""
    plain = plain_subject(subject)
    told = " ".join(subject[:_READ].casefold().split())
    return ("" if plain in _EMPTY_SUBJECTS else plain), bool(_PREFIX.match(told))


def same_article(one: str, other: str) -> bool:
    """Whether two people's subjects may be about one article; an empty one says nothing."""
    first, second = plain_subject(one), plain_subject(other)
    if first in _EMPTY_SUBJECTS or second in _EMPTY_SUBJECTS:
        return True
    return first == second or _overlap(first, second)


def same_matter(one: Request, other: Request) -> bool:
    """Whether two open requests of one person are about one thing (E-02).

    The same subject, or the same questions about what may be one article. A subject that says
    nothing says nothing of this either.
    """
    first, second = plain_subject(one.subject), plain_subject(other.subject)
    if first == second and first not in _EMPTY_SUBJECTS:
        return True
    asked = bool(one.asks) and one.asks == other.asks
    return asked and same_article(one.subject, other.subject)


def _by_reply(message: Incoming, known: Sequence[Known]) -> int | None:
    """The nearest ancestor counts most: In-Reply-To, then References from the last to the first."""
    for ancestor in (message.in_reply_to, *reversed(message.references)):
        for request in known:
            if ancestor and ancestor in request.message_ids:
                return request.id
    return None


def _by_thread(message: Incoming, known: Sequence[Known], channel: str) -> int | None:
    if not message.thread:
        return None
    same = (r for r in known if r.thread == message.thread and _same_channel(r, channel))
    return next((request.id for request in same), None)


def _by_subject(message: Incoming, known: Sequence[Known], now: datetime) -> int | None:
    wanted = plain_subject(message.subject)
    if wanted in _EMPTY_SUBJECTS:
        return None
    for request in known:
        recent = request.state is State.OPEN or abs(now - request.last_at) <= SAME_SUBJECT
        if recent and plain_subject(request.subject) == wanted:
            return request.id
    return None


def _by_insisting(
    message: Incoming, known: Sequence[Known], now: datetime, channel: str
) -> int | None:
    subject = plain_subject(message.subject)
    kinds = {kind_of(said, "") for said in (message.subject, message.reply_text) if said.strip()}
    nothing_new = subject in _EMPTY_SUBJECTS or "nudge" in kinds
    farewell = subject in _EMPTY_SUBJECTS and kinds & {"thanks", "found_elsewhere"}
    for request in known:
        if abs(now - request.last_at) > SAME_MATTER or not _same_channel(request, channel):
            continue
        if request.state is not State.OPEN and not farewell:
            continue
        if nothing_new or _overlap(subject, plain_subject(request.subject)):
            return request.id
    return None


def _overlap(one: str, other: str) -> bool:
    """Whether one subject says nothing that the other does not: "Dress" and "The blue dress"."""
    first, second = _telling(one), _telling(other)
    return bool(first and second) and (first <= second or second <= first)


def _telling(subject: str) -> frozenset[str]:
    return frozenset(w for w in subject.split() if len(w) > 3 or w.isdigit()) - _EMPTY_SUBJECTS


def _same_channel(request: Known, channel: str) -> bool:
    return not channel or request.channel == channel
