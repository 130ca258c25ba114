"""How she is there: with a customer, so that nothing rings (J-01), and with what energy today."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.services.context import Context
from planner.services.policy.known import CUSTOMER, last_end
from planner.store.unit import Unit
from planner.views import Done

LONGEST = 30  # minutes


def with_customer(ctx: Context, minutes: int = LONGEST) -> Done:
    """Nothing rings for so many minutes; asked again while it runs, it ends.

    The end of a window stays where it is. Raises WrongUse for more than thirty minutes.
    """
    if not 1 <= minutes <= LONGEST:
        raise WrongUse(_("From 1 to {most} minutes.").format(most=LONGEST))
    now = ctx.clock.now()
    with ctx.store.write() as unit:
        if until := customer_until(unit, now):
            unit.journal.forget(CUSTOMER, until.isoformat())
            return Done(_("As usual again."))
        unit.journal.once(CUSTOMER, (now + timedelta(minutes=minutes)).isoformat(), now)
    said = _("Nothing rings for {minutes} minutes. The window's end stays where it is.")
    return Done(said.format(minutes=minutes))


def check_in(ctx: Context, energy: int) -> Done:
    """Note the day's energy, 1 to 5: the policy's table reads it. Raises WrongUse."""
    if energy not in range(1, 6):
        raise WrongUse(_("Energy goes from 1 to 5."))
    now = ctx.clock.now()
    day = ctx.day(now)
    with ctx.store.write() as unit:
        unit.calendar.check_in(day, energy)
        unit.journal.act(now, "checkin", day=day, energy=energy)
    return Done(_("Noted."))


def customer_until(unit: Unit, now: datetime) -> datetime | None:
    """Until when she is with a customer; None when she is not."""
    kept = unit.journal.keys(CUSTOMER, now - timedelta(hours=1))
    return last_end(kept, now)
