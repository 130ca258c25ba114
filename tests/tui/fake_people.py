"""The people of a front desk without a database, and what is kept about one of them."""

from __future__ import annotations

from datetime import UTC, datetime

from planner.errors import NotFound
from planner.views import Done
from planner.views_people import (
    AddressView,
    ErasureView,
    PeopleView,
    PersonPage,
    PersonView,
    TalkView,
)
from planner.views_today import PromiseView


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, 45, tzinfo=UTC)


def promise(number: int, request: int, subject: str, due: datetime, state: str) -> PromiseView:
    return PromiseView(request, "Inès Vandamme", subject, "answer", due, state, 0, "", id=number)


NAMES = ("Awa Sarr", "Inès Vandamme", "Jeanne Roux", "Léo Petit", "Marc Dujardin", "Tom Baker")
EVERYBODY = (
    PersonView(1, "", ("0470 12 34 56",)),
    PersonView(9, "Ali", ("ali",)),  # noted by hand
    *(
        PersonView(n, name, (f"{name.split()[0].lower()}@example.org",))
        for n, name in enumerate(NAMES, 2)
    ),
)
STANDING = promise(9, 1, "jupe verte, taille 40", _at(11, 24, 16), "standing")
PAGE = PersonPage(
    id=3,
    name="Inès Vandamme",
    addresses=(AddressView("mail", "ines@example.org"), AddressView("phone", "0470 98 76 54")),
    channels=("courrier", "boutique"),
    language="fr",
    open=(TalkView(1, "jupe verte, taille 40", "courrier", "open", _at(11, 23, 19), STANDING),),
    earlier=(
        TalkView(2, "échange d'une écharpe", "boutique", "answered", _at(10, 12, 9)),
        TalkView(3, "horaires de Noël", "courrier", "closed", _at(9, 30, 9)),
    ),
    promises=(
        STANDING,
        promise(5, 2, "échange d'une écharpe", _at(10, 13, 10), "kept"),
        promise(4, 3, "horaires de Noël", _at(10, 1, 10), "released"),
    ),
    paused=(),
)


class FakePeople:
    """The part of a desk that is about people; a page holds `at_most`."""

    everybody = EVERYBODY
    page = PAGE
    at_most = 500

    def _seen(self, *call) -> None: ...

    def people(self, words: str = "", after: int | None = None) -> PeopleView:
        self._seen("people", words, after)
        told = words.casefold().split()
        found = [
            one
            for one in self.everybody
            if all(
                any(word in said.casefold() for said in (one.name, *one.addresses)) for word in told
            )
        ]
        if after is not None:
            found = found[[one.id for one in found].index(after) + 1 :]
        return PeopleView(words, tuple(found[: self.at_most]), more=len(found) > self.at_most)

    def person(self, who: int | str) -> PersonPage:
        self._seen("person", who)
        if self.page.id not in [one.id for one in self.everybody]:
            raise NotFound("There is nobody with this number or address.")
        return self.page

    def erasure(self, who: str) -> ErasureView:
        self._seen("erasure", who)
        person = next(one for one in self.everybody if str(one.id) == who)
        copies = ("/home/camille/entracte.sqlite3.before-0007",)
        return ErasureView(person, 12, STANDING.due, copies)

    def erase_person(self, who: str) -> Done:
        self._seen("erase_person", who)
        self.everybody = tuple(one for one in self.everybody if str(one.id) != who)
        return Done("Erased: nothing here names them any more.")
