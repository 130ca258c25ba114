"""The only place where the time is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

#: No clock is right that says less: this version did not exist then.
MADE = datetime(2026, 11, 1, tzinfo=UTC)


#: Seconds by which the clock is elsewhere than it should be: a sleep, or it was set.
MOVED = 60.0


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()


class StoryClock:
    """A clock that stands still until somebody moves it: stories, the demo, tests."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """The story's instant."""
        return self._now

    def monotonic(self) -> float:
        """Seconds of story time passed so far."""
        return self._elapsed

    def move_to(self, at: datetime) -> None:
        """Go to an instant; a story never goes back."""
        at = at.astimezone(UTC)
        if at > self._now:
            self._elapsed += (at - self._now).total_seconds()
            self._now = at

    def step(self, by: timedelta) -> None:
        """Go forward."""
        self.move_to(self._now + by)
