"""People and their addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import col

from planner.store.rows import add, change, rows, run
from planner.store.tables import AddressRow, PersonRow


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
                change(self._connection, PersonRow, person, name=name)
            return int(person)
        person = add(self._connection, PersonRow, name=name, created_at=now)
        add(self._connection, AddressRow, person_id=person, medium=medium, address=address)
        return person

    def who(self, medium: str, address: str) -> int | None:
        """The person behind an address; None when nobody ever wrote from it."""
        found = rows(self._connection, _BEHIND, medium=medium, address=address.lower())
        return next((int(person) for person, _name in found), None)

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
