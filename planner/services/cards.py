"""Why a request stands where it stands on the desk, in a few words (A-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.promise import Kind, Promise
from planner.domain.request import Request
from planner.locale import gettext as _

SOON = timedelta(hours=24)


def here_because(
    request: Request,
    promise: Promise | None,
    now: datetime,
    *,
    today_ends: datetime,
    past_age: bool = False,
) -> str:
    """The reasons of the order that apply to one request, the strongest first.

    `past_age` says that it is past its target age (A-09) without a date.
    """
    reasons = []
    if promise is not None and promise.kind is Kind.ANSWER:
        reasons.append(_standing(promise.due, now, today_ends))
    elif past_age:
        reasons.append(_("here for more than an open day without a date"))
    if request.ready_to_buy:
        reasons.append(_("ready to buy"))
    hours = (now - request.opened_at) // timedelta(hours=1)
    if hours >= 1:
        reasons.append(_("arrived {hours} h ago").format(hours=hours))
    if request.written > 1:
        reasons.append(_("wrote again"))
    if request.errand:
        reasons.append(_("errand: {name}").format(name=request.errand))
    return ", ".join(reasons)


def _standing(due: datetime, now: datetime, today_ends: datetime) -> str:
    if due < now:
        return _("the date has passed")
    if due <= today_ends:
        return _("due today")
    return _("due soon") if due - now <= SOON else _("a date stands")
