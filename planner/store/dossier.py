"""Everything that is kept about one person: to be handed out, or to be erased."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlmodel import col

from planner.domain.outbox import LetterState
from planner.domain.request import State
from planner.store.rows import rows, run, table
from planner.store.tables import (
    AddressRow,
    DecisionRow,
    EventRow,
    LetterRow,
    MessageRow,
    OccurrenceRow,
    PersonRow,
    PromiseRow,
    RequestRow,
)

#: What an event keeps of its data when the person is erased: figures and dates, no words.
_FIGURES = frozenset(
    {"kind", "due", "window", "from", "in_time", "how", "automatic", "via", "rows"}
)


class Dossier:
    """One person's rows in every table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def person(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """Every row about a person, by table; instants in UTC, bytes left out."""
        requests, addresses = self._requests(person_id), self._addresses(person_id)
        about = [f"request {number}" for number in requests]
        given = {**self._given(person_id), "person": person_id, "about": about}
        found = {name: self._plain(kind, query, given) for name, (kind, query) in _ABOUT.items()}
        found["events"] = [
            row
            for row in found["events"]
            if row["request_id"] in requests or _names(row["data"], addresses)
        ]
        return found

    def marks(self, person_id: int) -> frozenset[str]:
        """What every mail to and from the person is known by: Message-ID, or the channel's own."""
        found = rows(self._connection, _MARKS, **self._given(person_id))
        return frozenset(message_id or foreign_id for message_id, foreign_id in found)

    def erase(self, person_id: int, now: datetime) -> None:
        """Take the person out of every row. What is left says how many, when, and how it ended."""
        requests, addresses = self._requests(person_id), self._addresses(person_id)
        self._erase_events(set(requests), addresses)
        run(self._connection, _DROP_MESSAGES, **self._given(person_id))
        self._forget_occurrences(addresses)
        run(self._connection, _DROP_DECISIONS, about=[f"request {number}" for number in requests])
        run(self._connection, _BLANK_LETTERS, who=person_id)
        run(self._connection, _CANCEL, who=person_id)
        run(self._connection, _CLOSE, who=person_id, ended_at=now)
        run(self._connection, _BLANK_REQUESTS, who=person_id)
        run(self._connection, _DROP_ADDRESSES, who=person_id)
        run(self._connection, _BLANK_PERSON, who=person_id)

    def _erase_events(self, requests: set[int], addresses: Sequence[str]) -> None:
        for id_, about, data in rows(self._connection, _EVENTS):
            if about in requests or _names(data, addresses):
                told = json.loads(data)
                kept = {key: told[key] for key in told if key in _FIGURES}
                run(self._connection, _SET_EVENT, number=id_, data=json.dumps(kept))

    def _forget_occurrences(self, addresses: Sequence[str]) -> None:
        """Such as a pause of one address."""
        found = rows(self._connection, _OCCURRENCES) if addresses else ()
        named = [id_ for id_, key in found if _names(key, addresses)]
        run(self._connection, _DROP_OCCURRENCES, ids=named)

    def _given(self, person_id: int) -> dict[str, Any]:
        """What `_THEIRS` asks for."""
        requests, addresses = self._requests(person_id), self._addresses(person_id)
        return {"requests": requests, "addresses": addresses, "ids": self._reports(addresses)}

    def _reports(self, addresses: Sequence[str]) -> list[int]:
        """Machines' mail that names the person, such as a server's report of what came back."""
        found = [
            row
            for address in addresses
            if "@" in address
            for row in rows(self._connection, _MACHINES, address=address)
        ]
        return sorted({row.id for row in found if any(_names(x, addresses) for x in row[1:])})

    def _requests(self, person_id: int) -> list[int]:
        return [number for (number,) in rows(self._connection, _REQUESTS, person=person_id)]

    def _addresses(self, person_id: int) -> list[str]:
        return [address for (address,) in rows(self._connection, _ADDRESSES, person=person_id)]

    def _plain(self, kind: Table, query: Executable, given: dict[str, Any]) -> list[dict[str, Any]]:
        names = [column.name for column in kind.columns if column.name != "raw"]
        return [
            dict(zip(names, row, strict=True)) for row in rows(self._connection, query, **given)
        ]


