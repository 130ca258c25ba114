"""Intake: merging, reopening, machines set aside, unreadable mail, repeats."""

from datetime import timedelta

import pytest

from planner.domain.request import State
from planner.errors import ChannelError
from tests.shop import Shop, at


def test_three_messages_in_five_minutes_are_one_request_and_one_ack(shop):
    for text in ("Bonjour", "Toujours disponible ?", "???"):
        shop.write("anne", text, subject="Robe")
        shop.clock.step(timedelta(minutes=2))
    (request,) = shop.open()
    assert request.written == 3
    assert len(shop.sent) == 1


def test_a_merged_message_changes_neither_place_nor_date(shop):
    first = shop.write("anne", subject="Robe")
    shop.write("bilal")
    before = shop.promises()
    shop.go(at("23 16:00"))
    shop.write("anne", "Et alors ?!", subject="Re: Robe")
    assert shop.promises() == before
    assert shop.request(first).opened_at == at("23 14:00")


def test_another_subject_is_another_request(shop):
    shop.write("anne", "Avez-vous un 42 ?", subject="Jupe")
    shop.write("anne", "Quand est le prochain cours ?", subject="Cours de couture")
    assert len(shop.open()) == 2


def answered(shop, who="anne"):
    request = shop.write(who, subject="Robe")
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    shop.clock.step(timedelta(hours=30))
    return request


@pytest.mark.parametrize("text", ["Merci beaucoup !", "Thanks!", "J'ai trouvé ailleurs, merci."])
def test_thanks_wake_nothing(shop, text):
    request = answered(shop)
    sent = len(shop.sent)
    shop.write("anne", text, subject="Re: Robe")
    assert shop.request(request).state is State.ANSWERED
    assert len(shop.sent) == sent


def test_a_question_after_the_answer_reopens_with_a_new_date(shop):
    request = answered(shop)
    shop.write("anne", "Et en bleu, vous l'avez ?", subject="Re: Robe")
    assert shop.request(request).state is State.OPEN
    assert shop.request(request).opened_at == shop.clock.now()
    assert shop.promise(request).due > shop.clock.now()
    assert [e.request_id for e in shop.events("request.reopened")] == [request]


def test_found_elsewhere_ends_the_request_and_frees_its_place(shop):
    request = shop.write("anne", subject="Robe")
    shop.write("anne", "J'ai trouvé ailleurs, merci !", subject="Re: Robe")
    assert shop.request(request).state is State.CLOSED
    assert shop.promise(request) is None
    assert shop.events("promise.broken") == []
    (end,) = shop.events("request.ended")
    assert end.data["how"] == "closed"
    assert len(shop.sent) == 1


def test_found_elsewhere_that_asks_more_stays_open(shop):
    request = shop.write("anne", subject="Robe")
    shop.write("anne", "J'ai trouvé ailleurs, mais avez-vous la ceinture ?", subject="Re: Robe")
    assert shop.request(request).state is State.OPEN


def test_machines_are_set_aside(shop):
    shop.arrive("news", headers=(("List-Id", "<news.example.net>"),))
    shop.arrive("auto", headers=(("Auto-Submitted", "auto-generated"),))
    shop.office.tick()
    assert shop.open() == ()
    with shop.books() as unit:
        assert len(unit.messages.set_aside()) == 2
    assert shop.sent == []


def test_unreadable_mail_is_shown_and_never_answered(shop):
    shop.arrive("anne", "", readable=False, raw=b"\xff\xfe not a mail")
    shop.office.tick()
    (request,) = shop.open()
    (message,) = shop.office.request(request.id).messages
    assert not message.readable
    shop.go(at("25 12:00"))
    assert shop.sent == []
    assert shop.promises() == {}


def test_the_same_message_twice_is_one(shop):
    shop.write("anne", message_id="<same@example.net>")
    shop.write("anne", message_id="<same@example.net>")
    (request,) = shop.open()
    assert request.written == 1
    with shop.books() as unit:
        assert sum(not m.mine for m in unit.messages.of(request.id)) == 1


def test_mail_older_than_the_connection_is_never_answered(shop):
    shop.arrive("anne", received_at=at("20 10:00"))
    shop.office.tick()
    shop.go(at("25 12:00"))
    assert len(shop.open()) == 1
    assert shop.sent == []


@pytest.mark.parametrize("error", [ChannelError("gone"), RuntimeError("not foreseen")])
def test_a_channel_that_fails_is_said_and_tried_again_later(shop, monkeypatch, error):
    def fails(_cursor):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(shop.ctx.receivers["mail"].__class__, "receive", lambda *_: fails(""))
        shop.arrive("anne")
        shop.office.tick()
        (channel,) = shop.office.today().channels
        assert channel.problem
    shop.office.tick()
    assert shop.open() == ()  # the pause has not passed
    shop.clock.step(timedelta(seconds=21))
    shop.office.tick()
    assert len(shop.open()) == 1
    assert shop.office.today().channels[0].problem == ""


def test_going_back_to_rehearsal_takes_back_what_has_not_left(shop):
    shop.write("anne")
    shop.go(at("23 21:00"))
    shop.office.away("closed", until=at("25 05:00"))
    shop.office.go_live(False)
    shop.go(at("24 12:00"))
    assert len(shop.sent) == 1


def test_in_rehearsal_words_are_composed_and_not_sent(tmp_path):
    shop = Shop(tmp_path, live=False)
    request = shop.write("anne")
    assert shop.sent == []
    assert [str(letter.state) for letter in shop.letters(request)] == ["rehearsed"]
    assert shop.promises() == {}
    shop.clock.step(timedelta(minutes=1))
    shop.office.go_live(True)
    shop.go(at("25 12:00"))
    assert shop.sent == []  # who wrote during the rehearsal is answered by hand
    shop.office.close()


def test_who_wrote_in_the_rehearsal_and_again_after_it_gets_a_date(tmp_path):
    shop = Shop(tmp_path, live=False)
    shop.arrive("lise", "Bonjour, est-elle encore disponible ?")
    shop.office.tick()
    shop.clock.step(timedelta(minutes=1))
    shop.office.go_live(True)
    shop.go(shop.clock.now() + timedelta(minutes=10))
    assert shop.sent == []
    shop.arrive("lise", "Vous êtes là ?")
    shop.office.tick()
    (ack,) = shop.sent
    assert ack.automatic
    assert [p.state for p in shop.office.promises()] == ["standing"]
    shop.office.close()
