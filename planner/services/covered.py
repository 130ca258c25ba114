"""What each channel says while the machine is off, in a sentence for the owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from planner.domain.server_reply import Cover, from_json
from planner.locale import gettext as _
from planner.locale.dates import full_day
from planner.settings import ChannelSettings, Settings
from planner.views_today import CoverView

#: Channels on which people write by themselves.
RECEIVING = ("imap", "maildir")


def cover_views(
    settings: Settings, servers: Mapping[str, tuple[Cover, str, str]], now: datetime
) -> tuple[CoverView, ...]:
    """One view a channel; `servers` has state, wanted reply and problem of those known."""
    return tuple(_view(settings, channel, servers, now) for channel in _own(settings.channels))


def _own(channels: Iterable[ChannelSettings]) -> Iterable[ChannelSettings]:
    return (channel for channel in channels if channel.kind in RECEIVING)


def _view(
    settings: Settings,
    channel: ChannelSettings,
    servers: Mapping[str, tuple[Cover, str, str]],
    now: datetime,
) -> CoverView:
    if not channel.away:
        return CoverView(channel.name, "none", _("While the computer is off, nothing answers."))
    state, wanted, problem = servers.get(channel.name, (Cover.NOTHING, "", ""))
    if problem:
        return CoverView(channel.name, state, problem)
    reply = from_json(wanted) if state is Cover.SAYS else None
    word = reply.word_at(now) if reply else None
    if word is not None:
        day = full_day(word.due, now, settings.shop.zone, settings.shop.language)
        said = _(
            "The mail server answers by itself, also while the computer is off: news on {day}."
        )
        return CoverView(channel.name, state, said.format(day=day), word.due)
    if reply is not None and reply.words and reply.words[0].since > now:
        day = full_day(reply.words[0].since, now, settings.shop.zone, settings.shop.language)
        said = _("The mail server will answer by itself from {day} on.").format(day=day)
        return CoverView(channel.name, state, said)
    return CoverView(channel.name, state, _SENTENCES[state]())


_SENTENCES = {
    Cover.NOTHING: lambda: _("The mail server is ready to answer by itself in an absence."),
    Cover.SETTING: lambda: _("The mail server is being given its answer."),
    Cover.SAYS: lambda: _("The mail server answers by itself when it should."),
    Cover.TAKING: lambda: _("The mail server is being given back what it said before."),
    Cover.ELSEWHERE: lambda: _("Another program changed what the mail server says."),
    Cover.REFUSED: lambda: _("This mail server cannot answer by itself."),
}
