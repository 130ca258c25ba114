"""By hand: words that a network takes from no machine any more wait as cards for the owner."""

from __future__ import annotations

from planner.domain.networks import answer_until
from planner.domain.outbox import Letter, LetterState
from planner.errors import NotFound
from planner.locale import gettext as _
from planner.ports import Handover, Outcome
from planner.services.context import Context
from planner.services.delivering import record
from planner.store.unit import Unit
from planner.views import Done
from planner.views_away import ByHandView


def by_hand(ctx: Context) -> tuple[ByHandView, ...]:
    """The cards, soonest date first."""
    with ctx.store.read() as unit:
        views = [_view(unit, ctx, x) for x in unit.outbox.in_state(LetterState.BY_HAND)]
    return tuple(sorted(views, key=lambda view: (view.due is None, view.due, view.letter)))


def sent_by_hand(ctx: Context, letter_id: int) -> Done:
    """Note that the owner has sent a card's words: now its date holds. Raises NotFound."""
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        waiting = unit.outbox.in_state(LetterState.BY_HAND)
        letter = next((x for x in waiting if x.id == letter_id), None)
        if letter is None:
            raise NotFound(
                _("There is no card {id} to send by hand.").format(id=letter_id),
                do="entracte by-hand",
            )
        record(unit, ctx, letter, Outcome(Handover.SENT, "by hand"), now)
        unit.journal.act(now, "by hand", letter=letter.id)
    return Done(_("Noted as sent: the date holds."))


def _view(unit: Unit, ctx: Context, letter: Letter) -> ByHandView:
    request = unit.requests.get(letter.request_id)
    return ByHandView(
        letter=letter.id,
        request=letter.request_id,
        person=request.person,
        channel=letter.channel,
        subject=request.subject,
        text=letter.body,
        due=min((change.due for change in letter.changes), default=None),
        until=answer_until(ctx.media.get(letter.channel, ""), request.last_in_at),
        because=_("No automatic message may be sent there so long after the person's last one."),
    )
