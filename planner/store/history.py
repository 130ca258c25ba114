"""Many old messages at once: what is known of them in a few questions, all rows in a few writes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, or_, select, update
from sqlmodel import col

from planner.domain.request import State
from planner.store.people import sorted_by
from planner.store.rows import add_each, listed, rows, run_each, table
from planner.store.tables import (
    AddressRow,
    EventRow,
    LetterRow,
    MessageRow,
    PersonRow,
    RequestRow,
)


@dataclass(frozen=True, slots=True)
class KeptCase:
    """What grouping asks about a request that is kept."""

    id: int
    person_id: int
    address: str
    subject: str
    channel: str
    thread: str
    state: State
    last_in_at: datetime


@dataclass(slots=True)
class Rows:
    """What a batch writes: columns by table, as they are in `planner.store.tables`."""

    people: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)  # of people who had none
    heard: dict[int, datetime] = field(default_factory=dict)  # last_in_at of kept requests


class History:
    """Questions and writes for a batch of old messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def foreign_ids(self, channel: str, ids: Collection[str]) -> set[str]:
        """Those that a channel has handed over before."""
        return {one for (one,) in self._among(_FOREIGN, ids, channel=channel)}

    def seen(self, ids: Collection[str]) -> set[str]:
        """Those Message-IDs that some kept message has."""
        return {one for (one,) in self._among(_SEEN, ids)}

    def letters(self, ids: Collection[str]) -> set[str]:
        """Those Message-IDs that are of letters written here."""
        return {one for (one,) in self._among(_LETTERS, ids)}

    def people(self, medium: str, addresses: Collection[str]) -> dict[str, tuple[int, str]]:
        """By address the person behind it, and the name."""
        found = self._among(_PEOPLE, addresses, medium=medium)
        return {address: (person, name) for address, person, name in found}

    def places(self, ids: Collection[str]) -> list[tuple[str, int]]:
        """Message-IDs that stand in a conversation, with their request."""
        return [(one, request) for one, request in self._among(_PLACES, ids)]

    def cases(
        self, people: Collection[int], also: Collection[int], since: datetime, until: datetime
    ) -> list[KeptCase]:
        """Requests of these people that are open or were written to then, and some others."""
        given = {"people": json.dumps([*people]), "since": since, "until": until}
        found = self._among(_CASES, also, **given)
        return [_case(*row) for row in found]

    def next_ids(self) -> tuple[int, int]:
        """The numbers that the next person and the next request get in this transaction."""
        person, request = rows(self._connection, _LAST)[0]
        return (person or 0) + 1, (request or 0) + 1

    def write(self, batch: Rows) -> None:
        """Write a batch: each table in one statement."""
        for kind, values in (
            (PersonRow, batch.people),
            (AddressRow, batch.addresses),
            (RequestRow, batch.requests),
            # In the order of time, as the search index likes it.
            (MessageRow, sorted(batch.messages, key=lambda row: row["at"])),
            (EventRow, batch.events),
        ):
            add_each(self._connection, kind, values)
        names = [
            {"number": n, "given": name, "by": sorted_by(name, "")}
            for n, name in batch.names.items()
        ]
        run_each(self._connection, _NAME, names)
        heard = [{"number": n, "at": at} for n, at in batch.heard.items()]
        run_each(self._connection, _HEARD, heard)

    def _among(self, query: Executable, ids: Iterable[object], **given: Any) -> Sequence[Any]:
        """One question about any number of ids: they travel as JSON, in one parameter."""
        return rows(self._connection, query, ids=json.dumps([*ids]), **given)


def _case(
    number: int,
    person: int,
    address: str,
    subject: str,
    channel: str,
    thread: str,
    state: str,
    heard: datetime,
) -> KeptCase:
    return KeptCase(number, person, address, subject, channel, thread, State(state), heard)


_FOREIGN = select(col(MessageRow.foreign_id)).where(
    col(MessageRow.channel) == bindparam("channel"), col(MessageRow.foreign_id).in_(listed("ids"))
)
_SEEN = (
    select(col(MessageRow.message_id))
    .where(col(MessageRow.message_id).in_(listed("ids")))
    .distinct()
)
_LETTERS = select(col(LetterRow.message_id)).where(col(LetterRow.message_id).in_(listed("ids")))
_PEOPLE = (
    select(col(AddressRow.address), col(PersonRow.id), col(PersonRow.name))
    .join(PersonRow, col(PersonRow.id) == col(AddressRow.person_id))
    .where(
        col(AddressRow.medium) == bindparam("medium"), col(AddressRow.address).in_(listed("ids"))
    )
)
_PLACES = select(col(MessageRow.message_id), col(MessageRow.request_id)).where(
    col(MessageRow.message_id).in_(listed("ids")), col(MessageRow.request_id).is_not(None)
)
_CASES = select(
    *(
        col(column)
        for column in (
            RequestRow.id,
            RequestRow.person_id,
            RequestRow.address,
            RequestRow.subject,
            RequestRow.channel,
            RequestRow.thread,
            RequestRow.state,
            RequestRow.last_in_at,
        )
    )
).where(
    or_(
        col(RequestRow.id).in_(listed("ids")),
        col(RequestRow.person_id).in_(listed("people"))
        & (
            (col(RequestRow.state) == State.OPEN)
            | col(RequestRow.last_in_at).between(bindparam("since"), bindparam("until"))
        ),
    )
)
_LAST = select(
    select(func.max(col(PersonRow.id))).scalar_subquery(),
    select(func.max(col(RequestRow.id))).scalar_subquery(),
)
_NAME = (
    update(table(PersonRow))
    .where(table(PersonRow).c.id == bindparam("number"))
    .values(name=bindparam("given"), sorted_by=bindparam("by"))
)
_HEARD = (
    update(table(RequestRow))
    .where(table(RequestRow).c.id == bindparam("number"))
    .values(last_in_at=bindparam("at"))
)
