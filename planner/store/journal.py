"""What happened: events, occurrences, the owner's actions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sql
from sqlmodel import Session, col, func, select

from planner.store.rows import rows
from planner.store.tables import EventRow, OccurrenceRow, OwnerActionRow


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log, in the words of `simulate`."""

    id: int
    at: datetime
    event: str
    request_id: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """Something the owner did."""

    id: int
    at: datetime
    kind: str
    data: Mapping[str, Any]
    undo_until: datetime | None


class Journal:
    """Append-only, but for the mark that an action was undone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def say(self, at: datetime, event: str, request_id: int | None = None, **data: Any) -> None:
        """Write an event down."""
        text = json.dumps(data, ensure_ascii=False, default=_plain)
        self._session.add(EventRow(at=at, event=event, request_id=request_id, data=text))

    def events(self, after: int = 0, request_id: int | None = None) -> tuple[Event, ...]:
        """Events in the order in which they happened."""
        self._session.flush()
        query = select(EventRow).where(col(EventRow.id) > after).order_by(col(EventRow.id))
        if request_id is not None:
            query = query.where(EventRow.request_id == request_id)
        return tuple(
            Event(row.id or 0, row.at, row.event, row.request_id, json.loads(row.data))
            for row in self._session.exec(query)
        )

    def first(self) -> datetime | None:
        """When the first event happened; None before it."""
        return self._session.exec(select(func.min(EventRow.at))).one()

    def newest(self) -> int:
        """The number of the last event; 0 before the first one."""
        return self._session.exec(select(func.max(EventRow.id))).one() or 0

    def once(self, kind: str, key: str, at: datetime) -> bool:
        """True the first time a kind and key are seen, and never again."""
        self._session.flush()
        if self.has(kind, key):
            return False
        self._session.add(OccurrenceRow(kind=kind, key=key, at=at))
        self._session.flush()
        return True

    def has(self, kind: str, key: str) -> bool:
        """Whether it has happened."""
        return self.when(kind, key) is not None

    def happened(self, kind: str, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys that have happened."""
        found = rows(self._session, _THESE, kind=kind, keys=list(keys)) if keys else ()
        return frozenset(key for (key,) in found)

    def when(self, kind: str, key: str) -> datetime | None:
        """When it happened."""
        return next((at for (at,) in rows(self._session, _WHEN, kind=kind, key=key)), None)

    def forget(self, kind: str, key: str) -> None:
        """Let it happen again."""
        query = select(OccurrenceRow).where(OccurrenceRow.kind == kind, OccurrenceRow.key == key)
        for row in self._session.exec(query):
            self._session.delete(row)

    def keys(self, kind: str, since: datetime) -> tuple[str, ...]:
        """The keys of a kind that were noted from then on, oldest first."""
        return tuple(key for (key,) in rows(self._session, _KEYS, kind=kind, since=since))

    def how_often(self, kind: str, since: datetime) -> int:
        """How many occurrences of a kind since then."""
        return len(rows(self._session, _OFTEN, kind=kind, since=since))

    def act(self, at: datetime, kind: str, undo_until: datetime | None = None, **data: Any) -> int:
        """Write an action of the owner down."""
        row = OwnerActionRow(
            at=at, kind=kind, data=json.dumps(data, default=_plain), undo_until=undo_until
        )
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return row.id

    def acted(self, kinds: Collection[str], since: datetime) -> tuple[datetime, ...]:
        """When the owner did something of these kinds from then on, oldest first."""
        found = rows(self._session, _ACTED, since=since)
        return tuple(at for at, kind in found if kind in kinds)

    def actions(self, kinds: Collection[str], since: datetime) -> tuple[Action, ...]:
        """What the owner did of these kinds from then on and did not undo, oldest first."""
        query = (
            select(OwnerActionRow)
            .where(OwnerActionRow.at >= since, col(OwnerActionRow.undone_at).is_(None))
            .order_by(col(OwnerActionRow.id))
        )
        return tuple(
            Action(row.id or 0, row.at, row.kind, json.loads(row.data), row.undo_until)
            for row in self._session.exec(query)
            if row.kind in kinds
        )

    def last_action(self) -> Action | None:
        """The last action that was not undone."""
        for id_, at, kind, data, undo_until in rows(self._session, _LAST):
            return Action(id_, at, kind, json.loads(data), undo_until)
        return None

    def undone(self, action_id: int, at: datetime) -> None:
        """Mark an action as taken back."""
        self._session.get_one(OwnerActionRow, action_id).undone_at = at


_WHEN = sql.select(col(OccurrenceRow.at)).where(
    col(OccurrenceRow.kind) == sql.bindparam("kind"), col(OccurrenceRow.key) == sql.bindparam("key")
)
_THESE = sql.select(col(OccurrenceRow.key)).where(
    col(OccurrenceRow.kind) == sql.bindparam("kind"),
    col(OccurrenceRow.key).in_(sql.bindparam("keys", expanding=True)),
)
_OFTEN = sql.select(col(OccurrenceRow.id)).where(
    col(OccurrenceRow.kind) == sql.bindparam("kind"),
    col(OccurrenceRow.at) >= sql.bindparam("since"),
)
_KEYS = (
    sql.select(col(OccurrenceRow.key))
    .where(
        col(OccurrenceRow.kind) == sql.bindparam("kind"),
        col(OccurrenceRow.at) >= sql.bindparam("since"),
    )
    .order_by(col(OccurrenceRow.id))
)
_ACTED = (
    sql.select(col(OwnerActionRow.at), col(OwnerActionRow.kind))
    .where(
        col(OwnerActionRow.at) >= sql.bindparam("since"), col(OwnerActionRow.undone_at).is_(None)
    )
    .order_by(col(OwnerActionRow.id))
)
_LAST = (
    sql.select(
        col(OwnerActionRow.id),
        col(OwnerActionRow.at),
        col(OwnerActionRow.kind),
        col(OwnerActionRow.data),
        col(OwnerActionRow.undo_until),
    )
    .where(col(OwnerActionRow.undone_at).is_(None))
    .order_by(col(OwnerActionRow.id).desc())
    .limit(1)
)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
