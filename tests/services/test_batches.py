"""One decision about many: previewed whole, taken back whole, and no day's answers."""

from datetime import timedelta

import pytest

from planner.domain.request import State
from planner.errors import NotPossible
from tests.shop import Shop, at

PLAIN = "Une question sur la vitrine."


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def stands(shop):
    with shop.books() as unit:
        return (
            unit.requests.open(),
            sorted((p.request_id, p.kind, p.due) for p in unit.promises.standing().values()),
        )


def test_the_preview_writes_nothing_and_is_what_leaves(shop):
    for who in ("anne", "bilal"):
        shop.write(who, PLAIN)
    before = stands(shop)
    view = shop.office.rest()
    assert stands(shop) == before
    told = len(shop.sent)
    shop.office.let_go_of_rest()
    shop.go(at("24 12:00"))
    assert [m.body for m in shop.sent[told:]] == [line.text for line in view.lines]
    assert {shop.request(line.request).state for line in view.lines} == {State.RELEASED}
    assert shop.promises() == {}
    assert not shop.violations()


def test_what_came_after_the_preview_is_left_alone(shop):
    shown = shop.write("anne", PLAIN)
    fresh = shop.write("bilal", PLAIN)
    shop.office.let_go_of_rest([shown])
    assert shop.request(shown).state is State.RELEASED
    assert shop.request(fresh).state is State.OPEN


@pytest.mark.parametrize("which", ["let_go_of_rest", "ask_still_useful"])
def test_ten_seconds_bring_everything_back(shop, which):
    for who in ("anne", "bilal", "cleo"):
        shop.write(who, PLAIN)
    shop.office.away("leave", until=at("30 08:00") + timedelta(days=9))
    shop.go(at("30 08:00") + timedelta(days=9, minutes=1))
    before, told = stands(shop), len(shop.sent)
    getattr(shop.office, which)()
    shop.office.tick()
    shop.office.undo()
    shop.office.tick()
    assert stands(shop) == before
    assert len(shop.sent) == told
    assert not shop.violations()


def test_it_takes_no_answer_of_the_day(shop):
    for n in range(12):
        shop.arrive(f"client{n}", PLAIN)
    shop.go(at("24 11:00"))
    left = shop.office.today().load
    shop.office.let_go_of_rest()
    assert shop.office.today().load <= left
    assert not shop.office.today().day_full


def test_what_has_a_stake_is_kept_with_its_reason(shop):
    shop.write("anne", "Livrez-vous à Namur et combien coûte la jupe ?")
    shop.write("bilal", "Un devis pour une retouche ?")
    shop.office.add("Un ourlet", "Rose")
    shop.write("dora", PLAIN)
    shop.office.mark_urgent(max(r.id for r in shop.open()), True)
    view = shop.office.rest()
    assert view.lines == ()
    assert len({line.text for line in view.kept}) == 4
    with pytest.raises(NotPossible):
        shop.office.let_go_of_rest()


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("Oui", State.OPEN),
        ("Oui, merci beaucoup", State.OPEN),
        ("Yes please", State.OPEN),
        ("Non merci", State.ANSWERED),
        ("Merci", State.ANSWERED),
        ("Plus besoin, merci", State.ANSWERED),
    ],
)
def test_a_yes_brings_the_request_back_with_a_date(shop, reply, state):
    request = shop.write("anne")
    shop.office.away("leave", until=at("30 08:00") + timedelta(days=9))
    shop.go(at("30 11:00") + timedelta(days=10))
    shop.office.ask_still_useful()
    shop.go(shop.clock.now() + timedelta(hours=1))
    assert shop.request(request).state is State.ANSWERED
    shop.arrive("anne", reply, subject="Re: Jupe de anne")
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.request(request).state is state
    assert (shop.promise(request) is not None) is (state is State.OPEN)
    assert not shop.violations()
