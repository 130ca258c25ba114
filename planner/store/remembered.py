"""What is remembered of the letters that left, for the rows of state of the automatic replies."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import col

from planner.domain.autoreply import Past, Said, handles
from planner.domain.outbox import SAID, SERVER, Change, Letter, LetterState
from planner.domain.promise import Kind
from planner.store.rows import rows
from planner.store.tables import LetterRow

#: Purposes of words that answer mail: only these can feed a loop.
ANSWERING = ("ack", "second")
#: Reasons of a first date that makes up for a broken one: told whatever was said before.
LATE = ("late_news", "moved_late")


def answers_mail(letter: Letter) -> bool:
    """Whether a letter left because mail came: not at the owner's key or by the clock."""
    return letter.automatic and letter.purpose in ANSWERING and letter.reason not in LATE


class Remembered:
    """Automatic words, by person and by number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def past(self, people: Collection[int]) -> dict[int, Past | None]:
        """What was said to each person; None where what is kept cannot be read (row S4)."""
        found: dict[int, list[Any]] = defaultdict(list)
        if people:
            for row in rows(self._connection, _SAID, people=list(people)):
                found[row.person_id].append(row)
        return {person: _past(found[person]) for person in people}

    def to_addresses(self, since: datetime, until: datetime, after: int) -> Counter[str]:
        """How many automatic letters left in `[since, until]`, `after` a letter, by address."""
        return self._counted(_TO_ADDRESSES, since, until, after)

    def answering(self, since: datetime, until: datetime, after: int) -> Counter[str]:
        """The same of words in answer to mail."""
        return self._counted(_ANSWERING, since, until, after)

    def newest(self) -> int:
        """The number of the newest letter; 0 before the first one."""
        return int(rows(self._connection, _NEWEST)[0][0] or 0)

    def _counted(self, query: Any, since: datetime, until: datetime, after: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for address, number in rows(self._connection, query, since=since, until=until, after=after):
            found[address.lower()] += number
        return found


def _past(found: Sequence[Any]) -> Past | None:
    try:
        said = tuple(_said(row) for row in found if row.automatic)
    except (ValueError, TypeError):
        return None
    return Past(said, max((row.sent_at for row in found if not row.automatic), default=None))


def _said(row: Any) -> Said:
    changes = tuple(
        Change(one, Kind(kind), datetime.fromisoformat(due), window)
        for one, kind, due, window in json.loads(row.changes)
    )
    days = {change.due for change in changes if change.kind is Kind.NEWS}
    return Said(
        at=row.sent_at,
        requests=frozenset({row.request_id, *(change.request_id for change in changes)}),
        handles=handles(changes, row.purpose, row.request_id),
        first=row.purpose == "ack" and row.reason not in LATE,
        news=days.pop() if len(days) == 1 else None,
    )


# Said the other way round, for no index: most letters ever written are in one of these states.
_LEFT = col(LetterRow.state).not_in(set(LetterState) - set(SAID))
_SAID = (
    select(
        col(LetterRow.person_id),
        col(LetterRow.request_id),
        col(LetterRow.sent_at),
        col(LetterRow.automatic),
        col(LetterRow.purpose),
        col(LetterRow.reason),
        col(LetterRow.changes),
    )
    .where(col(LetterRow.person_id).in_(bindparam("people", expanding=True)), _LEFT)
    .order_by(col(LetterRow.sent_at), col(LetterRow.id))
)
_TO_ADDRESSES = (
    select(col(LetterRow.to_address), func.count())
    .where(
        _LEFT,
        col(LetterRow.automatic),
        col(LetterRow.reason) != SERVER,  # it did not leave here, and its server has its own limits
        col(LetterRow.sent_at).between(bindparam("since"), bindparam("until")),
        col(LetterRow.id) > bindparam("after"),
    )
    .group_by(col(LetterRow.to_address))
)
_ANSWERING = _TO_ADDRESSES.where(
    col(LetterRow.purpose).in_(ANSWERING), col(LetterRow.reason).not_in(LATE)
)
_NEWEST = select(func.max(col(LetterRow.id)))
