"""With a customer (J-01): nothing rings for a while, and the window ends when it ends."""

from datetime import timedelta

import pytest

from planner.errors import WrongUse
from tests.shop import at


def test_nothing_rings_while_she_is_with_a_customer_and_it_rings_afterwards(shop):
    shop.go(at("23 16:50"))
    so_far = len(shop.events("notification.sent"))
    shop.office.with_customer()
    shop.go(at("23 17:10"))
    today = shop.office.today()
    assert today.customer_until == at("23 17:20")
    assert today.current.end == at("23 17:45")
    assert len(shop.events("notification.sent")) == so_far
    assert [e.data["reason"] for e in shop.events("notification.held")][-1] == "with a customer"
    shop.restart()
    assert shop.office.today().customer_until == at("23 17:20")
    shop.go(at("23 17:21"))
    assert shop.office.today().customer_until is None
    assert len(shop.events("notification.sent")) == so_far + 1


def test_once_more_ends_it_and_half_an_hour_is_the_most(shop):
    shop.office.with_customer(10)
    assert shop.office.today().customer_until == shop.clock.now() + timedelta(minutes=10)
    assert "usual" in shop.office.with_customer().sentence
    assert shop.office.today().customer_until is None
    with pytest.raises(WrongUse):
        shop.office.with_customer(31)
