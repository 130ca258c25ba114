"""Which of the daily copies stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DAYS, WEEKS = 7, 4


def staying(days: Iterable[date], made: date) -> frozenset[date]:
    """The day that was just made, the newest six others, and the last day of four weeks before.

    They are counted, not dated: a machine that slept for a month keeps what it had.
    """
    newest_first = sorted(set(days) - {made}, reverse=True)
    daily, older = newest_first[: DAYS - 1], newest_first[DAYS - 1 :]
    last_of: dict[tuple[int, int], date] = {}
    for day in older:
        last_of.setdefault(day.isocalendar()[:2], day)
    return frozenset((made, *daily, *list(last_of.values())[:WEEKS]))
