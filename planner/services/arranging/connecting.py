"""The connection test: each channel of the file is tried, over connections of its own."""

from __future__ import annotations

from dataclasses import replace

from planner.errors import ChannelError, NotFound
from planner.locale import gettext as _
from planner.ports import Receiver, Sender
from planner.services.context import Context
from planner.views_settings import ChannelTrial


def try_channel(ctx: Context, name: str) -> ChannelTrial:
    """Try a channel as the file has it. Raises NotFound; what does not work is a sentence.

    Slow: it waits for the other side as long as its timeouts allow.
    """
    ctx.own.follow()
    settings = replace(ctx.settings, channels=ctx.own.named)
    for each in ctx.connect(settings):
        if each.name == name:
            return tried(each)
    raise NotFound(_("There is no channel “{name}”.").format(name=name))


def tried(each: Receiver | Sender) -> ChannelTrial:
    """Whether a connection works, and what was found."""
    try:
        return ChannelTrial(each.name, True, each.check())
    except ChannelError as error:
        return ChannelTrial(each.name, False, str(error))
