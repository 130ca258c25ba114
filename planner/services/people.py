"""People: what is kept about somebody, handed out or erased when they ask for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from planner.domain.outbox import LetterState
from planner.domain.promise import Standing
from planner.errors import NotFound, NotPossible
from planner.locale import gettext as _
from planner.services.backing_up import start_anew
from planner.services.context import Context
from planner.services.erased import remember
from planner.store.people import Known
from planner.store.unit import Unit
from planner.views import Done
from planner.views_people import ErasureView, PeopleView, PersonView

#: So many people are on a page.
MOST = 500
_SWEEP, _WANTED = "sweep", "wanted"


def everybody(ctx: Context, words: str = "", after: int | None = None) -> PeopleView:
    """A page of everybody who ever wrote, or of those with these letters in a name or an address.

    It begins behind the person with the number `after`.
    """
    with ctx.store.read() as unit:
        known = unit.people.page(words, after or 0, MOST + 1)
    return PeopleView(words, tuple(map(_view, known[:MOST])), more=len(known) > MOST)


def export(ctx: Context, who: str) -> dict[str, Any]:
    """Every row about a person, by table. Raises NotFound."""
    with ctx.store.read() as unit:
        return unit.dossier.person(find(unit, who).id)


def erasure(ctx: Context, who: str) -> ErasureView:
    """What `erase` would take away, so that she can think again. Raises NotFound."""
    with ctx.store.read() as unit:
        known = find(unit, who)
        kept = unit.dossier.person(known.id)
        waiting = [row for row in kept["promises"] if row["state"] == Standing.STANDING]
    return ErasureView(
        _view(known),
        messages=len(kept["messages"]),
        promised=max((row["due"] for row in waiting), default=None),
        copies=tuple(str(path) for path in _copies(Path(ctx.store.where))),
    )


def erase(ctx: Context, who: str) -> Done:
    """Forget a person for good: names, addresses, words. Raises NotFound, NotPossible.

    What stays are numbers without a name: how much was answered when. A mail of theirs that is
    found again, in the mailbox or in an archive, is not taken in; a new one is.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        known = find(unit, who)
        _no_letter_in_hand(unit, known)
        for request in unit.requests.of(known.id):
            _release(unit, request.id, now)
        for mark in sorted(unit.dossier.marks(known.id)):
            remember(unit, mark, now)
        unit.dossier.erase(known.id, now)
        unit.search.rebuild()
        unit.journal.act(now, "erase")
        unit.journal.once(_SWEEP, _WANTED, now)
    if not sweep(ctx):
        return Done(_("Erased. The file is cleaned as soon as nothing else uses it."))
    return Done(_("Erased: nothing here names them any more."))


def sweep(ctx: Context) -> bool:
    """Clean the file of what was erased, where that is still to be done; False while it is in use.

    The end of the program or another process may come between erasing and cleaning: every tick
    tries again.
    """
    with ctx.store.read() as unit:
        if not unit.journal.has(_SWEEP, _WANTED):
            return True
    if not ctx.store.sweep() or not start_anew(ctx):
        return False
    with ctx.store.write() as unit:
        unit.journal.forget(_SWEEP, _WANTED)
    return True


def _release(unit: Unit, request_id: int, now: datetime) -> None:
    """Nobody is left to whom a date could be kept."""
    told = unit.promises.standing().get(request_id)
    if told is not None:
        unit.promises.end(told.id, Standing.RELEASED, now)


def _no_letter_in_hand(unit: Unit, known: Known) -> None:
    if any(x.person_id == known.id for x in unit.outbox.in_state(LetterState.HANDING_OVER)):
        raise NotPossible(
            _("A message to this person is leaving at this moment."), do=_("Try again in a minute.")
        )


def _view(known: Known) -> PersonView:
    return PersonView(known.id, known.name, tuple(one.address for one in known.addresses))


def find(unit: Unit, who: str) -> Known:
    """By number, or by one of the addresses. Raises NotFound."""
    wanted = who.strip()
    known = unit.people.known(int(wanted)) if wanted.isdecimal() else None
    known = known or unit.people.called(wanted)
    if known is not None:
        return known
    raise NotFound(
        _("There is nobody with this number or address."), do=_("See `entracte people list`.")
    )


def _copies(database: Path) -> list[Path]:
    """Copies of the database that still hold everything: an upgrade leaves one."""
    return sorted(database.parent.glob(f"{database.name}.before-*"))
