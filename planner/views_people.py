"""What the services answer with about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.views_today import PromiseView


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who wrote. Name and addresses are foreign text."""

    id: int
    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A page of people by name, those with the letters of `words`.

    `more`: others come behind the last one, whose number the next page is asked for with.
    """

    words: str
    people: tuple[PersonView, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class AddressView:
    """A way to reach a person; `medium` is mail, phone and the like."""

    medium: str
    address: str


@dataclass(frozen=True, slots=True)
class PauseView:
    """Why no automatic message goes to somebody now, as a sentence.

    `why`: "bounced" (until a moment), or the guard against loops: "address", "domain" or "all",
    which hold until the owner lifts them. `address` is "" for "all".
    """

    why: str
    address: str
    sentence: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TalkView:
    """A request on a person's page; `at` is when they last wrote, `promise` the one that stands."""

    request: int
    subject: str
    channel: str
    state: str
    at: datetime
    promise: PromiseView | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person that helps to answer them; the newest first.

    `language` is that of their newest words, "" while none were read. `more`: there are older
    conversations or promises than those shown; the search and the export have them.
    """

    id: int
    name: str
    addresses: tuple[AddressView, ...]
    channels: tuple[str, ...]
    language: str
    open: tuple[TalkView, ...]
    earlier: tuple[TalkView, ...]
    promises: tuple[PromiseView, ...]
    paused: tuple[PauseView, ...]
    more: bool = False


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
