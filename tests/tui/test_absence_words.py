"""The form of an absence: left as it was it changes nothing, and it says a day as a person does."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import WrongUse
from planner.face import Face
from planner.views import ListedAbsence
from tests.tui.fake import at, today_view
from tui.screens import absence_words as words

VIEW = today_view(Face.BETWEEN)  # a day starts at 04:00
MINUTES = st.integers(min_value=-5_000, max_value=500_000)


@given(MINUTES, st.none() | st.integers(1, 50_000), st.sampled_from(["", "am", "pm", "share"]))
def test_a_form_that_was_left_alone_means_nothing(begin, length, half):
    since = at(24, 4) + timedelta(minutes=begin)
    until = None if length is None else since + timedelta(minutes=length)
    row = ListedAbsence("1", "leave", "planned", since, until, half)
    filled = words.filled(row, VIEW)
    assert words.meant(filled, filled, VIEW) == words.NOTHING
    assert words.span(row, VIEW)


@given(st.integers(1, 300), st.integers(0, 60))
def test_what_is_typed_is_what_the_form_shows_later(first, days):
    begin = at(24, 4).date() + timedelta(days=first)
    typed = words.Typed("leave", str(begin), str(begin + timedelta(days=days)), "")
    meant = words.meant(typed, None, VIEW)
    planned = ListedAbsence("1", "leave", "planned", meant.since, meant.until)
    assert words.filled(planned, VIEW) == typed


def test_days_in_words():
    def said(since, until=None):
        return words.span(ListedAbsence("1", "leave", "planned", since, until), VIEW)

    assert said(at(25, 4), at(26, 4)) == "tomorrow"
    assert said(at(25, 4), at(27, 4)) == "from Wednesday 25 November to Thursday 26 November"
    assert said(at(25, 4)) == "from tomorrow on"
    assert said(at(25, 14), at(25, 18)) == "tomorrow 14:00 to tomorrow 18:00"


def test_half_a_day_needs_no_end():
    with pytest.raises(WrongUse):
        words.meant(words.Typed("leave", "tomorrow", "2026-11-30", "am"), None, VIEW)
    morning = words.meant(words.Typed("leave", "tomorrow", "", "am"), None, VIEW)
    assert (morning.since, morning.until) == (at(25, 4), at(25, 13))
