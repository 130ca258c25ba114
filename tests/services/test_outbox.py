"""The outbox in the owner's hands: listed with reasons, sent again on purpose, or let go."""

from datetime import timedelta

import pytest

from planner.domain.outbox import LetterState
from planner.domain.promise import Standing
from planner.domain.request import State
from planner.errors import NotFound, NotPossible
from planner.ports import Handover, Outcome
from tests.shop import at


def ends(handover, words=""):
    return lambda _message: Outcome(handover, words)


def listed(shop):
    return [(x.id, x.state, x.reason) for x in shop.office.outbox()]


def test_what_left_is_not_listed_and_the_rest_says_why(shop):
    shop.write("anne")
    for who, handover in (("bilal", Handover.PERHAPS), ("cleo", Handover.REFUSED),
                          ("dora", Handover.LATER)):  # fmt: skip
        shop.post.answers = ends(handover, f"about {who}")
        shop.write(who)
    assert listed(shop) == [
        (2, "perhaps", "about bilal"), (3, "failed", "about cleo"), (4, "queued", "about dora"),
    ]  # fmt: skip
    shop.post.answers = ends(Handover.SENT)
    shop.go(shop.clock.now() + timedelta(days=15))
    assert [state for _id, state, _reason in listed(shop) if state != "queued"] == []


def test_perhaps_delivered_is_sent_again_only_on_purpose_and_changes_no_promise(shop):
    shop.post.answers = ends(Handover.PERHAPS)
    request = shop.write()
    told = shop.promise(request)
    shop.office.resend(1)
    shop.office.tick()
    assert shop.letters(request)[0].state is LetterState.PERHAPS  # once more nobody knows
    shop.post.answers = ends(Handover.SENT)
    shop.office.resend(1)
    shop.office.tick()
    shop.office.tick()
    assert len({message.message_id for message in shop.post.tried}) == 1
    assert len(shop.post.tried) == 3
    assert shop.promise(request) == told
    assert listed(shop) == []
    assert shop.violations() == ()


def test_an_answer_that_perhaps_left_and_is_refused_has_not_arrived(shop):
    request = shop.write()
    shop.post.answers = ends(Handover.PERHAPS)
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    assert shop.request(request).state is State.ANSWERED
    shop.office.resend(2)
    shop.post.answers = ends(Handover.REFUSED, "550 no")
    shop.office.tick()
    assert shop.request(request).state is State.OPEN
    assert shop.promise(request).state is Standing.STANDING
    shop.office.resend(2)
    shop.post.answers = ends(Handover.SENT)
    shop.office.tick()
    assert shop.request(request).state is State.ANSWERED
    assert shop.promises() == {}
    assert shop.office.today().problems == ()
    assert shop.violations() == ()


def test_what_was_not_delivered_can_be_dropped_and_the_request_waits(shop):
    request = shop.write()
    shop.post.answers = ends(Handover.REFUSED, "550 no")
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    assert shop.office.today().problems
    shop.office.drop(2)
    assert listed(shop) == []
    assert shop.office.today().problems == ()
    assert shop.request(request).state is State.OPEN
    shop.post.answers = ends(Handover.SENT)
    shop.office.answer(request, "Oui !")
    shop.office.drop(3)  # taken back before it leaves
    assert shop.request(request).state is State.OPEN
    shop.go(at("24 12:00"))
    assert [m.body for m in shop.sent if not m.automatic] == []
    assert shop.violations() == ()


def test_what_would_do_harm_is_not_possible(shop):
    with pytest.raises(NotFound):
        shop.office.resend(99)
    shop.write("anne")
    with pytest.raises(NotPossible):
        shop.office.resend(1)  # it left
    with pytest.raises(NotPossible):
        shop.office.drop(1)
    shop.post.answers = ends(Handover.REFUSED)
    shop.write("bilal")
    with pytest.raises(NotPossible, match="automatic"):
        shop.office.resend(2)
    shop.post.answers = ends(Handover.PERHAPS)
    request = shop.write("cleo")
    shop.clock.move_to(shop.promise(request).due + timedelta(minutes=1))
    with pytest.raises(NotPossible, match="passed"):
        shop.office.resend(3)  # a stale text never leaves


def test_a_perhaps_that_waits_to_leave_again_stays_perhaps_when_nothing_may_leave(shop):
    shop.post.answers = ends(Handover.PERHAPS)
    request = shop.write()
    shop.office.resend(1)
    shop.office.go_live(False)
    shop.office.tick()
    assert shop.letters(request)[0].state is LetterState.PERHAPS
    assert len(shop.post.tried) == 1
    assert shop.violations() == ()
