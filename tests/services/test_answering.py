"""Answering: held to a window, now, with a promise, on a full day; released, declined, snoozed."""

from datetime import date, timedelta

import pytest

from planner.domain.promise import Kind
from planner.domain.request import State
from planner.errors import NotPossible, WrongUse
from tests.shop import Shop, at

TUESDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 29)


def own(shop):
    return [message for message in shop.sent if not message.automatic]


def test_an_answer_outside_a_window_waits_for_the_next_one(shop):
    request = shop.write()
    shop.office.answer(request, "Oui.")
    shop.go(at("23 16:59"))
    assert own(shop) == []
    assert shop.request(request).state is State.ANSWERED
    shop.go(at("23 17:00"))
    (message,) = own(shop)
    assert message.in_reply_to == "<m1@example.net>"
    assert [e.at for e in shop.events("promise.kept")] == [at("23 17:00")]


def test_now_is_now(shop):
    request = shop.write()
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    assert len(own(shop)) == 1


def test_what_was_in_progress_when_the_window_closed_may_be_finished(shop):
    request = shop.write()
    shop.go(at("23 17:47"))
    shop.office.answer(request, "Oui.")
    shop.office.tick()
    assert len(own(shop)) == 1


def test_an_answer_does_not_wait_past_its_promise(shop):
    request = shop.write()
    due = shop.promise(request).due
    shop.office.away("closed", until=due + timedelta(days=2))
    shop.office.answer(request, "Oui, vite.")
    shop.go(due + timedelta(hours=1))
    assert len(own(shop)) == 1
    assert shop.events("promise.broken") == []


def test_a_promise_by_a_day_is_dated_inside_a_window_of_it(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", now=True, by=TUESDAY)
    shop.office.tick()
    promise = shop.promise(request)
    assert promise.kind is Kind.ANSWER
    assert promise.due == at("24 17:45")
    assert shop.request(request).state is State.OPEN
    shop.go(at("23 17:05"))
    assert shop.office.desk().portion == ()  # nothing is dealt before the day she named
    shop.go(at("24 11:05"))
    assert [card.id for card in shop.office.desk().portion] == [request]


def test_a_promise_on_a_closed_day_goes_to_the_next_open_one(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", now=True, by=SUNDAY)
    shop.office.tick()
    assert shop.promise(request).window.startswith("2026-11-30")


@pytest.mark.parametrize(("number", "text"), [(39, "Un 42 ?"), (13, "Un devis pour un ourlet ?")])
def test_a_promise_on_a_full_day_goes_to_the_next_one(shop, number, text):
    for n in range(number):
        shop.arrive(f"client{n}", text)
    shop.go(at("23 14:01"))
    held = [p.window[:10] for p in shop.promises().values()]
    assert held.count("2026-11-24") == (24 if number == 39 else 8)
    request = shop.write("anne", "Une question")
    shop.office.answer(request, "Je vérifie.", now=True, by=TUESDAY)
    shop.office.tick()
    assert shop.promise(request).window.startswith("2026-11-25")
    assert shop.violations() == ()


def test_the_end_of_a_request_takes_a_date_back_that_has_not_left(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", by=TUESDAY)
    shop.office.decline(request)
    shop.go(at("25 12:00"))
    assert own(shop) == []
    assert shop.promises() == {}
    assert shop.events("promise.broken") == []


def test_a_request_given_by_hand_is_answered_by_hand(shop):
    shop.office.add("Ourlet du pantalon gris", "Mme Dubois", "phone")
    (request,) = shop.open()
    assert shop.promise(request.id).due == at("24 11:45")
    shop.office.answer(request.id, "Dit au téléphone.", by=TUESDAY)
    assert shop.request(request.id).state is State.OPEN
    assert shop.promise(request.id).due == at("24 17:45")
    assert shop.events("request.ended") == []
    shop.office.answer(request.id, "Fait.")
    assert shop.promises() == {}
    assert [e.data["how"] for e in shop.events("request.ended")] == ["answered"]
    assert shop.sent == []


def test_an_answer_that_is_refused_reopens_the_request(shop):
    from planner.ports import Handover, Outcome

    request = shop.write()
    shop.post.answers = lambda _: Outcome(Handover.REFUSED, "550 no such user")
    shop.office.answer(request, "Oui.", now=True)
    shop.office.tick()
    assert shop.request(request).state is State.OPEN
    assert shop.office.today().problems


def test_words_whose_date_has_passed_do_not_leave(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie, réponse mardi.", by=TUESDAY)
    shop.sleep(at("27 10:00"))
    shop.office.tick()
    assert own(shop) == []
    assert shop.office.today().problems
    assert shop.promise(request).due > shop.clock.now()  # an honest date, with an apology
    assert shop.violations() == ()


def test_what_has_ended_cannot_be_answered_and_nothing_empty_leaves(shop):
    request = shop.write()
    with pytest.raises(WrongUse):
        shop.office.answer(request, "  \n")
    shop.office.release(request)
    with pytest.raises(NotPossible):
        shop.office.answer(request, "Oui.")


def test_a_snoozed_request_is_not_dealt_and_its_date_moves_with_a_notice(shop):
    request = shop.write()
    shop.office.snooze(request, at("25 08:00"))
    shop.go(at("24 12:00"))
    assert shop.promise(request).due > at("25 08:00")
    assert [e.data["in_time"] for e in shop.events("promise.moved")] == [True]
    with pytest.raises(WrongUse):
        shop.office.snooze(request, at("20 08:00"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_to_the_owner_are_in_her_language(tmp_path, language):
    shop = Shop(tmp_path, language=language)
    request = shop.write()
    done = shop.office.answer(request, "Oui.")
    assert ("fenêtre" in done.sentence) is (language == "fr")
    shop.office.close()
