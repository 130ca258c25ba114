"""An absence to come whose end nobody knows: what lies beyond its beginning has no date."""

import pytest

from planner.domain.promise import Kind
from planner.errors import NotPossible
from tests.shop import Shop, at


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def test_what_would_be_planned_after_its_beginning_gets_news(shop):
    """`away --from tomorrow` on Monday evening: nobody is told a day after an assumed return."""
    shop.go(at("23 18:00"))
    shop.office.away("closed", since=at("24 04:00"))
    shop.go(at("23 19:00"))
    request = shop.write()
    news = shop.promise(request)
    assert news.kind is Kind.NEWS
    shop.go(at("24 12:00"))
    assert shop.promise(request) == news  # the day that was named is that of the absence itself
    assert shop.violations() == ()


def test_the_windows_before_it_still_give_dates(shop):
    shop.office.away("closed", since=at("26 04:00"))
    shop.go(at("23 14:01"))
    request = shop.write()
    told = shop.promise(request)
    assert told.kind is Kind.ANSWER
    assert told.due < at("26 04:00")


def test_nor_does_the_owner_promise_there_herself(shop):
    request = shop.write()
    shop.office.away("closed", since=at("24 04:00"))
    shop.go(at("23 18:00"))
    with pytest.raises(NotPossible):
        shop.office.answer(request, "Je vérifie.", by=at("27 12:00").date())
    with pytest.raises(NotPossible):
        shop.office.add("Ourlet", "Dubois", by=at("27 12:00").date())
    assert "give no date yet" in shop.office.add("Ourlet", "Dubois").sentence


def test_a_held_letter_whose_date_lost_its_window_stays_here(shop):
    """A first word with a date waits for the window; meanwhile she falls ill without an end."""
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", by=at("24 12:00").date())
    so_far = len(shop.sent)
    shop.office.away("sick")
    shop.go(at("24 20:00"))
    assert [m for m in shop.sent[so_far:] if not m.automatic] == []
    (failed,) = shop.events("message.failed")
    assert failed.data["reason"] == "its date has no window any more"
    assert shop.violations() == ()
