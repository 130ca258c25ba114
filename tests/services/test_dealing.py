"""Dealing and notifying: portions, hostile words, quiet hours, the ceiling."""

from datetime import timedelta

import pytest

from planner.errors import WrongUse
from tests.shop import Shop, at

ANGRY = "Vous êtes des incapables, bande de nuls, c'est une honte !"


def crowd(shop, number):
    for n in range(number):
        shop.arrive(f"client{n}")
        shop.clock.step(timedelta(seconds=30))
    shop.go(shop.clock.now() + timedelta(minutes=1))


def cards(shop):
    return [card.id for card in shop.office.desk().portion]


def test_a_portion_is_seven_in_the_order_of_their_dates(shop):
    crowd(shop, 20)
    shop.go(at("23 17:01"))
    dealt = cards(shop)
    assert dealt == [1, 2, 3, 4, 5, 6, 7]
    shop.office.answer(1, "Oui.")
    shop.office.tick()
    assert cards(shop) == [2, 3, 4, 5, 6, 7, 8]


def test_a_window_deals_no_more_than_it_holds(shop):
    crowd(shop, 30)
    shop.go(at("23 17:01"))
    answered = 0
    while dealt := cards(shop):
        shop.office.answer(dealt[0], "Oui.")
        answered += 1
    assert answered == 15
    assert shop.violations() == ()


def test_nothing_is_dealt_outside_a_window(shop):
    crowd(shop, 3)
    desk = shop.office.desk()
    assert (desk.open, desk.portion) == (False, ())
    shop.go(at("23 17:46"))
    assert not shop.office.desk().open


def test_shouting_does_not_pay(shop):
    crowd(shop, 3)
    shop.write("fury", ANGRY)
    before = shop.promises()
    assert len({shop.request(r).tone for r in before} & {"hostile"}) == 1
    shop.write("fury", ANGRY + " ALORS ?")
    assert shop.promises() == before
    shop.go(at("23 17:01"))
    assert cards(shop) == [1, 2, 3, 4]


def test_one_hostile_request_at_a_time_and_three_a_day(shop):
    for n in range(5):
        shop.write(f"fury{n}", ANGRY)
    shop.go(at("23 17:01"))
    answered = 0
    while dealt := cards(shop):
        assert len(dealt) == 1
        shop.office.answer(dealt[0], "Bonjour.")
        answered += 1
    assert answered == 3
    assert shop.violations() == ()


def test_no_hostile_request_in_the_first_portion_after_an_absence(shop):
    shop.write("fury", ANGRY)
    crowd(shop, 9)
    shop.office.away("sick")
    shop.go(at("25 09:00"))
    shop.office.back()
    shop.go(at("25 11:01"))
    first = cards(shop)
    assert 1 not in first
    assert len(first) == 7
    for request in first:
        shop.office.answer(request, "Oui.")
    assert 1 in cards(shop)


def test_a_hostile_request_alone_is_dealt_after_an_absence(shop):
    shop.write("fury", ANGRY)
    shop.office.away("sick")
    shop.go(at("25 09:00"))
    shop.office.back()
    shop.go(at("25 11:01"))
    assert cards(shop) == [1]


def shown(shop):
    return [e.at for e in shop.events("notification.sent")]


def test_a_window_is_announced_once_and_never_in_quiet_hours(shop):
    crowd(shop, 3)
    shop.go(at("25 04:00"))
    assert shown(shop) == [at("23 17:00"), at("24 11:00"), at("24 17:00")]


def test_nothing_is_announced_while_unavailable(shop):
    shop.office.away("sick")
    shop.go(at("25 20:00"))
    assert shown(shop) == []


def test_a_full_day_announces_no_window(shop):
    crowd(shop, 40)
    shop.go(at("24 11:00"))
    for request in shop.open()[:30]:
        shop.office.answer(request.id, "Oui.")
    shop.go(at("24 18:00"))
    assert at("24 17:00") not in shown(shop)


def test_no_more_than_the_ceiling_a_day(shop):
    crowd(shop, 2)
    with shop.ctx.store.write() as unit:
        for n in range(shop.ctx.policy.day(at("23 15:00").date()).notifications):
            unit.journal.once("notification", f"test:{n}", shop.clock.now())
    shop.go(at("23 18:00"))
    assert shown(shop) == []
    assert len(shop.events("notification.held")) == 1


def test_a_window_missed_in_sleep_is_not_announced_late(shop):
    crowd(shop, 2)
    shop.sleep(at("23 18:30"))
    shop.office.tick()
    assert shown(shop) == []


def test_a_low_morning_makes_the_day_smaller_and_people_are_told(tmp_path):
    """The energy table of needs.md 3.1: what no longer fits is dated anew, in time."""
    shop = Shop(tmp_path, at("24 08:45"))
    for n in range(12):
        shop.write(f"client{n}")
    assert {p.due for p in shop.office.promises()} == {at("24 17:45")}
    shop.clock.step(timedelta(minutes=5))
    shop.office.check_in(2)
    shop.office.tick()
    kept = [p for p in shop.office.promises() if p.due == at("24 17:45")]
    assert 0 < len(kept) <= 8
    assert all(p.state == "moved" for p in shop.office.promises() if p not in kept)
    assert shop.violations() == ()
    with pytest.raises(WrongUse):
        shop.office.check_in(6)
    shop.office.close()
