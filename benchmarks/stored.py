"""A shop with a past: requests that were answered long ago, with everything they left behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlmodel import SQLModel

import planner.store.tables  # noqa: F401 - the tables, and what their columns hold by default

FIRST = datetime(2024, 1, 1, 9, tzinfo=UTC)
APART = timedelta(minutes=9)
#: One in so many went wrong: its promise was broken, its letter came back.
BAD = 40
#: One occurrence of each kind for so many requests, as of windows, days and notifications.
SEVERAL = 10
KINDS = "opened, closed, notification, held, worked, withheld, looked, with a customer"
EVENTS = "request.opened, message.sent, promise.made, message.sent, promise.kept, request.ended"
WORDS = "Bonjour, est-ce que la robe fleurie en taille 38 est encore disponible ?"
Row = dict[str, object]


def fill(path: Path, requests: int) -> None:
    """So many ended requests: people, mail, letters, promises, events, actions, decisions."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        newest = connection.execute("SELECT coalesce(max(id), 0) FROM requests").fetchone()[0]
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for number in range(newest + 1, newest + 1 + requests):
            for table, row in _past(number):
                connection.execute(*_insert(table, row))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _past(number: int) -> Iterator[tuple[str, Row]]:
    """What one answered request has left, table by table."""
    at, then = _text(FIRST + APART * number), _text(FIRST + APART * number + timedelta(minutes=1))
    name, address, bad = f"Client {number}", f"client{number}@example.org", number % BAD == 0
    of_it = {"request_id": number}
    yield "people", {"id": number, "name": name, "sorted_by": name.casefold(), "created_at": at}
    at_address = {"medium": "mail", "address": address, "blocked_until": at if bad else None}
    yield "addresses", {"person_id": number, **at_address}
    yield "requests", {
        "id": number, "person_id": number, "channel": "mail", "address": address,
        "subject": "Jupe", "state": "answered", "opened_at": at, "ended_at": then, "last_in_at": at,
    }  # fmt: skip
    mail = {"channel": "mail", "subject": "Jupe", "text": WORDS, "reply_text": WORDS, **of_it}
    came = {"foreign_id": f"old {number}", "message_id": f"<old{number}@example.org>", "at": at}
    yield "messages", mail | came
    for purpose in ("ack", "answer"):
        letter = 10**6 + 2 * number + (purpose == "answer")
        yield "outbox", {
            "id": letter, "person_id": number, **of_it, "channel": "mail", "purpose": purpose,
            "to_address": address, "body": WORDS, "message_id": f"<{letter}@entracte.example>",
            "automatic": purpose == "ack", "created_at": at, "not_before": at, "sent_at": then,
            "state": "failed" if bad and purpose == "answer" else "sent",
            "changes": f'[[{number}, "answer", "{then}+00:00", ""]]',
        }  # fmt: skip
        ours = {"foreign_id": f"letter {letter}", "mine": True, "at": then, "letter_id": letter}
        yield "messages", mail | ours
    yield "promises", {
        **of_it, "kind": "answer", "due": then, "window": "", "made_at": at, "ended_at": then,
        "state": "broken" if bad else "kept",
    }  # fmt: skip
    yield "owner_actions", {"at": at, "kind": "answer", "undo_until": then}
    about = {"about": f"request {number}", "rules_hash": "old", "facts": "{}", "effects": "{}"}
    yield "decisions", {"at": at, **about}
    for event in EVENTS.split(", "):
        yield "events", {"at": at, "event": event, **of_it}
    if number % SEVERAL == 0:
        for kind in KINDS.split(", "):
            yield "occurrences", {"kind": kind, "key": f"old {number}", "at": at}


def _insert(table: str, row: Row) -> tuple[str, Row]:
    """A row as SQL; a column that is not given has its default."""
    whole = _usual(table) | row
    names, marks = ", ".join(whole), ", ".join(f":{name}" for name in whole)
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", whole


@cache
def _usual(table: str) -> Row:
    columns = SQLModel.metadata.tables[table].c
    return {c.name: c.default.arg for c in columns if c.default is not None}


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}.000000"
