"""People and their addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, select, text, update
from sqlmodel import col

from planner.domain.wanted import folded
from planner.store.rows import LARGEST, add, change, listed, rows, run
from planner.store.tables import AddressRow, PersonRow

#: Words that are looked for in a name or an address; what is typed beyond them is not read.
MOST_WORDS = 8
_LONGEST = 200  # characters of a name that decide its place


@dataclass(frozen=True, slots=True)
class Address:
    """A way to reach somebody. `blocked_until`: it gets no automatic mail before (L-03)."""

    medium: str
    address: str
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person, with the addresses they wrote from."""

    id: int
    name: str
    addresses: tuple[Address, ...]


def sorted_by(name: str, address: str) -> str:
    """Where a person stands in a list: by name, else by address; small letters, no accents."""
    return folded(name.strip() or address)[:_LONGEST]


class People:
    """Who writes, and how to reach them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, medium: str, address: str, name: str, now: datetime) -> int:
        """The person behind an address, made known if new; a first real name is remembered."""
        address = address.lower()
        found = rows(self._connection, _BEHIND, medium=medium, address=address)
        if found:
            person, known = found[0]
            if name and not known:
                given = {"name": name, "sorted_by": sorted_by(name, address)}
                change(self._connection, PersonRow, person, **given)
            return int(person)
        place = sorted_by(name, address)
        person = add(self._connection, PersonRow, name=name, created_at=now, sorted_by=place)
        add(self._connection, AddressRow, person_id=person, medium=medium, address=address)
        return person

    def who(self, medium: str, address: str) -> int | None:
        """The person behind an address; None when nobody ever wrote from it."""
        found = rows(self._connection, _BEHIND, medium=medium, address=address.lower())
        return next((int(person) for person, _name in found), None)

    def known(self, person_id: int) -> Known | None:
        """A person by number; None for nobody, and for who was erased."""
        found = rows(self._connection, _KNOWN, person=person_id) if person_id <= LARGEST else ()
        return next(iter(self._known(found)), None)

    def called(self, address: str) -> Known | None:
        """The person who writes from an address, on whichever medium; the first one known."""
        found = rows(self._connection, _CALLED, address=address.lower())
        return next(iter(self._known(found[:1])), None)

    def page(self, typed: str, after: int, most: int) -> tuple[Known, ...]:
        """People by name, at most so many, from behind the one numbered `after`; 0: the first.

        Every word typed is in the name or in an address; capitals and accents do not count.
        """
        words = typed.split()[:MOST_WORDS]
        given: dict[str, Any] = {"person": after, "most": most}
        for number, word in enumerate(words):
            given |= {f"name{number}": folded(word), f"address{number}": word.lower()}
        query = _page(len(words), further=after > 0)
        return self._known([(id_, name) for id_, name in rows(self._connection, query, **given)])

    def _known(self, found: Sequence[Any]) -> tuple[Known, ...]:
        """People with their addresses; who has none was erased."""
        ids = json.dumps([id_ for id_, _name in found])
        at: dict[int, list[Address]] = {id_: [] for id_, _name in found}
        for person, *address in rows(self._connection, _AT_ALL, ids=ids) if found else ():
            at[person].append(Address(*address))
        return tuple(Known(id_, name, tuple(at[id_])) for id_, name in found if at[id_])

    def name(self, person_id: int) -> str:
        """The name as the person wrote it (foreign text)."""
        return str(rows(self._connection, _NAME, person=person_id)[0][0])

    def block(self, medium: str, address: str, until: datetime) -> None:
        """No automatic mail to this address until then (a permanent bounce)."""
        run(self._connection, _BLOCK, in_medium=medium, at=address.lower(), blocked_until=until)

    def blocked_until(self, medium: str, address: str) -> datetime | None:
        """Until when an address gets no automatic mail; None where nothing ever came back."""
        given = {"medium": medium, "address": address.lower()}
        return next((until for (until,) in rows(self._connection, _UNTIL, **given)), None)

    def addresses(self, person_id: int, medium: str) -> frozenset[str]:
        """Every address of a person on a medium, in lower case."""
        found = rows(self._connection, _ADDRESSES, person=person_id, medium=medium)
        return frozenset(address for (address,) in found)

    def blocked(self, now: datetime) -> frozenset[str]:
        """Addresses that get no automatic mail now."""
        return frozenset(address for (address,) in rows(self._connection, _BLOCKED, now=now))


_MEDIUM = col(AddressRow.medium) == bindparam("medium")
_AT = (_MEDIUM, col(AddressRow.address) == bindparam("address"))
_BEHIND = (
    select(col(PersonRow.id), col(PersonRow.name))
    .join(AddressRow, col(AddressRow.person_id) == PersonRow.id)
    .where(*_AT)
)
_UNTIL = select(col(AddressRow.blocked_until)).where(*_AT)
_ADDRESSES = select(col(AddressRow.address)).where(
    col(AddressRow.person_id) == bindparam("person"), _MEDIUM
)
_NAME = select(col(PersonRow.name)).where(col(PersonRow.id) == bindparam("person"))
_BLOCK = update(AddressRow).where(
    col(AddressRow.medium) == bindparam("in_medium"), col(AddressRow.address) == bindparam("at")
)
_BLOCKED = select(col(AddressRow.address)).where(col(AddressRow.blocked_until) > bindparam("now"))
_WHO = (col(PersonRow.id), col(PersonRow.name))
_KNOWN = select(*_WHO).where(col(PersonRow.id) == bindparam("person"))
_CALLED = (
    select(*_WHO)
    .join(AddressRow, col(AddressRow.person_id) == PersonRow.id)
    .where(col(AddressRow.address) == bindparam("address"))
    .order_by(col(PersonRow.id))
)
_AT_ALL = (
    select(
        col(AddressRow.person_id),
        col(AddressRow.medium),
        col(AddressRow.address),
        col(AddressRow.blocked_until),
    )
    .where(col(AddressRow.person_id).in_(listed("ids")))
    .order_by(col(AddressRow.person_id), col(AddressRow.address))
)


@cache
def _page(words: int, *, further: bool) -> Executable:
    """A page of the list, walked along its index; nobody who was erased is on it."""
    where = ["EXISTS (SELECT 1 FROM addresses a WHERE a.person_id = p.id)"]
    if further:
        where.append("(p.sorted_by, p.id) > (SELECT sorted_by, id FROM people WHERE id = :person)")
    for number in range(words):
        at = f"a.person_id = p.id AND instr(a.address, :address{number})"
        in_address = f"EXISTS (SELECT 1 FROM addresses a WHERE {at})"
        where.append(f"(instr(p.sorted_by, :name{number}) OR {in_address})")
    return text(
        f"SELECT p.id, p.name FROM people p WHERE {' AND '.join(where)}"
        " ORDER BY p.sorted_by, p.id LIMIT :most"
    )
