"""The owner's own dates: written with --promise, or spoken and noted by hand (C-01, C-03, C-06)."""

from datetime import date, timedelta

import pytest

from planner.domain.promise import Kind, Standing
from planner.errors import NotPossible, WrongUse
from tests.shop import Shop, at

TUESDAY, WEDNESDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 29)


def own(shop):
    return [message for message in shop.sent if not message.automatic]


def test_the_words_of_a_promise_carry_its_date(shop):
    request = shop.write()
    done = shop.office.answer(request, "Je vérifie en réserve.", now=True, by=SUNDAY)
    shop.office.tick()
    (letter,) = own(shop)
    assert letter.body.startswith("Je vérifie en réserve.")
    assert "lundi 30 novembre" in letter.body
    assert "closed or full" in done.sentence
    assert shop.promise(request).due == at("30 17:45")


def test_words_that_name_the_day_stay_as_they_are(shop):
    request = shop.write()
    text = "Je vérifie, réponse mardi. Atelier"
    shop.office.answer(request, text, now=True, by=TUESDAY)
    shop.office.tick()
    assert own(shop)[0].body == text


def test_one_signature_is_enough(shop):
    request = shop.write()
    shop.office.answer(request, "Je vérifie. Atelier", now=True, by=TUESDAY)
    shop.office.tick()
    assert own(shop)[0].body.count("Atelier") == 1


def test_a_window_that_is_full_takes_no_promise(tmp_path):
    rows = [
        {"days": "monday..saturday", "from": f"{hour}:00", "to": f"{hour}:45", "answers": 1}
        for hour in (11, 17)
    ]
    shop = Shop(tmp_path, settings={"window": rows})
    for n in range(3):  # Monday 17:00, Tuesday 11:00 and 17:00
        shop.write(f"client{n}")
    request = shop.write("anne")
    shop.office.answer(request, "Je vérifie.", now=True, by=TUESDAY)
    shop.office.tick()
    assert shop.promise(request).window == "2026-11-25T11:00"
    assert shop.events("promise.moved") == []
    shop.office.close()


def test_nothing_is_promised_for_a_quiet_hour(tmp_path):
    rows = [
        {"days": "monday..saturday", "from": "11:00", "to": "11:45"},
        {"days": "monday..saturday", "from": "20:00", "to": "21:00"},
    ]
    lax = {"rule": {"lax": {"say": "Lax.", "then": {"answers_at_most": 30}}}}  # no latest hour
    shop = Shop(tmp_path, at("23 12:00"), settings={"window": rows}, policy=lax)
    request = shop.write()
    shop.office.answer(request, "Je vérifie.", now=True, by=date(2026, 11, 23))
    shop.office.tick()
    assert shop.promise(request).window == "2026-11-24T11:00"
    shop.office.close()


def test_a_spoken_day_with_room_is_entered_as_it_was_said(shop):
    done = shop.office.add("Ourlet", "Rose", "phone", by=WEDNESDAY)
    (request,) = shop.open()
    assert shop.promise(request.id).due == at("25 17:45")
    assert "17:45" in done.sentence
    assert shop.violations() == ()


def test_without_room_the_nearest_date_is_proposed_and_nothing_is_written(shop):
    for n in range(45):
        shop.arrive(f"client{n}")
    shop.go(at("23 14:01"))
    before, events = shop.promises(), len(shop.events())
    with pytest.raises(NotPossible, match=r"no room.*Wednesday 17:45"):
        shop.office.add("Ourlet", "Rose", by=TUESDAY)
    assert shop.promises() == before
    assert len(shop.events()) == events


def test_a_word_that_is_given_is_entered_and_recorded_as_her_own_choice(shop):
    shop.office.add("Ourlet", "Rose", by=SUNDAY, as_said=True)
    (request,) = shop.open()
    assert shop.promise(request.id).due == at("29 20:30")
    with shop.books() as unit:
        action = unit.journal.last_action()
    assert action.kind == "override"
    assert action.data["request"] == request.id
    shop.go(at("24 12:00"))
    assert shop.violations() == ()


def test_a_day_that_has_passed_is_no_promise(shop):
    with pytest.raises(WrongUse):
        shop.office.add("Ourlet", "Rose", by=date(2026, 11, 22))


def test_a_spoken_date_that_cannot_be_kept_is_told_to_the_owner(shop):
    shop.office.add("Ourlet", "Rose", by=TUESDAY)
    assert shop.office.today().at_risk == ()
    shop.office.away("closed", until=at("25 04:00"))
    shop.go(at("23 20:00"))
    assert any("aloud" in sentence for sentence in shop.office.today().at_risk)
    shop.go(at("24 18:00"))
    (request,) = shop.open()
    with shop.books() as unit:
        assert unit.promises.of(request.id)[-1].state is Standing.BROKEN
    assert any("has passed" in sentence for sentence in shop.office.today().at_risk)
    assert [row.decide for row in shop.office.promises()] == [True]
    shop.office.answer(request.id, "Dit au téléphone.", now=True)
    assert shop.office.today().at_risk == ()


def test_a_claim_is_questioned_and_leaves_all_the_same(shop):
    request = shop.write()
    done = shop.office.answer(request, "Elle est sûrement là.", now=True)
    assert "sûrement" in done.hint
    shop.office.tick()
    assert len(own(shop)) == 1


def test_the_ledger_counts_what_was_kept_moved_in_time_and_let_go(shop):
    ids = [shop.write(who) for who in ("anne", "bilal", "cleo")]
    shop.office.answer(ids[0], "Oui.", now=True)
    shop.office.release(ids[1])
    shop.office.away("closed", until=at("25 04:00"))
    shop.go(at("23 18:00"))
    view = shop.office.ledger()
    assert view.outcomes == {
        "kept": 1,
        "moved in time": 1,
        "moved late": 0,
        "released": 1,
        "broken": 0,
        "not delivered": 0,
    }
    assert {row.person: row.state for row in view.rows} == {
        "Anne": "kept",
        "Bilal": "released",
        "Cleo": "moved",
    }


def test_a_date_given_after_a_late_one_is_not_called_moved_in_time(shop):
    request = shop.write()
    shop.sleep(at("27 10:00"))
    shop.office.tick()
    rows = [row for row in shop.office.promises() if row.request == request]
    assert [row.state for row in rows] == ["broken", "standing"]
    assert shop.promise(request).kind is Kind.ANSWER
    assert shop.promise(request).moves == 1
    assert shop.office.ledger().outcomes["broken"] == 1


def test_what_slipped_twice_and_passed_waits_for_the_owner(shop):
    request = shop.write()
    shop.go(at("27 18:00"))  # nobody is ever at the desk
    moved = [e.data["in_time"] for e in shop.events("promise.moved")]
    assert moved == [True, True]
    assert len(shop.sent) == 3
    assert any("decide" in sentence for sentence in shop.office.today().at_risk)
    assert shop.office.promises()[-1].decide
    shop.office.release(request)
    shop.go(shop.clock.now() + timedelta(days=1))
    assert shop.office.today().at_risk == ()
    assert shop.violations() == ()


def test_what_was_noted_by_hand_is_let_go_in_person(shop):
    shop.office.add("Ourlet", "Rose")
    done = shop.office.release(1)
    assert "yourself" in done.sentence
    assert shop.sent == []
    assert shop.promises() == {}
    assert shop.violations() == ()
