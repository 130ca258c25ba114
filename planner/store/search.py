"""Looking for words in every message: an FTS5 index beside the messages, newest first.

The index keeps no text of its own, and triggers keep it in step with the table, whoever writes. A
row's number in it begins with the second of the message, so that its own order is that of time:
the newest hits of the commonest word are found without sorting (see migration 0005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text
from sqlmodel import col

from planner.domain.wanted import Term
from planner.store.rows import rows, run, table
from planner.store.tables import MessageRow, PersonRow, RequestRow

#: So many words of the vocabulary may stand for an unfinished one.
MOST_WORDS = 150
#: Characters of a message that are shown: hits further on are found, and show its beginning.
LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that holds the terms, with the beginning of its text.

    `request_id` None, `person` "": it was set aside.
    """

    id: int
    request_id: int | None
    person: str
    state: str
    mine: bool
    at: datetime
    sender_name: str
    sender_address: str
    subject: str
    text: str


class Search:
    """The index of all messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, terms: Sequence[Term], most: int) -> tuple[Hit, ...]:
        """The newest messages that hold every term, at most so many."""
        match = " AND ".join(map(self._match, terms))
        found = [id_ for (id_,) in rows(self._connection, _NEWEST, match=match, most=most)]
        hits = {row.id: _value(row) for row in rows(self._connection, _HITS, ids=found)}
        return tuple(hits[id_] for id_ in found if id_ in hits)

    def rebuild(self) -> None:
        """Make the index anew from the messages: no word of an erased one stays in it."""
        for statement in (_EMPTY, _FILL, _OPTIMIZE):
            run(self._connection, statement)

    def _match(self, term: Term) -> str:
        """A term as FTS5 reads it. Words hold letters and digits only, and are quoted besides."""
        *before, last = term.words
        ends = self._begun_with(last) if term.unfinished else [last]
        return f"({' OR '.join(_phrase(*before, end) for end in ends or [last])})"

    def _begun_with(self, begin: str) -> list[str]:
        """The words of the index that begin so.

        Each is looked up by itself: FTS5's own prefix search reads every place of all of them.
        """
        run(self._connection, _VOCABULARY)
        given = {"begin": begin, "past": begin + chr(0x10FFFF), "most": MOST_WORDS}
        return [word for (word,) in rows(self._connection, _BEGUN, **given)]


def _phrase(*words: str) -> str:
    return '"' + " ".join(words) + '"'


#: The bits of a row's number that are the message's own; those above are its second.
_ID = 2**31 - 1
_NEWEST = text(
    f"SELECT rowid & {_ID} FROM messages_fts WHERE messages_fts MATCH :match"
    " ORDER BY rowid DESC LIMIT :most"
)
_message = table(MessageRow).c
_HITS = (
    select(
        _message.id,
        _message.request_id,
        col(PersonRow.name).label("person"),
        col(RequestRow.address),
        col(RequestRow.state),
        *(_message[name] for name in ("mine", "at", "sender_name", "sender_address", "subject")),
        func.substr(_message.text, 1, LONGEST).label("text"),
    )
    .select_from(MessageRow)
    .join(RequestRow, col(RequestRow.id) == _message.request_id, isouter=True)
    .join(PersonRow, col(PersonRow.id) == col(RequestRow.person_id), isouter=True)
    .where(_message.id.in_(bindparam("ids", expanding=True)))
)
_VOCABULARY = text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words"
    " USING fts5vocab('main', 'messages_fts', 'instance')"
)
#: From word to word: the first place of each is enough, and no other is read.
_BEGUN = text(
    "WITH RECURSIVE begun(word) AS ("
    " SELECT (SELECT term FROM temp.words WHERE term >= :begin LIMIT 1) UNION ALL"
    " SELECT (SELECT term FROM temp.words WHERE term >= word || char(1) LIMIT 1) FROM begun"
    " WHERE word < :past)"
    " SELECT word FROM begun WHERE word >= :begin AND word < :past LIMIT :most"
)
_EMPTY = text("INSERT INTO messages_fts(messages_fts) VALUES ('delete-all')")
_FILL = text(
    "INSERT INTO messages_fts(rowid, subject, text, sender_name, sender_address)"
    " SELECT place, subject, text, sender_name, sender_address FROM messages_places ORDER BY place"
)
_OPTIMIZE = text("INSERT INTO messages_fts(messages_fts) VALUES ('optimize')")


def _value(row: Any) -> Hit:
    return Hit(
        id=row.id,
        request_id=row.request_id,
        person=row.person or row.address or "",
        state=row.state or "",
        mine=row.mine,
        at=row.at,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        subject=row.subject,
        text=row.text,
    )
