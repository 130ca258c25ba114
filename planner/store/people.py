"""People and their addresses."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sql
from sqlmodel import Session, col, select

from planner.store.rows import rows
from planner.store.tables import AddressRow, PersonRow


class People:
    """Who writes, and how to reach them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, medium: str, address: str, name: str, now: datetime) -> int:
        """The person behind an address, made known if new; a first real name is remembered."""
        row = self._address(medium, address)
        if row is not None:
            person = self._session.get_one(PersonRow, row.person_id)
            if name and not person.name:
                person.name = name
            return row.person_id
        person = PersonRow(name=name, created_at=now)
        self._session.add(person)
        self._session.flush()
        assert person.id is not None
        self._session.add(AddressRow(person_id=person.id, medium=medium, address=address.lower()))
        self._session.flush()
        return person.id

    def name(self, person_id: int) -> str:
        """The name as the person wrote it (foreign text)."""
        return self._session.get_one(PersonRow, person_id).name

    def block(self, medium: str, address: str, until: datetime) -> None:
        """No automatic mail to this address until then (a permanent bounce)."""
        row = self._address(medium, address)
        if row is not None:
            row.blocked_until = until

    def blocked_until(self, medium: str, address: str) -> datetime | None:
        """Until when an address gets no automatic mail; None where nothing ever came back."""
        row = self._address(medium, address)
        return row.blocked_until if row else None

    def addresses(self, person_id: int, medium: str) -> frozenset[str]:
        """Every address of a person on a medium, in lower case."""
        query = select(AddressRow.address).where(
            AddressRow.person_id == person_id, AddressRow.medium == medium
        )
        return frozenset(self._session.exec(query))

    def blocked(self, now: datetime) -> frozenset[str]:
        """Addresses that get no automatic mail now."""
        return frozenset(address for (address,) in rows(self._session, _BLOCKED, now=now))

    def _address(self, medium: str, address: str) -> AddressRow | None:
        query = select(AddressRow).where(
            AddressRow.medium == medium, AddressRow.address == address.lower()
        )
        return self._session.exec(query).first()


_BLOCKED = sql.select(col(AddressRow.address)).where(
    col(AddressRow.blocked_until) > sql.bindparam("now")
)
