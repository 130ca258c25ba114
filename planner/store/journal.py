"""What happened: events, occurrences, the owner's actions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlmodel import col

from planner.domain.outbox import Letter
from planner.store.rows import add, change, rows, run, table
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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def say(self, at: datetime, event: str, request_id: int | None = None, **data: Any) -> None:
        """Write an event down."""
        add(self._connection, EventRow, **columns(at, event, request_id, data))

    def say_of_letter(self, at: datetime, event: str, letter: Letter, reason: str) -> None:
        """Write down what became of a letter, with its words and whom it was for."""
        self.say(
            at,
            event,
            letter.request_id,
            person=letter.to_name or letter.to_address,
            to=letter.to_address,
            via=letter.channel,
            text=letter.body,
            automatic=letter.automatic,
            reason=reason,
        )

    def events(self, after: int = 0, request_id: int | None = None) -> tuple[Event, ...]:
        """Events in the order in which they happened."""
        query = _EVENTS if request_id is None else _EVENTS_OF
        return tuple(
            Event(id_, at, event, about, json.loads(data))
            for id_, at, event, about, data in rows(
                self._connection, query, after=after, request=request_id
            )
        )

    def happened_since(self, event: str, since: datetime) -> tuple[Event, ...]:
        """Events of a name from then on, in the order in which they happened."""
        found = rows(self._connection, _NAMED, name=event, since=since)
        return tuple(
            Event(id_, at, e, about, json.loads(data)) for id_, at, e, about, data in found
        )

    def first(self) -> datetime | None:
        """When the first event happened; None before it."""
        return next((at for (at,) in rows(self._connection, _FIRST)), None)

    def newest(self) -> int:
        """The number of the last event; 0 before the first one."""
        return next((number for (number,) in rows(self._connection, _NEWEST)), None) or 0

    def once(self, kind: str, key: str, at: datetime) -> bool:
        """True the first time a kind and key are seen, and never again."""
        if self.has(kind, key):
            return False
        add(self._connection, OccurrenceRow, kind=kind, key=key, at=at)
        return True

    def has(self, kind: str, key: str) -> bool:
        """Whether it has happened."""
        return self.when(kind, key) is not None

    def happened(self, kind: str, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys that have happened."""
        found = rows(self._connection, _THESE, kind=kind, keys=list(keys)) if keys else ()
        return frozenset(key for (key,) in found)

    def when(self, kind: str, key: str) -> datetime | None:
        """When it happened."""
        return next((at for (at,) in rows(self._connection, _WHEN, kind=kind, key=key)), None)

    def forget(self, kind: str, key: str) -> None:
        """Let it happen again."""
        run(self._connection, _FORGET, kind=kind, key=key)

    def keys(self, kind: str, since: datetime) -> tuple[str, ...]:
        """The keys of a kind that were noted from then on, oldest first."""
        return tuple(key for (key,) in rows(self._connection, _KEYS, kind=kind, since=since))

    def how_often(self, kind: str, since: datetime) -> int:
        """How many occurrences of a kind since then."""
        return len(rows(self._connection, _OFTEN, kind=kind, since=since))

    def act(self, at: datetime, kind: str, undo_until: datetime | None = None, **data: Any) -> int:
        """Write an action of the owner down."""
        text = json.dumps(data, default=_plain)
        return add(
            self._connection, OwnerActionRow, at=at, kind=kind, data=text, undo_until=undo_until
        )

    def acted(self, kinds: Collection[str], since: datetime) -> tuple[datetime, ...]:
        """When the owner did something of these kinds from then on, oldest first."""
        found = sorted(rows(self._connection, _ACTED, since=since))
        return tuple(at for at, kind in found if kind in kinds)

    def actions(self, kinds: Collection[str], since: datetime) -> tuple[Action, ...]:
        """What the owner did of these kinds from then on and did not undo, oldest first."""
        found = map(_action, sorted(rows(self._connection, _DONE, since=since)))
        return tuple(action for action in found if action.kind in kinds)

    def last_action(self) -> Action | None:
        """The last action that was not undone."""
        return next(map(_action, rows(self._connection, _LAST)), None)

    def newest_action(self) -> int:
        """The number of the last action; 0 before the first one."""
        return next((number for (number,) in rows(self._connection, _NEWEST_ACTION)), None) or 0

    def to_undo(self, now: datetime) -> Action | None:
        """The last action that can still be taken back: what came after it takes no time from it.

        An answer within the ten seconds of the key, for one, cannot be undone itself.
        """
        found = sorted(rows(self._connection, _TO_UNDO, now=now))
        return _action(found[-1]) if found else None

    def undone(self, action_id: int, at: datetime) -> None:
        """Mark an action as taken back."""
        change(self._connection, OwnerActionRow, action_id, undone_at=at)


def columns(
    at: datetime, event: str, request_id: int | None, data: Mapping[str, Any]
) -> dict[str, Any]:
    """An event as columns of its table."""
    text = json.dumps(data, ensure_ascii=False, default=_plain)
    return {"at": at, "event": event, "request_id": request_id, "data": text}


_EVENTS = (
    select(*table(EventRow).c)
    .where(col(EventRow.id) > bindparam("after"))
    .order_by(col(EventRow.id))
)
_NAMED = (
    select(*table(EventRow).c)
    .where(col(EventRow.event) == bindparam("name"), col(EventRow.at) >= bindparam("since"))
    .order_by(col(EventRow.id))
)
_EVENTS_OF = _EVENTS.where(col(EventRow.request_id) == bindparam("request"))
_FIRST = select(func.min(col(EventRow.at)))
_NEWEST = select(func.max(col(EventRow.id)))
_NEWEST_ACTION = select(func.max(col(OwnerActionRow.id)))
_KIND = col(OccurrenceRow.kind) == bindparam("kind")
_KEY = col(OccurrenceRow.key) == bindparam("key")
_THESE = select(col(OccurrenceRow.key)).where(
    _KIND, col(OccurrenceRow.key).in_(bindparam("keys", expanding=True))
)
_WHEN = select(col(OccurrenceRow.at)).where(_KIND, _KEY)
_FORGET = delete(OccurrenceRow).where(_KIND, _KEY)
_SINCE = col(OccurrenceRow.at) >= bindparam("since")
_OFTEN = select(col(OccurrenceRow.id)).where(_KIND, _SINCE)
_KEYS = select(col(OccurrenceRow.key)).where(_KIND, _SINCE).order_by(col(OccurrenceRow.id))
_ACTIONS = select(
    col(OwnerActionRow.id),
    col(OwnerActionRow.at),
    col(OwnerActionRow.kind),
    col(OwnerActionRow.data),
    col(OwnerActionRow.undo_until),
).where(col(OwnerActionRow.undone_at).is_(None))
# No order here: it would be read off the numbers of all actions, and few are asked for.
_DONE = _ACTIONS.where(col(OwnerActionRow.at) >= bindparam("since"))
_TO_UNDO = _ACTIONS.where(col(OwnerActionRow.undo_until) > bindparam("now"))
_ACTED = _DONE.with_only_columns(col(OwnerActionRow.at), col(OwnerActionRow.kind))
_LAST = _ACTIONS.order_by(col(OwnerActionRow.id).desc()).limit(1)


def _action(row: Any) -> Action:
    id_, at, kind, data, undo_until = row
    return Action(id_, at, kind, json.loads(data), undo_until)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
