"""Appearing: whether notifications are seen, those of today, and one to try."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from planner.domain.notification import UNSEEN, Notification, Showing, State
from planner.locale import gettext as _
from planner.services import notify_words as words
from planner.services.context import Context
from planner.services.policy.known import CUSTOMER
from planner.store.unit import Unit
from planner.views_notify import NotificationsView, NotificationTrial, ToldView

_EVER = datetime.min.replace(tzinfo=UTC)


def shown(ctx: Context, showing: Showing) -> None:
    """Remember why notifications do not appear, until one does; written only when that changes."""
    now = ctx.clock.now()
    why = str(showing.why) if showing.state is State.NOT else ""
    with ctx.store.read() as unit:
        known = unit.journal.keys(UNSEEN, _EVER)
    if known == ((why,) if why else ()):
        return
    with ctx.store.write() as unit:
        for other in known:
            unit.journal.forget(UNSEEN, other)
        if why:
            unit.journal.once(UNSEEN, why, now)


def unseen_since(unit: Unit, since: datetime) -> str:
    """Why notifications do not appear, if that began then or later; "" otherwise."""
    return next(iter(unit.journal.keys(UNSEEN, since)), "")


def unseen(ctx: Context) -> str:
    """Why notifications do not appear, as a sentence; "" while they do."""
    with ctx.store.read() as unit:
        why = unseen_since(unit, _EVER)
    return words.unseen(why) if why else ""


def try_one(ctx: Context) -> NotificationTrial:
    """Show one now, whatever the hour: she asked for it. Not counted, nothing is remembered."""
    one = Notification("trial", "", _("Entracte"), _("This is how a notification looks."))
    return words.trial(ctx.notifier.try_now(one))


def told_today(ctx: Context) -> NotificationsView:
    """The notifications of the working day, told and held, and whether they appear."""
    begins = ctx.bounds(ctx.day(ctx.clock.now()))[0]
    with ctx.store.read() as unit:
        told = tuple(sorted(_told(unit, ctx, begins), key=lambda one: one.at))
        why = unseen_since(unit, _EVER)
        since = unit.journal.when(UNSEEN, why) if why else None
    if not why:
        return NotificationsView(told)
    return NotificationsView(told, words.unseen(why), words.what_to_do(why), since)


def _told(unit: Unit, ctx: Context, begins: datetime) -> Iterator[ToldView]:
    for event in unit.journal.happened_since("notification.sent", begins):
        data = event.data
        yield ToldView(event.at, data["kind"], data["text"], data.get("body", ""))
    for event in unit.journal.happened_since("notification.held", begins):
        rule = event.data["reason"]
        yield ToldView(event.at, event.data["kind"], held=_because(ctx, rule), rule=rule)


def _because(ctx: Context, name: str) -> str:
    """What held a notification back, as a sentence; a rule that is gone by its name."""
    if name == CUSTOMER:
        return _("You were with a customer.")
    rule = ctx.policy.rules.by_name.get(name)
    return rule.say.text(ctx.settings.shop.language) if rule else name
