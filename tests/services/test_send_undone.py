"""An answer of the desk waits ten seconds; taken back, everything is as it was (invariant 10)."""

from datetime import timedelta

import pytest

from planner.errors import NotPossible
from tests.shop import at


@pytest.fixture
def asked(shop):
    request = shop.write("anne", "Un 42 ?")
    shop.go(at("23 17:05"))
    return request


def test_it_leaves_when_the_seconds_have_passed(shop, asked):
    so_far = len(shop.sent)
    done = shop.office.answer(asked, "Oui.", grace=True)
    assert done.undo_until == shop.clock.now() + timedelta(seconds=10)
    shop.office.tick()
    assert len(shop.sent) == so_far
    shop.go(shop.clock.now() + timedelta(seconds=11))
    assert [m.body for m in shop.sent[so_far:]] == ["Oui."]
    with pytest.raises(NotPossible):
        shop.office.undo()
    assert shop.violations() == ()


def test_taken_back_the_request_waits_as_before_and_nothing_leaves(shop, asked):
    shop.office.snooze(asked, at("23 17:20"))
    shop.go(at("23 17:21"))
    before, promise = shop.request(asked), shop.promise(asked)
    talk = [m.text for m in shop.office.request(asked).messages]
    so_far = len(shop.sent)
    shop.office.answer(asked, "Oui.", grace=True)
    shop.office.tick()
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=2))
    assert shop.request(asked) == before
    assert shop.promise(asked) == promise
    assert [m.text for m in shop.office.request(asked).messages] == talk
    assert len(shop.sent) == so_far
    assert asked in {card.id for card in shop.office.desk().portion}
    assert shop.violations() == ()


def test_the_key_and_an_answer_within_ten_seconds_are_undone_one_by_one(shop, asked):
    other = shop.write("bilal")
    shop.office.away("sick")
    shop.clock.step(timedelta(seconds=3))
    shop.office.answer(other, "Oui.", now=True, grace=True)
    shop.office.undo()
    assert shop.request(other).state == "open"
    assert shop.office.today().absence is not None
    shop.office.undo()
    assert shop.office.today().absence is None
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.violations() == ()
