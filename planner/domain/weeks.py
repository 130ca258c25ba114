"""Weeks: moving what happened on by whole weeks, so that every weekday stays what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from planner.domain.story import Story
from planner.domain.time import instant, to_local


def weeks_later(at: datetime, weeks: int, zone: str) -> datetime:
    """The same weekday and wall time, that many weeks later, in UTC."""
    if not weeks:
        return at
    local = to_local(at, zone)
    return instant(local.date + timedelta(weeks=weeks), local.time, zone)


def moved_on(story: Story, since: datetime) -> Story:
    """The story itself when it begins at `since` or later, else moved on by the fewest weeks."""
    zone, weeks = story.shop.zone, 0
    if story.events and story.events[0].at < since:
        weeks = -(-(since - story.events[0].at) // timedelta(weeks=1))
        while weeks_later(story.events[0].at, weeks, zone) < since:
            weeks += 1  # the clock changed in between
    if not weeks:
        return story
    events = tuple(replace(e, at=weeks_later(e.at, weeks, zone)) for e in story.events)
    return replace(story, events=events)
