"""Stories of the past are moved on by whole weeks; weekdays and wall times stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.story import parse
from planner.domain.time import to_local
from planner.domain.weeks import moved_on, weeks_later

ZONE = "Europe/Brussels"
STORY = f"""
[shop]
zone = "{ZONE}"
[[event]]
at = 2026-10-19T09:00:00+02:00
[[event]]
at = 2026-10-20T18:00:00+02:00
"""


def test_the_wall_time_stays_when_the_clock_changes():
    before = datetime.fromisoformat("2026-10-19T09:00:00+02:00")
    assert weeks_later(before, 1, ZONE) == datetime.fromisoformat("2026-10-26T09:00:00+01:00")


@given(st.integers(0, 365 * 24 * 60))
def test_a_story_begins_within_a_week_and_keeps_its_weekdays(minutes):
    since = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    story = parse(STORY, "story.toml")
    moved = moved_on(story, since)
    if story.events[0].at >= since:
        assert moved == story
        return
    assert since <= moved.events[0].at < since + timedelta(days=7, hours=1)
    for old, new in zip(story.events, moved.events, strict=True):
        a, b = to_local(old.at, ZONE), to_local(new.at, ZONE)
        assert (a.weekday, a.time) == (b.weekday, b.time)
