"""What the rules say of a window depends on when it begins, not on which was asked first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.window import Window
from planner.services.policy import make_policy
from tests.shop import ZONE, at


@pytest.mark.parametrize("order", [1, -1], ids=["whole first", "cut first"])
def test_a_window_that_an_absence_lets_begin_later_is_asked_anew(order):
    """From 07:00 the shipped rules close it (no answers until 08:30); from 09:00 they do not."""
    policy = make_policy("", "", ZONE)
    start = at("24 07:00")
    whole = Window("2026-11-24T07:00", start.date(), start, start + timedelta(hours=3), 15, 180)
    cut = replace(whole, start=at("24 09:00"), minutes=60)
    asked = {window.start: policy.closed(window) for window in (whole, cut)[::order]}
    assert asked == {whole.start: True, cut.start: False}
