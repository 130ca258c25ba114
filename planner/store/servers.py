"""What mail servers say by themselves: what is wanted there, what was left, what was said when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlmodel import col

from planner.domain.server_reply import Cover, ServerWord
from planner.store.rows import add, rows, run, table
from planner.store.tables import AwayServerRow, ServerWordRow


@dataclass(frozen=True, slots=True)
class Server:
    """How things stand with a channel's server; `left` and `before` are marks of AwayState."""

    channel: str
    state: Cover = Cover.NOTHING
    wanted: str = ""
    left: str = ""
    before: str = ""
    looked_at: datetime | None = None
    failures: int = 0
    next_try_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word that a server had, and from when to when; `marks`: the mail it answered is marked."""

    word: ServerWord
    marks: bool


class Servers:
    """The servers' own replies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, channel: str) -> Server:
        """How things stand with a channel's server."""
        found = rows(self._connection, _KNOWN, name=channel)
        return _server(found[0]) if found else Server(channel)

    def every(self) -> tuple[Server, ...]:
        """All of them."""
        return tuple(map(_server, rows(self._connection, _EVERY)))

    def note(self, channel: str, **fields: Any) -> None:
        """Write down how things stand now."""
        if not run(self._connection, _NOTE, name=channel, **fields):
            add(self._connection, AwayServerRow, channel=channel, **fields)

    def silent(self, channel: str, at: datetime) -> None:
        """From then on it says nothing of what it said."""
        run(self._connection, _UNSAID, whose=channel, at=at)
        run(self._connection, _ENDED, whose=channel, at=at)

    def says(self, channel: str, word: ServerWord, *, marks: bool) -> None:
        """A word that it has from now on."""
        add(
            self._connection,
            ServerWordRow,
            channel=channel,
            since=word.since,
            until=word.until,
            due=word.due,
            name=word.name,
            subject=word.subject,
            text=word.text,
            days=word.days,
            window=word.window,
            marks=marks,
        )

    def word_at(self, channel: str, at: datetime) -> SaidWord | None:
        """What mail that came then was told; of two the later one."""
        found = rows(self._connection, _WORD, whose=channel, at=at)
        if not found:
            return None
        since, until, subject, text, due, name, days, window, marks = found[0]
        return SaidWord(ServerWord(since, until, subject, text, due, name, days, window), marks)


def _server(row: Any) -> Server:
    channel, state, *rest = row
    return Server(channel, Cover(state), *rest)


_EVERY = select(*table(AwayServerRow).c).order_by(col(AwayServerRow.channel))
_OF = col(AwayServerRow.channel) == bindparam("name")
_KNOWN = select(*table(AwayServerRow).c).where(_OF)
_NOTE = update(AwayServerRow).where(_OF)
_WORDS = col(ServerWordRow.channel) == bindparam("whose")
_UNSAID = delete(ServerWordRow).where(_WORDS, col(ServerWordRow.since) >= bindparam("at"))
_LASTS = or_(col(ServerWordRow.until).is_(None), col(ServerWordRow.until) > bindparam("at"))
_ENDED = update(ServerWordRow).where(_WORDS, _LASTS).values(until=bindparam("at"))
_WORD = (
    select(
        col(ServerWordRow.since),
        col(ServerWordRow.until),
        col(ServerWordRow.subject),
        col(ServerWordRow.text),
        col(ServerWordRow.due),
        col(ServerWordRow.name),
        col(ServerWordRow.days),
        col(ServerWordRow.window),
        col(ServerWordRow.marks),
    )
    .where(_WORDS, col(ServerWordRow.since) <= bindparam("at"), _LASTS)
    .order_by(col(ServerWordRow.id).desc())
    .limit(1)
)