def _names(words: str, addresses: Sequence[str]) -> bool:
    """Whether one of the addresses is in it. A name given by word of mouth is none, and neither
    is lise@example.org in annelise@example.org.
    """
    folded = words.casefold()
    return any(
        "@" in address
        and address in folded
        and re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", folded) is not None
        for address in addresses
    )


def _of(kind: Table, *where: Any) -> tuple[Table, Executable]:
    columns = [column for column in kind.columns if column.name != "raw"]
    return kind, select(*columns).where(*where).order_by(*kind.primary_key)


_REQUEST_IDS: Any = bindparam("requests", expanding=True)
_ADDRESS_LIST: Any = bindparam("addresses", expanding=True)
_NUMBERS: Any = bindparam("ids", expanding=True)
_THEIRS = or_(
    col(MessageRow.id).in_(_NUMBERS),
    col(MessageRow.request_id).in_(_REQUEST_IDS),
    text("lower(messages.sender_address) IN :addresses").bindparams(_ADDRESS_LIST),
)
_ABOUT = {
    "people": _of(table(PersonRow), col(PersonRow.id) == bindparam("person")),
    "addresses": _of(table(AddressRow), col(AddressRow.person_id) == bindparam("person")),
    "requests": _of(table(RequestRow), col(RequestRow.person_id) == bindparam("person")),
    "messages": _of(table(MessageRow), _THEIRS),
    "promises": _of(table(PromiseRow), col(PromiseRow.request_id).in_(_REQUEST_IDS)),
    "letters": _of(table(LetterRow), col(LetterRow.person_id) == bindparam("person")),
    "decisions": _of(
        table(DecisionRow), col(DecisionRow.about).in_(bindparam("about", expanding=True))
    ),
    "events": _of(table(EventRow)),
}
_REQUESTS = select(col(RequestRow.id)).where(col(RequestRow.person_id) == bindparam("person"))
_ADDRESSES = select(col(AddressRow.address)).where(col(AddressRow.person_id) == bindparam("person"))
_MARKS = select(col(MessageRow.message_id), col(MessageRow.foreign_id)).where(_THEIRS)
_WORDS = [
    func.coalesce(cast(table(MessageRow).c[name], Text), "")
    for name in ("subject", "text", "target", "raw")
]
_MACHINES = select(col(MessageRow.id), *_WORDS).where(
    col(MessageRow.request_id).is_(None),
    or_(*(func.instr(func.lower(words), bindparam("address")) > 0 for words in _WORDS)),
)
_EVENTS = select(col(EventRow.id), col(EventRow.request_id), col(EventRow.data))
_SET_EVENT = update(EventRow).where(col(EventRow.id) == bindparam("number"))
_DROP_MESSAGES = delete(MessageRow).where(_THEIRS)
_DROP_DECISIONS = delete(DecisionRow).where(
    col(DecisionRow.about).in_(bindparam("about", expanding=True))
)
_BLANK_LETTERS = (
    update(LetterRow)
    .where(col(LetterRow.person_id) == bindparam("who"))
    .values(
        {
            "to_address": "",
            "to_name": "",
            "subject": "",
            "body": "",
            "in_reply_to": "",
            "refs": "[]",
            "detail": "",
            "copied": "",
        }
    )
)
_CANCEL = (
    update(LetterRow)
    .where(col(LetterRow.person_id) == bindparam("who"), col(LetterRow.state) == LetterState.QUEUED)
    .values(state=LetterState.CANCELLED)
)
_CLOSE = (
    update(RequestRow)
    .where(col(RequestRow.person_id) == bindparam("who"), col(RequestRow.state) == State.OPEN)
    .values(state=State.CLOSED)
)
_BLANK_REQUESTS = (
    update(RequestRow)
    .where(col(RequestRow.person_id) == bindparam("who"))
    .values({"address": "", "subject": "", "thread": "", "errand": "", "asks": ""})
)
_OCCURRENCES = select(col(OccurrenceRow.id), col(OccurrenceRow.key))
_DROP_OCCURRENCES = delete(OccurrenceRow).where(col(OccurrenceRow.id).in_(_NUMBERS))
_DROP_ADDRESSES = delete(AddressRow).where(col(AddressRow.person_id) == bindparam("who"))
_BLANK_PERSON = (
    update(PersonRow)
    .where(col(PersonRow.id) == bindparam("who"))
    .values({"name": "", "sorted_by": ""})
)
