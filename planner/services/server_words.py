"""What a channel's server should say by itself, in words (docs/away.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from planner.domain.covering import Says, Span, away_spans, hours_spans
from planner.domain.server_reply import AwayReply, ServerWord
from planner.locale.dates import clock, full_day
from planner.ports import AwayServer
from planner.services.context import Context
from planner.services.promising import live_since
from planner.services.wording import said_by_server
from planner.settings import ChannelSettings
from planner.store.unit import Unit

#: At most one reply a person in so many days: in an absence, and of the next window.
ONCE_AWAY, ONCE_HOURS = 7, 1


def wanted(
    unit: Unit, ctx: Context, channel: ChannelSettings, now: datetime, server: AwayServer
) -> tuple[Span, ...]:
    """When a channel's server should say something, and of what. Nothing in rehearsal (L-04)."""
    if live_since(unit) is None:
        return ()
    ctx.refresh(unit)
    absences = ctx.absences(unit, now)
    spans = away_spans(ctx.schedule, absences, now, ctx.policy.left)
    if channel.away_hours:
        spans += hours_spans(ctx.schedule, absences, now, ctx.policy.left, spans)
    ahead = sorted((span for span in spans if span.until > now), key=lambda span: span.since)
    if server.timeless:
        ahead = [span for span in ahead if span.since <= now]
    return tuple(ahead if server.several else ahead[:1])


def in_words(ctx: Context, channel: ChannelSettings, spans: Sequence[Span]) -> AwayReply | None:
    """The reply that says them; None for nothing."""
    if not spans:
        return None
    words = tuple(_word(ctx, channel, span) for span in spans)
    return AwayReply(words, tuple(sorted(ctx.me.addresses)))


def _word(ctx: Context, channel: ChannelSettings, span: Span) -> ServerWord:
    """A span in words, in the shop's language and in others that the settings name."""
    shop = ctx.settings.shop
    languages = dict.fromkeys((shop.language, *channel.away_languages))
    text = "\n\n".join(_text(ctx, span, language) for language in languages)
    days = ONCE_HOURS if span.says is Says.HOURS else ONCE_AWAY
    window = span.window.id if span.window else ""
    return ServerWord(span.since, span.until, "", text, span.due, span.name, days, window)


def _text(ctx: Context, span: Span, language: str) -> str:
    zone = ctx.settings.shop.zone
    slots = {"day": full_day(span.due, span.since, zone, language)}
    if span.back is not None:
        last = max(span.back - timedelta(hours=12), span.since)  # the last day away
        slots["until"] = full_day(last, span.since, zone, language)
    if span.window is not None:
        day = full_day(span.window.start, span.since, zone, language)
        hours = f"{clock(span.window.start, zone)}–{clock(span.window.end, zone)}"
        slots["hours"] = f"{day} {hours}"
    return said_by_server(ctx, span.says, language, slots)
