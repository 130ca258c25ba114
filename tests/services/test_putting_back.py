"""A shop that holds: it does not know what was said since its copy, so it says nothing."""

from datetime import timedelta

from planner.domain.outbox import LetterState
from planner.ports import Handover, Outcome
from planner.services.putting_back import note
from tests.shop import at


def put_back(shop, *, held=True):
    now = shop.clock.now()
    with shop.ctx.store.write() as unit:
        note(unit, now, now - timedelta(hours=5), held=held)
    shop.restart()
    shop.office.tick()


def states(shop, request):
    return [letter.state for letter in shop.letters(request)]


def test_what_waited_has_perhaps_left_and_is_not_sent(shop):
    number = shop.write("lise")
    shop.post.answers = lambda _: Outcome(Handover.LATER, "busy")
    shop.office.answer(number, "Oui, elle est là.", now=True)
    shop.office.tick()
    assert states(shop, number) == [LetterState.SENT, LetterState.QUEUED]
    tried = len(shop.post.tried)
    put_back(shop)
    shop.go(at("25 10:00"))
    assert states(shop, number) == [LetterState.SENT, LetterState.PERHAPS]
    assert len(shop.post.tried) == tried
    assert shop.violations() == ()


def test_who_waits_gets_no_word_of_a_machine_before_writing_again(shop):
    first, second = shop.write("lise"), shop.write("omar")
    put_back(shop)
    shop.office.go_live(True)
    told = len(shop.sent)
    shop.office.away("sick", until=at("26 08:00"))  # their dates cannot be kept: nobody is told
    shop.go(at("24 12:00"))
    assert len(shop.sent) == told
    assert {first, second} == {x.id for x in shop.open()}
    shop.write("lise", "Alors ?")
    shop.go(at("24 13:00"))
    assert [message.to.address for message in shop.sent[told:]] == ["lise@example.net"]
    assert shop.violations() == ()


def test_a_shop_that_knows_what_was_said_goes_on(shop):
    shop.write("lise")
    put_back(shop, held=False)
    shop.write("omar")
    assert [message.to.address for message in shop.sent] == ["lise@example.net", "omar@example.net"]
    assert len(shop.events("shop.restored")) == 1
    assert shop.violations() == ()
