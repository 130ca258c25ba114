"""Requests, as the domain's values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, and_, bindparam, distinct, func, or_, select
from sqlmodel import col

from planner.domain.outbox import BATCHES, LetterState
from planner.domain.request import Effort, Request, State, step
from planner.errors import NotFound
from planner.locale import gettext as _
from planner.store.rows import LARGEST, add, change, rows
from planner.store.tables import LetterRow, PersonRow, RequestRow


class Answered(NamedTuple):
    """When the owner's own words were written, and about what."""

    at: datetime
    opened_at: datetime
    effort: Effort


class Requests:
    """What people want answered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self) -> tuple[Request, ...]:
        """Every open request, oldest first."""
        return self._where(_OPEN)

    def asking(self, asks: str) -> tuple[Request, ...]:
        """Every open request with just these questions, oldest first; none for no question."""
        return self._where(_ASKING, asks=asks) if asks else ()

    def ended(self) -> tuple[Request, ...]:
        """Every request that is not open, oldest first."""
        return self._where(_ENDED)

    def of(self, person_id: int) -> tuple[Request, ...]:
        """Every request of a person, oldest first."""
        return self._where(_OF, person=person_id)

    def near(
        self, person_id: int, since: datetime, thread: str, ids: Iterable[int]
    ) -> tuple[Request, ...]:
        """A person's requests that are open, were written to since then, are of a thread, or are
        one of these; oldest first.
        """
        given = {"person": person_id, "since": since, "thread": thread}
        linked = [*ids]  # mostly none, and a list of them makes the statement anew
        return self._where(_LINKED, **given, ids=linked) if linked else self._where(_NEAR, **given)

    def some(self, ids: Sequence[int]) -> tuple[Request, ...]:
        """These requests, oldest first."""
        return self._where(_SOME, ids=ids) if ids else ()

    def get(self, request_id: int) -> Request:
        """One request; raises NotFound."""
        found = self._where(_ONE, id=request_id) if request_id <= LARGEST else ()
        if not found:
            raise NotFound(
                _("There is no request {id}.").format(id=request_id),
                do=_("See `entracte promises`."),
            )
        return found[0]

    def by_address(self, address: str) -> Request | None:
        """The newest request of an address, an open one first."""
        found = self._where(_AT, address=address.lower())
        ranked = sorted(found, key=lambda r: (r.state is State.OPEN, r.opened_at, r.id))
        return ranked[-1] if ranked else None

    def answered_since(self, since: datetime) -> tuple[Answered, ...]:
        """The owner's own words since then."""
        found = rows(self._connection, _ANSWERED, since=since)
        return tuple(
            Answered(at, opened, Effort(answers, minutes)) for at, opened, answers, minutes in found
        )

    def waiting_at(self, at: datetime) -> Effort:
        """What was open at an instant, of what had arrived before it."""
        answers, minutes = rows(self._connection, _WAITING, at=at)[0]
        return Effort(answers or 0, minutes or 0)

    def answered_before(self, request: Request) -> int:
        """How many earlier requests of the same person were answered."""
        found = self.of(request.person_id)
        return sum(r.state is State.ANSWERED and r.id != request.id for r in found)

    def hostile_answered_since(self, since: datetime) -> int:
        """How many hostile requests the owner wrote to since then."""
        return int(rows(self._connection, _HOSTILE, since=since)[0][0])

    def written_by_hand(self, person_id: int) -> bool:
        """Whether the owner has ever written to a person herself."""
        return bool(rows(self._connection, _BY_HAND, person=person_id))

    def count(self) -> int:
        """How many there have ever been (for reports, never for the screen)."""
        return int(rows(self._connection, _COUNT)[0][0])

    def open_new(self, **fields: Any) -> Request:
        """A new open request."""
        return self.get(add(self._connection, RequestRow, **fields))

    def change(self, request_id: int, **fields: Any) -> None:
        """Set fields that are not the state."""
        change(self._connection, RequestRow, request_id, **fields)

    def move(self, request: Request, state: State, now: datetime) -> None:
        """Step to another state along the table of transitions; raises NotPossible.

        A request that ends leaves its errand (A-10).
        """
        fields: dict[str, object] = {"state": step(request, state), "ended_at": None}
        if state is not State.OPEN:
            fields |= {"ended_at": now, "errand": ""}
        change(self._connection, RequestRow, request.id, **fields)

    def _where(self, query: Executable, **given: Any) -> tuple[Request, ...]:
        return tuple(_value(row) for row in rows(self._connection, query, **given))


