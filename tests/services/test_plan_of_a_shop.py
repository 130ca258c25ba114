"""The plan in the life of a shop: what engine.md, section 4, asks of every change."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from planner.domain.plan.make import Plan, plan
from planner.domain.promise import Kind
from planner.services import planning
from planner.services.planning import look
from tests.shop import Shop, at


def busy(folder, seed: int) -> Shop:
    """A shop with people who wrote during a day, all with a date."""
    chance = random.Random(seed)
    shop = Shop(folder, at("23 08:40"))
    for number in range(chance.randint(6, 30)):
        shop.arrive(
            f"client{number}", chance.choice(("Un 42 ?", "C'est combien, s'il vous plaît ?"))
        )
        shop.clock.step(timedelta(minutes=chance.randint(1, 9)))
        shop.office.tick()
    return shop


def plan_of(shop: Shop) -> Plan:
    with shop.books() as unit:
        return look(unit, shop.ctx, shop.clock.now()).plan


SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sick_day_and_its_undo_restore_plan_and_promises(tmp_path, seed):
    shop = busy(tmp_path, seed)
    before = plan_of(shop).places, shop.promises()
    shop.office.away("sick")
    shop.office.tick()
    shop.clock.step(timedelta(seconds=5))
    assert plan_of(shop).places != before[0]
    shop.office.undo()
    shop.office.tick()
    assert (plan_of(shop).places, shop.promises()) == before
    sent = len(shop.sent)
    shop.go(shop.clock.now() + timedelta(minutes=5))
    assert len(shop.sent) == sent


@pytest.mark.parametrize("seed", SEEDS)
def test_those_are_told_whose_date_cannot_be_kept_and_nobody_else(tmp_path, seed):
    shop = busy(tmp_path, seed)
    promised, written = shop.promises(), len(shop.sent)
    back = at("25 05:00")
    shop.office.away("closed", until=back)
    shop.go(at("23 17:00"))
    lost = {id_ for id_, promise in promised.items() if promise.due <= back}
    assert {m.to.address for m in shop.sent[written:]} == {
        shop.request(id_).address for id_ in lost
    }
    assert len(shop.sent) - written == len(lost)
    for id_, promise in shop.promises().items():
        assert (promise.due != promised[id_].due) == (id_ in lost)
    assert shop.violations() == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_planned_where_the_shop_is_closed(tmp_path, seed):
    shop = busy(tmp_path, seed)
    shop.office.away("leave", since=at("24 04:00"), until=at("26 04:00"))
    shop.go(shop.clock.now() + timedelta(seconds=20))
    with shop.books() as unit:
        situation = look(unit, shop.ctx, shop.clock.now())
    places = [p for r in situation.requests if (p := situation.place(r.id))]
    assert places
    for place in places:
        assert place.day.weekday() != 6
        assert not at("24 04:00") <= place.start < at("26 04:00")
        assert shop.ctx.policy.left(place) == place


def test_who_was_moved_once_is_moved_again_last(tmp_path):
    shop = Shop(tmp_path, at("23 08:40"))
    for number in range(4):
        shop.write(f"premiere{number}")
    shop.office.away("closed", until=at("24 04:00"))
    shop.go(at("23 09:00"))
    moved = {id_ for id_, promise in shop.promises().items() if promise.moves}
    assert len(moved) == 4
    for number in range(10):
        shop.write(f"deuxieme{number}")
    due_together = {p.due for p in shop.promises().values()}
    assert len(due_together) == 1
    shop.office.check_in(2)  # a smaller day: some of today's promises cannot be kept
    shop.go(at("24 08:40"))
    shop.office.check_in(2)
    shop.go(at("24 10:59"))
    again = {id_ for id_, promise in shop.promises().items() if promise.moves > 1}
    once = {id_ for id_, promise in shop.promises().items() if promise.moves == 1} - moved
    assert once
    assert not again
    assert shop.violations() == ()


def test_a_promise_of_news_takes_no_room(tmp_path):
    shop = busy(tmp_path, 1)
    shop.office.away("sick")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert {p.kind for p in shop.promises().values()} == {Kind.NEWS}
    assert shop.violations() == ()


def test_a_quiet_tick_plans_nothing_anew(tmp_path, monkeypatch):
    shop, made = busy(tmp_path, 2), []
    monkeypatch.setattr(planning, "plan", lambda *case: made.append(case) or plan(*case))
    for _ in range(3):
        shop.clock.step(timedelta(seconds=20))
        shop.office.tick()
    assert len(made) <= 1
    shop.write("hanna")
    assert made
