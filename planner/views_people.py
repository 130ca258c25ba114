"""What the services answer with about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who wrote. Name and addresses are foreign text."""

    id: int
    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasureView:
    """What erasing somebody takes away.

    `promised`: the last date they were told and still wait for. `copies`: files that the product
    made and that still hold everything.
    """

    person: PersonView
    messages: int
    promised: datetime | None
    copies: tuple[str, ...]
