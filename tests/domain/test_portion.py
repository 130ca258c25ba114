"""The order of the desk: dates, age, who is ready to buy, errands; never tone (A-06 .. A-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.portion import aged_since, in_order
from planner.domain.request import HEAVY, NORMAL, TARGET_AGE, Request, State, aged
from planner.domain.window import Absence, Schedule, SpecialDay, Weekly

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # Tuesday, 11:00 in Brussels
HOUR = timedelta(hours=1)
SHOP = Schedule(
    "Europe/Brussels",
    time(4),
    (Weekly(frozenset(range(6)), time(11), time(11, 45)),),
)


def request(number, hours=2, **more):
    return Request(number, number, f"p{number}", "mail", "", State.OPEN, NOW - hours * HOUR, **more)


def ids(found):
    return [r.id for r in found]


REQUESTS = st.lists(
    st.builds(
        lambda hours, ready, errand, tone, effort, written: (
            hours, ready, errand, tone, effort, written
        ),
        st.integers(0, 90),
        st.booleans(),
        st.sampled_from(["", "", "Roger", "Anvers"]),
        st.sampled_from(["calm", "annoyed", "hostile"]),
        st.sampled_from([NORMAL, HEAVY]),
        st.integers(1, 9),
    ),
    max_size=9,
)  # fmt: skip


@st.composite
def desks(draw):
    """Requests with what was told, what is planned here, and the room of the window."""
    made = [
        request(n, h, ready_to_buy=r, errand=e, tone=t, effort=f, written=w)
        for n, (h, r, e, t, f, w) in enumerate(draw(REQUESTS), 1)
    ]
    some = st.sets(st.sampled_from([r.id for r in made])) if made else st.just(set())
    told = {n: NOW + draw(st.integers(1, 30)) * HOUR for n in draw(some)}
    old = {r.id for r in made if aged(r, NOW)}
    return made, told, draw(some), old, draw(st.integers(0, 15))


def test_a_date_then_ready_to_buy_then_who_came_first():
    soon, late = NOW + HOUR, NOW + 9 * HOUR
    made = [request(1, 5), request(2, 3), request(3, 2, ready_to_buy=True), request(4, 1)]
    told = {1: late, 2: soon, 3: soon, 4: soon}
    assert ids(in_order(made, told, {1, 2, 3, 4}, set(), 15)) == [3, 2, 4, 1]
    assert ids(in_order(made, told, {1, 4}, set(), 15)) == [4, 1, 3, 2]


def test_past_the_target_age_nobody_new_goes_first():
    made = [request(1, 30), *(request(n, 1, ready_to_buy=True) for n in range(2, 9))]
    told = dict.fromkeys(range(2, 9), NOW + HOUR)
    assert ids(in_order(made, told, set(told), {1}, 15))[0] == 1
    assert ids(in_order(made, told, set(told), set(), 15))[-1] == 1


def test_no_promise_breaks_for_an_old_request():
    made = [request(1, 30), *(request(n, 1) for n in range(2, 9))]
    told = dict.fromkeys(range(2, 9), NOW + HOUR)
    assert ids(in_order(made, told, set(told), {1}, 7))[-1] == 1
    assert ids(in_order(made, told, set(told), {1}, 8))[0] == 1


def test_one_errand_is_one_trip():
    made = [request(n, 9 - n, errand="Roger" if n in (2, 5, 6) else "") for n in range(1, 8)]
    told = dict.fromkeys(range(1, 6), NOW + HOUR)
    here = {1, 2, 3, 4, 5}
    # 6 is planned for another window: it comes along only where the window has room beside the
    # promises planned into it.
    assert ids(in_order(made, told, here, set(), 6)) == [1, 2, 5, 6, 3, 4, 7]
    assert ids(in_order(made, told, here, set(), 5)) == [1, 2, 5, 3, 4, 6, 7]


@given(desks(), st.randoms())
def test_the_order_is_the_same_however_it_is_asked(desk, chance):
    made, *rest = desk
    mixed = list(made)
    chance.shuffle(mixed)
    found = in_order(mixed, *rest)
    assert found == in_order(made, *rest)
    assert sorted(ids(found)) == sorted(ids(made))


@given(desks(), st.sampled_from(["calm", "annoyed", "hostile"]), st.integers(1, 9))
def test_tone_and_writing_again_move_nobody(desk, tone, written):
    """G-03, A-02: whatever the tone and however often somebody wrote."""
    made, *rest = desk
    before = ids(in_order(made, *rest))
    assert ids(in_order([replace(r, tone=tone, written=written) for r in made], *rest)) == before


@given(desks(), st.data())
def test_effort_raises_nobody(desk, data):
    """It only says what fits: an aged request goes first where the promises leave it room."""
    made, told, here, _old, room = desk
    if not made:
        return
    rest = told, here, set(), room
    one = data.draw(st.sampled_from(made))
    light = [replace(r, effort=NORMAL, errand="") for r in made]
    heavy = [replace(r, effort=HEAVY) if r.id == one.id else r for r in light]
    assert ids(in_order(heavy, *rest)).index(one.id) >= ids(in_order(light, *rest)).index(one.id)


@given(desks())
def test_an_old_request_without_a_date_is_overtaken_only_by_older_ones(desk):
    made, told, here, old, _room = desk
    found = in_order([replace(r, errand="") for r in made], told, here, old, 1000)
    waits = [r for r in found if r.id in old and r.id not in told]
    assert found[: len(waits)] == sorted(waits, key=lambda r: (r.opened_at, r.id))


@pytest.mark.parametrize(
    ("day", "hour", "since"),
    [
        (25, 11, (24, 11)),  # a day before
        (23, 11, (21, 11)),  # Monday: Sunday does not count
        (22, 11, (20, 28)),  # on Sunday: as the Saturday ended, at 04:00, a day before
    ],
)
def test_a_closed_day_ages_nobody(day, hour, since):
    start = datetime(2026, 11, 1, tzinfo=UTC) - HOUR  # midnight in Brussels

    def on(day, hour):
        return start + timedelta(days=day - 1, hours=hour)

    assert aged_since(SHOP, on(day, hour)) == on(*since)


def test_absences_and_special_days_age_nobody():
    away = Absence(1, "leave", NOW - timedelta(days=21), NOW - timedelta(days=1))
    since = aged_since(SHOP, NOW, (away,))
    assert since <= NOW - timedelta(days=1)
    assert not aged(request(1, 22), NOW, since)
    closed = replace(SHOP, special=(SpecialDay(date(2026, 11, 23)),))
    assert aged_since(closed, NOW) == NOW - TARGET_AGE - timedelta(days=2)


def test_a_shop_that_never_opens_still_answers():
    assert aged_since(replace(SHOP, weekly=()), NOW) < NOW - timedelta(days=50)


def test_without_a_schedule_every_hour_counts():
    assert aged(request(1, 24), NOW)
    assert not aged(request(1, 23), NOW)
