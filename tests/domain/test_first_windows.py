"""The first windows: away from busy and quiet hours, and two of them where there is room."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.first_windows import (
    DAY,
    LENGTHS,
    QUIET,
    answers_in,
    first_windows,
    overlaps,
    quiet_spans,
    spans_in,
    spelled,
)

minutes = st.integers(0, DAY)
spans = st.tuples(minutes, minutes).filter(lambda s: s[0] != s[1]).map(lambda s: tuple(sorted(s)))
quiets = st.none() | st.tuples(st.integers(0, DAY - 1), st.integers(0, DAY - 1))


def room(taken):
    """How many of the shortest windows the day has room for, counted minute by minute."""
    free, found = 0, 0
    for minute in range(DAY):
        free = 0 if any(a <= minute < b for a, b in taken) else free + 1
        if free == min(LENGTHS):
            found, free = found + 1, 0
    return found


@given(st.lists(spans, max_size=5), quiets)
def test_they_overlap_nothing_and_there_are_two_where_there_is_room(busy, quiet):
    found = first_windows(busy, quiet)
    taken = [*busy, *quiet_spans(quiet)]
    assert not overlaps(found, taken)
    assert all(0 <= start < end <= DAY and end - start in LENGTHS for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert len(found) == min(2, room(taken))


@pytest.mark.parametrize(
    ("busy", "windows"),
    [
        ("", "11:00-11:45, 17:00-17:45"),
        ("12:00-14:00, 17:00-19:00", "11:00-11:45, 16:15-17:00"),
        ("10-12:30, 16h-19h30", "09:15-10:00, 15:15-16:00"),
        ("9-20", "08:30-09:00, 20:00-20:30"),
        ("8h30-20h10", "20:10-20:25"),
        ("8:30-20:30", ""),
    ],
)
def test_near_the_usual_hours_as_far_as_the_shop_lets_it(busy, windows):
    assert spelled(first_windows(spans_in(busy))) == windows


@given(st.lists(spans, max_size=4))
def test_what_is_spelled_is_read_again(given_spans):
    apart = []
    for span in given_spans:
        if not overlaps([span], apart):
            apart.append(span)
    assert spans_in(spelled(apart)) == tuple(sorted(apart))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        found = spans_in(text)
    except ValueError:
        return
    assert all(0 <= start < end <= DAY for start, end in found)


@pytest.mark.parametrize("wrong", ["12", "14:00-12:00", "25-26", "9:70-10", "9-11, 10-12", "noon"])
def test_hours_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        spans_in(wrong)


def test_capacity_follows_from_the_length():
    assert [answers_in((0, length)) for length in (5, 15, 30, 45, 90)] == [3, 5, 10, 15, 15]
    assert QUIET == (20 * 60 + 30, 8 * 60 + 30)
