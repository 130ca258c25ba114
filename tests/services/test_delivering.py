"""Delivering: pauses that grow, refusals that block, letters that are perhaps delivered."""

from datetime import timedelta
from itertools import pairwise

import pytest

from planner.domain.outbox import MOST_TRIES, LetterState
from planner.ports import Handover, Outcome
from tests.shop import Killed, at


def later(_message):
    return Outcome(Handover.LATER, "451 try again")


def test_pauses_grow_and_the_same_letter_is_tried(shop):
    shop.post.answers = later
    shop.write()
    tried = []
    for _ in range(90):
        if len(shop.post.tried) > len(tried):
            tried.append(shop.clock.now())
        shop.clock.step(timedelta(minutes=1))
        shop.office.tick()
    pauses = [(b - a) // timedelta(minutes=1) for a, b in pairwise(tried)]
    assert pauses[:4] == sorted(pauses[:4])
    assert pauses[0] < 5 < pauses[3]
    assert len({message.message_id for message in shop.post.tried}) == 1
    assert shop.promises() == {}


def test_giving_up_is_told_to_the_owner(shop):
    shop.post.answers = later
    request = shop.write()
    shop.office.answer(request, "Oui.", now=True)
    shop.go(shop.clock.now() + timedelta(days=4))
    assert len([m for m in shop.post.tried if not m.automatic]) == MOST_TRIES
    assert "failed" in {str(letter.state) for letter in shop.letters(request)}
    assert shop.office.today().problems


def test_giving_up_an_automatic_message_is_an_end(shop):
    """About two days of growing pauses, then a day without another word for the same person."""
    shop.post.answers = later
    began = shop.clock.now()
    shop.write()
    shop.go(began + timedelta(days=3))
    (failed,) = shop.events("message.failed")
    assert timedelta(days=1) < failed.at - began < timedelta(days=3)
    assert len(shop.post.tried) == MOST_TRIES
    assert shop.office.today().problems


def test_a_refusal_ends_automatic_mail_for_sixty_days(shop):
    shop.post.answers = lambda _: Outcome(Handover.REFUSED, "550 no")
    shop.write("anne", "Un 42 ?", subject="Robe")
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.go(at("23 20:00"))
    shop.write("anne", "Le cours du soir existe encore ?", subject="Cours du soir")
    assert shop.sent == []
    assert shop.promises() == {}
    for who in ("bilal", "anne"):
        request = shop.write(who, "Livrez-vous à Namur ?", subject=f"Livraison {who}")
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    assert [m.to.address for m in shop.sent] == ["bilal@example.net", "anne@example.net"]
    shop.go(at("23 20:00") + timedelta(days=61))
    shop.write("anne", "Et un patron de manteau ?", subject="Patron de manteau")
    assert shop.sent[-1].to.address == "anne@example.net"
    assert shop.sent[-1].automatic


def test_perhaps_delivered_counts_as_said_and_is_never_sent_again(shop):
    shop.post.answers = lambda _: Outcome(Handover.PERHAPS, "connection lost")
    request = shop.write()
    assert shop.promise(request) is not None
    shop.go(at("23 16:00"))
    assert len(shop.post.tried) == 1


def test_a_channel_that_raises_stops_no_other_letter(shop):
    def answers(message):
        if message.to.address.startswith("anne"):
            raise RuntimeError("not foreseen")
        return Outcome(Handover.SENT)

    shop.post.answers = answers
    shop.arrive("anne")
    shop.arrive("bilal")
    shop.office.tick()
    states = {r.person: shop.letters(r.id)[0].state for r in shop.open()}
    assert states == {"Anne": LetterState.PERHAPS, "Bilal": LetterState.SENT}


def test_a_letter_waits_for_a_hundred_others_a_few_seconds_at_most(shop):
    for n in range(120):
        shop.arrive(f"client{n}")
    shop.go(shop.clock.now() + timedelta(seconds=30))
    assert len(shop.sent) == 120


def test_only_one_process_ticks(shop, tmp_path):
    from planner.bootstrap_stories import open_story

    other = open_story(shop.story, shop.folder, shop.clock, {"mail": shop.post})
    shop.arrive()
    assert not other.tick().ran
    assert shop.sent == []
    shop.office.tick()
    assert len(shop.sent) == 1
    other.ctx.store.close()


def test_a_slow_server_does_not_let_another_process_send_the_same_letters(shop):
    """The lease is renewed at every letter; once lost, nothing more is claimed."""
    shop.arrive("anne")
    shop.arrive("bilal")

    def slow(_message):
        shop.clock.step(timedelta(minutes=2))
        with shop.ctx.store.write() as unit:
            assert unit.channels.hold("tick", "another", shop.clock.now(), 90)
        return Outcome(Handover.SENT)

    shop.post.answers = slow
    shop.office.tick()
    assert len(shop.post.tried) == 1
    shop.post.answers = lambda _message: Outcome(Handover.SENT)
    shop.office.tick()
    assert len(shop.post.tried) == 1  # the other one works
    shop.go(shop.clock.now() + timedelta(minutes=3))
    assert len({message.to.address for message in shop.post.tried}) == 2


def test_what_was_in_hand_when_the_machine_went_off_left_then_and_not_the_next_morning(shop):
    """Found by the simulated year: else its date would be past when it is made, and the person
    would be told twice at one instant."""

    def dies(_message):
        raise Killed

    shop.post.answers = dies
    shop.go(at("23 22:00"))
    shop.arrive("anne")
    with pytest.raises(Killed):
        shop.office.tick()
    shop.post.answers = lambda _message: Outcome(Handover.SENT)
    shop.sleep(at("25 09:00"))
    shop.restart()
    shop.office.tick()
    first, second = shop.letters(1)
    assert (first.state, first.sent_at) == (LetterState.PERHAPS, at("23 22:00"))
    assert (second.reason, second.sent_at) == ("moved_late", shop.clock.now())
    assert next(e.at for e in shop.events("promise.made")) == at("23 22:00")
    assert shop.violations() == ()
