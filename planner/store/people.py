"""People and their addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from planner.store.rows import add, change, rows, run
from planner.store.tables import AddressRow, PersonRow


class People:
    """Who writes, and how to reach them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, medium: str, address: str, name: str, now: datetime) -> int:
        """The person behind an address, made known if new; a first real name is remembered."""
        address = address.lower()
        found = rows(self._session, _BEHIND, medium=medium, address=address)
        for person_id, known in found:
            if name and not known:
                change(self._session, PersonRow, person_id, name=name)
            return int(person_id)
        person = add(self._session, PersonRow, name=name, created_at=now)
        add(self._session, AddressRow, person_id=person, medium=medium, address=address)
        return person

    def name(self, person_id: int) -> str:
        """The name as the person wrote it (foreign text)."""
        return str(rows(self._session, _NAME, person=person_id)[0][0])

    def block(self, medium: str, address: str, until: datetime) -> None:
        """No automatic mail to this address until then (a permanent bounce)."""
        run(self._session, _BLOCK, in_medium=medium, at=address.lower(), blocked_until=until)

    def blocked(self, now: datetime) -> frozenset[str]:
        """Addresses that get no automatic mail now."""
        return frozenset(address for (address,) in rows(self._session, _BLOCKED, now=now))


_BEHIND = (
    select(col(PersonRow.id), col(PersonRow.name))
    .join(AddressRow, col(AddressRow.person_id) == PersonRow.id)
    .where(
        col(AddressRow.medium) == bindparam("medium"),
        col(AddressRow.address) == bindparam("address"),
    )
)
_NAME = select(col(PersonRow.name)).where(col(PersonRow.id) == bindparam("person"))
_BLOCK = update(AddressRow).where(
    col(AddressRow.medium) == bindparam("in_medium"), col(AddressRow.address) == bindparam("at")
)
_BLOCKED = select(col(AddressRow.address)).where(col(AddressRow.blocked_until) > bindparam("now"))