_QUERY = (
    select(
        *(
            col(column)
            for column in (
                RequestRow.id,
                RequestRow.person_id,
                PersonRow.name,
                RequestRow.channel,
                RequestRow.subject,
                RequestRow.state,
                RequestRow.opened_at,
                RequestRow.answers,
                RequestRow.minutes,
                RequestRow.language,
                RequestRow.tone,
                RequestRow.snoozed_until,
                RequestRow.written,
                RequestRow.answerable,
                RequestRow.address,
                RequestRow.thread,
                RequestRow.last_in_at,
                RequestRow.last_out_at,
                RequestRow.last_own_at,
                RequestRow.asks,
                RequestRow.ready_to_buy,
                RequestRow.errand,
                RequestRow.urgent,
                RequestRow.written_to,
            )
        )
    )
    .join(PersonRow, col(PersonRow.id) == RequestRow.person_id)
    .order_by(col(RequestRow.opened_at), col(RequestRow.id))
)
_OPEN = _QUERY.where(col(RequestRow.state) == State.OPEN)
_ASKING = _OPEN.where(col(RequestRow.asks) == bindparam("asks"))
_ENDED = _QUERY.where(col(RequestRow.state) != State.OPEN)
_OF = _QUERY.where(col(RequestRow.person_id) == bindparam("person"))
_ONE = _QUERY.where(col(RequestRow.id) == bindparam("id"))
_BY_HAND = (
    select(col(RequestRow.id))
    .where(
        col(RequestRow.person_id) == bindparam("person"), col(RequestRow.last_own_at).is_not(None)
    )
    .limit(1)
)
_MAY_GO_ON = or_(
    col(RequestRow.state) == State.OPEN,
    col(RequestRow.last_in_at) >= bindparam("since"),
    and_(col(RequestRow.thread) == bindparam("thread"), col(RequestRow.thread) != ""),
)
_AMONG = col(RequestRow.id).in_(bindparam("ids", expanding=True))
_NEAR = _OF.where(_MAY_GO_ON)
_LINKED = _OF.where(or_(_MAY_GO_ON, _AMONG))
_SOME = _QUERY.where(_AMONG)
_AT = _QUERY.where(col(RequestRow.address) == bindparam("address"))
_ANSWERED = (
    select(
        col(LetterRow.created_at),
        col(RequestRow.opened_at),
        col(RequestRow.answers),
        col(RequestRow.minutes),
    )
    .join(RequestRow, col(RequestRow.id) == LetterRow.request_id)
    .where(
        col(LetterRow.automatic).is_(False),
        col(LetterRow.created_at) >= bindparam("since"),
        col(LetterRow.state) != LetterState.CANCELLED,
        col(LetterRow.reason).not_in(BATCHES),  # one decision, not so many answers
    )
)
_COUNT = select(func.count(col(RequestRow.id)))
_WAITING = select(func.sum(col(RequestRow.answers)), func.sum(col(RequestRow.minutes))).where(
    col(RequestRow.opened_at) < bindparam("at"),
    or_(col(RequestRow.ended_at).is_(None), col(RequestRow.ended_at) >= bindparam("at")),
)
_HOSTILE = _ANSWERED.where(col(RequestRow.tone) == "hostile").with_only_columns(
    func.count(distinct(col(RequestRow.id)))
)


def _value(row: Any) -> Request:
    (id_, person_id, name, channel, subject, state, opened_at, answers, minutes, *rest) = row
    (language, tone, snoozed, written, answerable, address, thread, *rest) = rest
    (last_in, last_out, own, asks, ready_to_buy, errand, urgent, written_to) = rest
    return Request(
        id=id_,
        person_id=person_id,
        person=name or address,
        channel=channel,
        subject=subject,
        state=State(state),
        opened_at=opened_at,
        effort=Effort(answers, minutes),
        language=language,
        tone=tone,
        snoozed_until=snoozed,
        written=written,
        answerable=answerable,
        address=address,
        thread=thread,
        last_in_at=last_in,
        last_out_at=last_out,
        last_own_at=own,
        asks=asks,
        ready_to_buy=ready_to_buy,
        errand=errand,
        urgent=urgent,
        written_to=written_to,
    )
