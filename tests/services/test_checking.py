"""The nightly check: once a working day, calm, and it finds what contradicts an invariant."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from planner.ports import Handover, Outcome
from planner.services.checking import CHECKED, amiss, in_words
from tests.shop import at

SPOILT = {
    "3": "UPDATE outbox SET state = 'cancelled' WHERE purpose = 'answer'",
    "4": "UPDATE outbox SET state = 'failed' WHERE purpose = 'ack'",
    "4b": "UPDATE promises SET due = '2026-11-23 01:00:00.000000' WHERE state = 'standing'",
    "6": "UPDATE outbox SET automatic = 1, person_id = 1, sent_at = '2026-11-23 12:00:00.000000'",
}


@pytest.fixture
def spoil(shop):
    def spoilt(statement):
        with closing(sqlite3.connect(shop.ctx.store.where)) as direct, direct:
            direct.execute(statement)

    return spoilt


def found(shop):
    with shop.books() as unit:
        return amiss(unit)


def next_day(shop):
    """The first pass of the next working day, without any before it."""
    _begins, ends = shop.ctx.bounds(shop.ctx.day(shop.clock.now()))
    shop.sleep(ends + timedelta(minutes=1))


@pytest.fixture
def lived_in(shop):
    """Two requests with dates, one of them answered."""
    first, _second = shop.write("anne"), shop.write("bilal")
    shop.go(at("23 17:10"))
    shop.office.answer(first, "Oui.", now=True)
    shop.go(at("23 17:20"))
    return shop


def test_all_is_well_and_it_is_asked_once_a_day(lived_in, monkeypatch):
    asked = []
    monkeypatch.setattr("planner.services.checking._found", lambda *_: asked.append(1) or [])
    for _ in range(3):
        lived_in.office.tick()
    assert asked == []  # today it was done
    next_day(lived_in)
    for _ in range(3):
        lived_in.office.tick()
    assert asked == [1]


def test_a_life_of_some_days_has_nothing_to_say(lived_in):
    lived_in.go(at("27 12:00"))
    assert found(lived_in) == ()
    assert not any("add up" in problem for problem in lived_in.office.today().problems)


@pytest.mark.parametrize("invariant", SPOILT)
def test_what_contradicts_is_found_said_once_and_forgotten_when_it_is_past(
    lived_in, spoil, invariant, monkeypatch, caplog
):
    spoil(SPOILT[invariant])
    monkeypatch.setattr("planner.services.ticking.reconcile", lambda _ctx: ([], None, False))
    next_day(lived_in)
    lived_in.office.tick()
    keys = [key for key in found(lived_in) if key.partition(" ")[0] == invariant]
    assert keys
    assert in_words(keys[0])
    assert "nightly check found" in caplog.text
    view = lived_in.office.today()
    assert len([problem for problem in view.problems if "add up" in problem]) == 1
    spoil("UPDATE outbox SET state = 'sent', automatic = 0")
    spoil("UPDATE promises SET due = '2027-11-23 01:00:00.000000'")
    next_day(lived_in)
    lived_in.office.tick()
    assert found(lived_in) == ()


def test_it_holds_nobody_up(lived_in, monkeypatch):
    """It reads: another process writes meanwhile."""
    wrote = []

    def slow(_unit, now):
        with closing(sqlite3.connect(lived_in.ctx.store.where, timeout=0)) as direct, direct:
            direct.execute("UPDATE alembic_version SET version_num = version_num")
        wrote.append(now)
        return []

    monkeypatch.setattr("planner.services.checking._found", slow)
    next_day(lived_in)
    lived_in.office.tick()
    assert wrote


def test_a_pass_that_slept_in_the_middle_leaves_it_to_the_next(lived_in):
    """Found by the simulated year: what the clock brought meanwhile is not written down yet."""
    shop = lived_in
    next_day(shop)
    shop.arrive("cleo")

    def slept(_message):
        shop.sleep(at("24 18:00"))  # every date has passed
        return Outcome(Handover.SENT)

    shop.post.answers = slept
    shop.office.tick()
    with shop.books() as unit:
        assert not unit.journal.has(CHECKED, "2026-11-24")
    shop.post.answers = lambda _message: Outcome(Handover.SENT)
    shop.clock.step(timedelta(seconds=20))
    shop.office.tick()
    with shop.books() as unit:
        assert unit.journal.has(CHECKED, "2026-11-24")
    assert found(shop) == ()
