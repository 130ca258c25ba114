"""An answer of the desk waits ten seconds; taken back, everything is as it was (invariant 10)."""

from datetime import timedelta

import pytest

from planner.errors import NotPossible
from planner.services.policy.known import WORKED
from tests.shop import at

ASK = "Bonjour, est-elle encore disponible ?"


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


def stands(shop):
    """Everything that words of hers change: requests, dates, letters, talk, what counts."""
    with shop.books() as unit:
        everybody = (*unit.requests.open(), *unit.requests.ended())
        requests = {r.id: (r, unit.outbox.last_sent_at(r.person_id)) for r in everybody}
        promises = {p.id: p for r in everybody for p in unit.promises.of(r.id)}
        letters = {
            x.id: (x.state, x.body, x.changes, x.sent_at)
            for r in everybody
            for x in unit.outbox.of(r.id)
            if x.state != "cancelled"
        }
        talk = {r.id: [m.text for m in unit.messages.of(r.id)] for r in everybody}
        done = unit.journal.actions(("answer", "override", "released", "declined"), at("22 00:00"))
        worked = unit.journal.has(WORKED, "2026-11-23")
    review = shop.office.review().days
    return requests, promises, letters, talk, done, worked, review, len(shop.sent)


@pytest.mark.parametrize(
    "word",
    [
        lambda office, one, _: office.answer(one, "Oui.", grace=True),
        lambda office, one, also: office.answer_group(one, "Oui.", also, grace=True),
        lambda office, one, _: office.release(one, grace=True),
        lambda office, one, _: office.decline(one, "Non, désolée.", grace=True),
        lambda office, one, _: office.decline(one, grace=True),
    ],
    ids=["answer", "group", "release", "decline", "close"],
)
def test_whatever_she_says_is_taken_back_whole(shop, word):
    """Her word and what the ticks made of it: nothing of either stays, and nobody reads it."""
    ids = [shop.write(who, ASK, subject="Robe") for who in ("anne", "bilal", "cleo")]
    with shop.ctx.store.write() as unit:
        unit.requests.change(ids[0], errand="Roger")
    shop.go(at("23 17:05"))
    before = stands(shop)
    done = word(shop.office, ids[0], ids[1:])
    assert done.undo_until == shop.clock.now() + timedelta(seconds=10)
    assert shop.request(ids[0]).state != "open"
    shop.clock.step(timedelta(seconds=4))
    shop.office.tick()
    assert len(shop.sent) == before[-1]
    shop.office.undo()
    assert stands(shop) == before
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert stands(shop) == before
    assert shop.violations() == ()


def test_a_group_leaves_together_when_the_seconds_have_passed(shop):
    ids = [shop.write(who, ASK, subject="Robe") for who in ("anne", "bilal")]
    shop.go(at("23 17:05"))
    shop.office.answer_group(ids[0], "Oui.", ids[1:], grace=True)
    shop.go(shop.clock.now() + timedelta(seconds=11))
    assert [m.to.address for m in shop.sent if not m.automatic] == [
        "anne@example.net",
        "bilal@example.net",
    ]
    with pytest.raises(NotPossible):
        shop.office.undo()
    assert shop.violations() == ()


def test_what_was_noted_as_said_in_person_waits_again(shop):
    """Nothing left the house: closing it, or an honest no at the counter, is undone as well."""
    shop.office.add("Un ourlet ?", "Lise", "shop")
    request = shop.open()[0].id
    shop.go(at("23 17:05"))
    for end in (shop.office.release, shop.office.decline):
        before = stands(shop)
        end(request, grace=True)
        shop.office.undo()
        assert stands(shop) == before


def test_her_own_first_word_that_waited_waits_again(shop, asked):
    """A letter with a date, written outside a window, is not lost to a release undone (B-09)."""
    shop.go(at("23 20:00"))
    shop.office.answer(asked, "Je regarde.", by=at("26 12:00").date())
    before = stands(shop)
    shop.office.release(asked, grace=True)
    shop.office.undo()
    assert stands(shop) == before
    shop.go(at("24 11:05"))
    assert any("Je regarde." in m.body for m in shop.sent)


def test_who_writes_within_the_ten_seconds_is_counted_and_keeps_the_place(shop, asked):
    before = shop.request(asked)
    shop.office.release(asked, grace=True)
    shop.clock.step(timedelta(seconds=2))
    shop.write("anne", "Et en 44 ?")
    shop.office.undo()
    after = shop.request(asked)
    assert (after.state, after.opened_at, after.written) == ("open", before.opened_at, 2)
    assert shop.violations() == ()
