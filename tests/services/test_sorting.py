"""What the owner says about requests: errands, and who is ready to buy (A-06, A-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.domain.request import State
from planner.errors import NotFound, NotPossible, WrongUse
from tests.shop import Shop, at


def crowd(shop, number):
    for n in range(number):
        shop.arrive(f"client{n}", "Bonjour, parlez-moi de vos jupes.")
        shop.clock.step(timedelta(seconds=30))
    shop.go(shop.clock.now() + timedelta(minutes=1))


def cards(shop):
    return [card.id for card in shop.office.desk().portion]


def test_an_errand_is_dealt_together_and_said(shop):
    crowd(shop, 9)
    shop.office.share_errand([2, 9, 8], "  Mr   Roger ")
    shop.go(at("23 17:01"))
    assert cards(shop) == [1, 2, 8, 9, 3, 4, 5]
    by_id = {card.id: card for card in shop.office.desk().portion}
    assert by_id[8].errand == "Mr Roger"
    assert "Mr Roger" in by_id[8].because
    assert [(e.name, [c.id for c in e.requests]) for e in shop.office.errands()] == [
        ("Mr Roger", [2, 8, 9])
    ]
    assert shop.violations() == ()


@pytest.mark.parametrize("end", ["answer", "release", "decline"])
def test_a_request_leaves_its_errand_when_it_ends(shop, end):
    crowd(shop, 2)
    shop.office.share_errand([1, 2], "Roger")
    getattr(shop.office, end)(1, "Oui.")
    assert shop.request(1).state is not State.OPEN
    (errand,) = shop.office.errands()
    assert [card.id for card in errand.requests] == [2]
    shop.office.share_errand([2], "")
    assert shop.office.errands() == ()


def test_an_errand_names_open_requests_or_nothing_changes(shop):
    crowd(shop, 2)
    shop.office.decline(1)
    for ids, error in (([2, 1], NotPossible), ([2, 9], NotFound)):
        with pytest.raises(error):
            shop.office.share_errand(ids, "Roger")
    with pytest.raises(WrongUse):
        shop.office.share_errand([2], "x" * 41)
    assert shop.office.errands() == ()


def test_who_is_ready_to_buy_goes_first_at_the_same_date_and_may_be_corrected(shop):
    crowd(shop, 3)
    buyer = shop.write("lise", "C'est combien, la jupe ?", subject="Jupe verte")
    shop.go(at("23 17:01"))
    assert cards(shop) == [buyer, 1, 2, 3]
    assert "ready to buy" in shop.office.desk().portion[0].because
    shop.office.mark_ready(buyer, False)
    assert cards(shop) == [1, 2, 3, buyer]
    shop.office.mark_ready(2, True)
    assert cards(shop) == [2, 1, 3, buyer]
    with pytest.raises(NotFound):
        shop.office.mark_ready(99, True)


def test_ready_to_buy_wakes_nobody(shop):
    shop.go(at("23 20:31"))
    shop.write("lise", "C'est combien, la jupe ? Je l'achète !", subject="Jupe verte")
    shop.go(at("24 10:59"))
    assert [e.at for e in shop.events("notification.sent") if e.at > at("23 20:00")] == []


def test_nobody_is_overtaken_for_ever(tmp_path):
    """A-09: every day more people write than the owner answers; the one without a date still
    comes up first once a day of opening has passed."""
    shop = Shop(tmp_path, at("23 14:00"), live=False)
    old = shop.write("ada", "Depuis quand cousez-vous ?", subject="Votre atelier")
    shop.clock.step(timedelta(minutes=5))
    shop.office.go_live(True)
    for day in (23, 24):
        for n in range(6):
            shop.write(f"acheteur{day}{n}", "C'est combien, la jupe ?", subject=f"Jupe {day}{n}")
        shop.go(at(f"{day} 17:01"))
        if day == 23:
            assert cards(shop)[0] != old
            shop.office.answer(cards(shop)[0], "Oui.")
    assert cards(shop)[0] == old
    first = shop.office.desk().portion[0]
    assert "without a date" in first.because
    assert shop.office.request(old).why == first.because
    shop.office.close()


def test_why_a_card_is_here(shop):
    """A-07: in the order of what decides."""
    shop.write("lise", "C'est combien, la jupe ?", subject="Jupe verte")
    shop.clock.step(timedelta(hours=2))
    shop.write("lise", "???", subject="Jupe verte")
    shop.go(at("23 17:01"))
    (card,) = shop.office.desk().portion
    assert card.because == "due soon, ready to buy, arrived 3 h ago, wrote again"
    assert shop.office.request(card.id).why == card.because
    shop.office.add("Un ourlet", "Ana")  # a sign of life: the margin of the date stands
    shop.go(at("24 11:01"))
    because = {card.person: card.because for card in shop.office.desk().portion}
    assert because["Lise"].startswith("due today, ready to buy")
