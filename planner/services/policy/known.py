"""What is known of today beside the calendar, for the rules: the facts of a day and of a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

#: Occurrences that remember a worked day, a look outside the windows, and fifteen more minutes.
WORKED, LOOKED, BY_HAND = "worked", "looked", "by hand"
#: The occurrence whose key is the instant until which she is with a customer (J-01).
CUSTOMER = "with a customer"
#: So long the owner may go on beyond a limit (F-04).
MORE = timedelta(minutes=15)
#: So far back worked days are counted.
COUNTED = timedelta(days=60)
#: What an owner does when she works; to be away, to look or to set something is not work.
WORK = frozenset(
    {
        *("answer", "override", "by hand", "released", "declined", "snooze"),
        *("add", "ready", "urgent", "errand"),
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules may ask about today. Nothing is known before the first reading.

    `worked` are the days on which she answered; `looks` how often the dashboard was opened outside
    the windows; `by_hand` until when she asked for more minutes (F-04).
    """

    today: date | None = None
    energy: int | None = None
    answers: int = 0
    minutes: int = 0
    looks: int = 0
    worked: Collection[date] = ()
    night_rest: timedelta | None = None
    by_hand: datetime | None = None

    def worked_before(self, day: date) -> int:
        """Days worked just before a day, up to today."""
        count = 0
        while day - timedelta(days=count + 1) in self.worked:
            count += 1
        return count


def rest_between(work: Collection[datetime], begins: datetime) -> timedelta | None:
    """From the last work of the day before to the first of the day that begins then (F-05)."""
    day_before = begins - timedelta(days=1)
    evening = max((at for at in work if day_before <= at < begins), default=None)
    morning = min((at for at in work if at >= begins), default=None)
    return morning - evening if morning and evening else None


def last_end(keys: Iterable[str], now: datetime) -> datetime | None:
    """The latest of these instants, written as text, if it is ahead."""
    ends = map(datetime.fromisoformat, keys)
    return max((end for end in ends if end > now), default=None)
