"""The first days back, at the desk: one window, an easy beginning, breaks, and no lock."""

from datetime import timedelta

import pytest

from tests.services.test_dealing import cards, crowd
from tests.shop import Shop, at

BREAK = "A break? Ten minutes are yours; going on is free."


def returned(shop, number):
    """So many people waited, and it is the first window after three days of absence."""
    crowd(shop, number)
    shop.office.away("sick")
    shop.go(at("26 08:00"))
    shop.office.back()
    shop.go(at("26 11:01"))


def answer(shop, number):
    for _ in range(number):
        shop.office.answer(cards(shop)[0], "Oui.")


def test_a_break_is_offered_between_two_portions_and_blocks_nothing(shop):
    returned(shop, 10)
    answer(shop, 6)
    assert shop.office.desk().pause == ""
    answer(shop, 1)
    assert shop.office.desk().pause == BREAK
    assert cards(shop)
    shop.clock.step(timedelta(minutes=10))
    assert shop.office.desk().pause == ""
    shop.clock.step(timedelta(minutes=-10))
    answer(shop, 1)
    assert shop.office.desk().pause == ""


def test_the_end_of_a_window_is_a_break_of_its_own(shop):
    returned(shop, 10)
    shop.go(at("26 11:36"))
    answer(shop, 7)
    assert shop.office.desk().pause == ""


def test_nothing_more_to_deal_asks_for_no_break(shop):
    returned(shop, 7)
    answer(shop, 7)
    desk = shop.office.desk()
    assert (desk.pause, desk.portion) == ("", ())


def test_the_first_day_back_opens_one_window_and_why_says_so(shop):
    returned(shop, 30)
    days = [window.day for window in shop.office.windows(3)]
    assert days == ["2026-11-26", "2026-11-27", "2026-11-27", "2026-11-28", "2026-11-28"]
    last = max(shop.promises())
    said = " ".join(shop.office.why(last).sentences)
    assert "The days after an absence begin smaller" in said
    assert shop.violations() == ()


def test_a_return_at_noon_opens_the_window_that_is_left(shop):
    crowd(shop, 3)
    shop.office.away("sick")
    shop.go(at("26 12:00"))
    shop.office.back()
    assert next(window.start for window in shop.office.windows(1)) == at("26 17:00")


def test_who_does_the_day_at_once_hears_what_was_planned_and_is_not_locked_out(shop):
    returned(shop, 40)
    answer(shop, 15)
    desk = shop.office.desk()
    assert desk.portion == ()
    assert desk.sentence.startswith("What was planned for today is done")
    assert shop.office.today().day_full
    shop.office.more()
    assert cards(shop)


def test_half_a_day_deals_half_of_it(shop):
    crowd(shop, 40)
    shop.office.away("child", half="pm", since=at("24 13:00"), until=at("25 04:00"))
    shop.go(at("24 11:01"))
    answer(shop, 15)
    assert cards(shop) == []
    assert shop.office.desk().sentence.startswith("The day is full")
    assert shop.violations() == ()


@pytest.mark.parametrize("hour", ["11:00", "16:59"])
def test_today_and_back_name_the_same_day(shop, hour):
    crowd(shop, 30)
    shop.office.away("sick")
    shop.go(at(f"26 {hour}"))
    said = shop.office.back().sentence
    assert said == shop.office.today().returning
    assert said.startswith("Welcome back. Today: one window, two small portions. All caught up by")


def test_who_comes_back_inside_a_window_has_the_rest_of_it(tmp_path):
    shop = Shop(tmp_path, at("24 11:30"))
    shop.office.away()
    shop.go(at("24 11:34"))
    assert not shop.office.desk().open
    shop.office.back()
    shop.go(at("24 11:35"))
    desk = shop.office.desk()
    assert desk.open
    assert desk.window_end == at("24 11:45")
    assert not shop.violations()
    shop.office.close()
