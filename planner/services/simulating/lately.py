"""Lately: the owner's own last days as a story, to be played again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner.domain.message import Incoming, Mailbox
from planner.domain.story import Story, StoryEvent, StoryMessage, StoryShop
from planner.domain.weeks import weeks_later
from planner.errors import NotPossible, WrongUse
from planner.locale import gettext as _
from planner.services.context import Context
from planner.store.calendar import Noted
from planner.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Lately:
    """A story of what came in `[since, until)`, with its messages as they came.

    Messages are moved on by whole weeks; the calendar is not.
    """

    story: Story
    since: datetime
    until: datetime
    messages: dict[str, Incoming]

    def read(self, event: StoryEvent) -> Incoming:
        """The message of an event."""
        assert event.message is not None
        return self.messages[event.message.id]


def lately(
    unit: Unit, ctx: Context, now: datetime, days: int, days_off: Sequence[date] = ()
) -> Lately:
    """The last days, with a diligent owner, moved on so far that days off lie inside them.

    Raises NotPossible when nothing came, WrongUse for a day off before them.
    """
    zone = ctx.settings.shop.zone
    since, weeks = now - timedelta(days=days), 0
    came = unit.messages.came(since, now)
    if not came:
        raise NotPossible(_("Nothing came in these days: there is nothing to play again."))
    # A day off needs a while after it, in which what it pushes is answered.
    tail = min(timedelta(days=7), timedelta(days=days) / 2)
    for day in days_off:
        begins, ends = ctx.bounds(day)
        while weeks_later(now, weeks, zone) < ends + tail and ends > now:
            weeks += 1
        if begins < weeks_later(since, weeks, zone):
            raise WrongUse(
                _("{day} does not lie in the days that are played again.").format(day=day),
                do=_("Ask for more of them with --days."),
            )
    since, until = weeks_later(since, weeks, zone), weeks_later(now, weeks, zone)
    messages: dict[str, Incoming] = {}
    events: list[StoryEvent] = []
    for number, (channel, message) in enumerate(came, start=1):
        at = weeks_later(message.received_at, weeks, zone)
        if channel not in ctx.media and _by_word_of_mouth(message):
            events.append(_noted_by_hand(channel, message, at, number))
            continue
        identity = f"{channel}:{message.foreign_id}"
        messages[identity] = replace(message, received_at=at, to=(_own(ctx, channel),))
        events.append(StoryEvent(at, number, StoryMessage(identity, via=channel)))
    events += _absences(unit.calendar.noted(), since, until)
    events.sort(key=lambda event: event.at)
    shop = StoryShop(zone=zone, name=ctx.settings.shop.name, owner="diligent")
    return Lately(Story("lately", shop, tuple(events)), since, until, messages)


def _own(ctx: Context, channel: str) -> Mailbox:
    return Mailbox(ctx.own_address(channel), ctx.settings.shop.name)


def _by_word_of_mouth(message: Incoming) -> bool:
    """Whether the owner noted it herself: then a name is all that is known of the sender."""
    return message.sender is not None and message.sender.address == message.sender.name


def _noted_by_hand(channel: str, message: Incoming, at: datetime, number: int) -> StoryEvent:
    """What somebody asked in the shop or on the telephone is noted by hand again."""
    person = message.sender.name or message.sender.address if message.sender else ""
    text = message.text or message.subject
    return StoryEvent(
        at, number, command=("add", f"--from={person or '?'}", f"--via={channel}", "--", text)
    )


def _absences(noted: Sequence[Noted], since: datetime, until: datetime) -> list[StoryEvent]:
    """The absences of these days, each noted when it was, with the end that is known by now."""
    events: list[StoryEvent] = []
    for one in noted:
        absence, at = one.absence, max(one.created_at, since)
        ended = absence.until is not None and absence.until <= at
        if ended or absence.since >= until or at >= until:
            continue
        words = ["away", absence.kind, f"--from={absence.since.isoformat()}"]
        if absence.until is not None:
            words.append(f"--until={absence.until.isoformat()}")
        events.append(StoryEvent(at, 0, command=tuple(words)))
    return events
