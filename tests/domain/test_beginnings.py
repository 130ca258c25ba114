"""Where a portion ends, with what a return begins, and how many windows its days open."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.capacity import windows_of_return
from planner.domain.portion import portion_ended
from planner.domain.request import HEAVY, NORMAL

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def minute(number):
    return NOON + timedelta(minutes=number)


def test_a_portion_ends_with_the_answer_that_fills_it():
    seven = [(minute(n), NORMAL) for n in range(7)]
    assert portion_ended(seven[:6], 7) is None
    assert portion_ended(seven, 7) == minute(6)
    assert portion_ended([*seven, (minute(8), NORMAL)], 7) is None
    later = [(minute(n), NORMAL) for n in range(7, 14)]
    assert portion_ended([*seven, *later], 7) == minute(13)


def test_a_group_and_a_heavy_one_may_fill_more_than_a_portion():
    begun = [(minute(0), NORMAL), (minute(1), HEAVY), (minute(2), HEAVY)]
    assert portion_ended(begun, 7) == minute(2)
    assert portion_ended([*begun, *[(minute(3), NORMAL)] * 8], 7) == minute(3)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 100))
def test_a_day_of_a_return_opens_its_share_of_windows(usual, left, percent):
    windows = list(range(min(left, usual)))
    opened = windows_of_return(usual, windows, percent)
    assert list(opened) == windows[: len(opened)]
    assert len(opened) == min(len(windows), -(-usual * percent // 100))
