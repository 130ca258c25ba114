"""The outbox in the owner's hands: what has not surely arrived, sent again on purpose or let go."""

from __future__ import annotations

from datetime import datetime

from planner.domain.outbox import AGAIN, OWN, Letter, LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.promising import cancel, live_since
from planner.services.today import LEDGER_DAYS
from planner.services.undelivered import ENDS
from planner.store.unit import Unit
from planner.views import Done, LetterView

_SHOWN = (
    LetterState.QUEUED,
    LetterState.HANDING_OVER,
    LetterState.FAILED,
    LetterState.PERHAPS,
)


def outbox(ctx: Context) -> tuple[LetterView, ...]:
    """What waits, what did not arrive and what perhaps did, oldest first.

    What nobody decided about is not shown for ever: only as long as the ledger shows what ended.
    """
    since = ctx.clock.now() - LEDGER_DAYS
    with ctx.store.read() as unit:
        letters = [x for x in unit.outbox.in_state(*_SHOWN) if _concerns(x, since)]
        ids = sorted({letter.request_id for letter in letters})
        people = {request.id: request.person for request in unit.requests.some(ids)}
    return tuple(_view(letter, people[letter.request_id]) for letter in letters)


def _concerns(letter: Letter, since: datetime) -> bool:
    waits = letter.state in (LetterState.QUEUED, LetterState.HANDING_OVER)
    return waits or (letter.sent_at or letter.created_at) >= since


def _view(letter: Letter, person: str) -> LetterView:
    waits = letter.state is LetterState.QUEUED
    return LetterView(
        id=letter.id,
        request=letter.request_id,
        person=person,
        to=letter.to_address,
        subject=letter.subject,
        state=letter.state,
        automatic=letter.automatic,
        written_at=letter.created_at,
        leaves_at=letter.not_before if waits else None,
        tries=letter.tries,
        reason=letter.detail,
    )


def resend(ctx: Context, letter_id: int) -> Done:
    """Send once more, with the same Message-ID, what did not arrive or perhaps did.

    Raises NotFound; NotPossible for what left, waits, or would say a date that holds no more.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        letter = unit.outbox.find(letter_id)
        _check(unit, letter, now)
        perhaps = letter.state is LetterState.PERHAPS
        unit.outbox.change(
            letter.id,
            state=LetterState.QUEUED,
            not_before=now,
            tries=0,
            reason=AGAIN if perhaps else "owner",
        )
        if not perhaps and not letter.changes:
            request = unit.requests.get(letter.request_id)
            unit.requests.move(request, ENDS[letter.purpose], now)
        unit.journal.act(now, "resend", letter=letter.id)
    if perhaps:
        return Done(_("It is sent once more; the person may have it twice."))
    return Done(_("It is sent once more."))


def _check(unit: Unit, letter: Letter, now: datetime) -> None:
    """Whether sending a letter once more can do no harm; raises NotPossible."""
    if letter.state not in (LetterState.PERHAPS, LetterState.FAILED):
        raise NotPossible(_("This message has left, or waits to leave: nothing to send again."))
    if any(change.due <= now for change in letter.changes):
        raise NotPossible(
            _("The date in this message has passed."), do=_("Write a new answer instead.")
        )
    if letter.state is LetterState.FAILED:
        _check_failed(unit, letter)
    elif letter.automatic and not (live_since(unit) and _stands(unit, letter)):
        raise NotPossible(
            _("What this message says holds no more."), do=_("Write to the person yourself.")
        )


def _check_failed(unit: Unit, letter: Letter) -> None:
    if letter.automatic:
        raise NotPossible(
            _("An automatic message is not sent again where it did not arrive."),
            do=_("Write to the person yourself."),
        )
    if letter.purpose not in OWN or unit.requests.get(letter.request_id).state is not State.OPEN:
        raise NotPossible(
            _("The request of this message has ended."),
            do=_("See `entracte why {id}`.").format(id=letter.request_id),
        )


def _stands(unit: Unit, letter: Letter) -> bool:
    """Whether every date that a letter says is still the one that holds."""
    carried = [unit.promises.carried_by(letter.id, c.request_id) for c in letter.changes]
    return all(one is not None and one.state is Standing.STANDING for one in carried)


def drop(ctx: Context, letter_id: int) -> Done:
    """Let go of what waits or did not arrive; the request stays open. Raises NotFound, NotPossible.

    An automatic message that waits is the plan's own: it would be written anew.
    """
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        letter = unit.outbox.find(letter_id)
        own = not letter.automatic or letter.reason == AGAIN
        waits = letter.state is LetterState.QUEUED and own
        if not waits and letter.state is not LetterState.FAILED:
            raise NotPossible(
                _(
                    "Only your own messages that have not left, and those that were not"
                    " delivered, can go."
                )
            )
        if waits:
            _take_back(unit, letter, now)
        else:
            unit.outbox.change(letter.id, state=LetterState.CANCELLED)
        unit.journal.act(now, "drop", letter=letter.id)
    return Done(_("Let go. The request stays open until you answer it."))


def _take_back(unit: Unit, letter: Letter, now: datetime) -> None:
    """Words of hers that have not left: the request waits again."""
    cancel(unit, letter)
    if letter.reason == AGAIN:
        return
    request = unit.requests.get(letter.request_id)
    if request.state is ENDS.get(letter.purpose) and not letter.changes:
        unit.requests.move(request, State.OPEN, now)
