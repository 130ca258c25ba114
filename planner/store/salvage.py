"""What happened after a copy was made, taken over from the file that the copy replaces.

A copy does not know which words left since then, and would say them once more. So the
conversations in which something was said or done since are taken as the newer file has them, and so
are new ones: what was noted by hand is in no mailbox. Of a damaged file it is what can be read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.store.migrate import HEAD, stamped
from planner.store.problems import sound, told

#: Letters in these states have never left.
_UNSAID = ("rehearsed", "cancelled")
#: The owner's calendar and what servers say: they hold now, whatever day the copy is of.
_NOW = ("absences", "special_days", "checkins", "away_servers", "server_words")
#: What marks only the process or the file that wrote it.
_OWN_MARKS = ("live", "holder", "sweep", "restored", "backup")
#: The rows of a conversation, in the order in which they may be written.
_PARTS = ("outbox", "messages", "promises", "events")
_BY_REQUEST = "SELECT * FROM {table} WHERE request_id = ? ORDER BY id"


@dataclass(frozen=True, slots=True)
class Since:
    """What was taken over: letters that left since the copy, conversations, messages.

    `gone`: requests that are newer than the copy and could not be taken over.
    `erased`: somebody was erased since, and is in the copy.
    `whole`: the newer file could be read and is not damaged, so nothing that was said is missing.
    """

    whole: bool = False
    letters: int = 0
    requests: int = 0
    messages: int = 0
    gone: int = 0
    erased: bool = False


def take_over(copy: Path, present: Path) -> Since:
    """Write into `copy` what happened since; `present` is only read.

    Both are of this version. A file of another shop, or one that cannot be read, brings nothing.
    Raises StoreError when `copy` cannot be written.
    """
    try:
        return _take_over(copy, present)
    except sqlite3.Error as error:  # damage of the newer file has been dealt with
        raise told(error, str(present)) from error


def _take_over(copy: Path, present: Path) -> Since:
    with closing(sqlite3.connect(copy, isolation_level=None)) as new, _reader(present) as old:
        if old is None or not _same_shop(new, old):
            return Since()
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        found = _Salvage(new, old).run()
        if new.execute("PRAGMA foreign_key_check").fetchone():  # parts that do not fit together
            new.execute("ROLLBACK")
            return Since()
        new.execute("COMMIT")
        return found


@contextmanager
def _reader(present: Path) -> Iterator[sqlite3.Connection | None]:
    """The newer file, None when nothing at all can be read of it."""
    try:
        if not present.is_file() or stamped(present) != HEAD:
            yield None
            return
    except sqlite3.Error:
        yield None
        return
    with closing(sqlite3.connect(f"{present.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def _same_shop(new: sqlite3.Connection, old: sqlite3.Connection) -> bool:
    first = "SELECT at, event, data FROM events WHERE id = (SELECT min(id) FROM events)"
    try:
        known = old.execute(first).fetchone()
    except sqlite3.DatabaseError:
        return True  # damaged there; it stood in this shop's place
    return bool(known and known == new.execute(first).fetchone())


class _Unreadable(Exception):
    """The newer file does not give what was asked, or not what it can have held."""


class _Salvage:
    def __init__(self, new: sqlite3.Connection, old: sqlite3.Connection) -> None:
        self._new, self._old = new, old
        self._whole = _sound(old)
        tables = ("people", "addresses", "requests", *_PARTS, *_NOW, "occurrences", "owner_actions")
        self._columns = {
            name: [row[1] for row in new.execute(f"PRAGMA table_info({name})")] for name in tables
        }
        self._before: dict[str, int] = {
            name: new.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]
            for name in tables
            if "id" in self._columns[name]
        }

    def run(self) -> Since:
        letters, talked = self._talked()
        named = talked | self._happened()
        lived = {number for number in named if isinstance(number, int)}
        self._whole &= lived == named
        messages = sum(map(self._conversation, sorted(lived)))
        for name in _NOW:
            self._as_now(name)
        erased = self._marks()
        there = {number for (number,) in self._new.execute("SELECT id FROM requests")}
        gone = len(self._newer("requests", "id") - there)
        return Since(self._whole, letters, len(lived), messages, gone, erased)

    def _talked(self) -> tuple[int, set[Any]]:
        """Requests in which something was said since the copy, and how many letters left."""
        known = dict(self._new.execute("SELECT id, state || message_id FROM outbox"))
        query = "SELECT id, state, message_id, request_id, changes FROM outbox"
        talked: set[Any] = set()
        left = 0
        for number, state, mark, request, changes in self._rows("outbox", query):
            if known.get(number) == f"{state}{mark}" or (number not in known and state in _UNSAID):
                continue
            left += state in ("sent", "perhaps", "handing over")
            talked |= {request, *self._changed(changes)}
        return left, talked

    def _happened(self) -> set[Any]:
        """Requests that are new, or of which something newer is written down: no mailbox tells what
        was noted by hand, promised aloud or done.
        """
        return (
            self._newer("requests", "id")
            | self._newer("messages", "request_id")
            | self._newer("events", "request_id")
        )

    def _newer(self, table: str, column: str) -> set[Any]:
        query, first = f"SELECT {column} FROM {table}", self._before[table] + 1
        return {value for (value,) in self._rows(table, query, first) if value is not None}

    def _changed(self, changes: Any) -> set[int]:
        """The requests that a letter changes; none where the text is garbled."""
        try:
            return {int(change[0]) for change in json.loads(changes)}
        except (ValueError, TypeError, LookupError):
            self._whole = False
            return set()

    def _conversation(self, request: int) -> int:
        """One request as the newer file has it; returns how many messages are new with it.

        All of it or nothing.
        """
        with self._all_or_nothing():
            found = self._read("SELECT * FROM requests WHERE id = ?", request)
            if not found:
                raise _Unreadable
            parts = {
                table: self._read(_BY_REQUEST.format(table=table), request) for table in _PARTS
            }
            self._person(found[0][self._columns["requests"].index("person_id")])
            for table in reversed(_PARTS[:-1]):  # what happened is never taken back
                self._new.execute(f"DELETE FROM {table} WHERE request_id = ?", (request,))
            self._new.execute("DELETE FROM requests WHERE id = ?", (request,))
            parts["events"] = [row for row in parts["events"] if self._is_new("events", row)]
            self._write("requests", found)
            for table in _PARTS:
                self._write(table, parts[table])
            return sum(self._is_new("messages", row) for row in parts["messages"])
        return 0

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """What cannot be read leaves this part as the copy has it."""
        self._new.execute("SAVEPOINT part")
        try:
            yield
        except _Unreadable:
            self._whole = False
            self._new.execute("ROLLBACK TO part")
        self._new.execute("RELEASE part")

    def _is_new(self, table: str, row: Sequence[Any]) -> bool:
        return bool(row[0] > self._before[table])  # the id is the first column of every table

    def _person(self, person: int) -> None:
        if self._new.execute("SELECT 1 FROM people WHERE id = ?", (person,)).fetchone() is None:
            self._write("people", self._read("SELECT * FROM people WHERE id = ?", person))
        found = self._read("SELECT * FROM addresses WHERE person_id = ?", person)
        self._write("addresses", found, "OR IGNORE")

    def _as_now(self, table: str) -> None:
        with self._all_or_nothing():
            found = self._read(f"SELECT * FROM {table}")
            self._new.execute(f"DELETE FROM {table}")
            self._write(table, found)

    def _marks(self) -> bool:
        """What happened once: windows that opened, notifications shown; whether mail was erased."""
        first = self._before["occurrences"] + 1
        query = "SELECT kind, key, at FROM occurrences"
        new = [row for row in self._rows("occurrences", query, first) if row[0] not in _OWN_MARKS]
        insert = "INSERT OR IGNORE INTO occurrences (kind, key, at) VALUES (?, ?, ?)"
        self._new.executemany(insert, new)
        with suppress(_Unreadable):
            if not self._read("SELECT 1 FROM occurrences WHERE kind = 'live'"):
                self._new.execute("DELETE FROM occurrences WHERE kind = 'live'")
        return any(kind == "erased" for kind, _key, _at in new)

    def _write(self, table: str, found: Sequence[Sequence[Any]], how: str = "") -> None:
        places = ", ".join("?" * len(self._columns[table]))
        try:
            self._new.executemany(f"INSERT {how} INTO {table} VALUES ({places})", found)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError) as error:  # no such row was made
            raise _Unreadable from error

    # Reading what may be damaged

    def _read(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        try:
            return self._old.execute(query, given).fetchall()
        except sqlite3.DatabaseError as error:
            raise _Unreadable from error

    def _rows(self, table: str, query: str, first: int = 1) -> list[tuple[Any, ...]]:
        """The rows from a number on; those on damaged pages are passed over."""
        try:
            ((last,),) = self._read(f"SELECT max(id) FROM {table}")
        except _Unreadable:
            self._whole = False
            return []
        return self._between(f"{query} WHERE id BETWEEN ? AND ?", first, last or 0)

    def _between(self, query: str, first: int, last: int) -> list[tuple[Any, ...]]:
        if first > last:
            return []
        try:
            return self._read(query, first, last)
        except _Unreadable:
            self._whole = False
            if first == last:
                return []
        middle = (first + last) // 2
        return self._between(query, first, middle) + self._between(query, middle + 1, last)


def _sound(connection: sqlite3.Connection) -> bool:
    try:
        return sound(connection)
    except sqlite3.DatabaseError:
        return False
