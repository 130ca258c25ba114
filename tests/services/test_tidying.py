"""What a return puts in order, and that each step can be taken back."""

from datetime import timedelta

import pytest

from planner.domain.request import State
from planner.errors import NotFound, NotPossible
from tests.shop import Shop, at


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()


def returns(shop, to="27 08:40"):
    shop.go(at(to))
    shop.office.back()
    shop.go(shop.clock.now() + timedelta(seconds=30))


def stands(shop):
    with shop.books() as unit:
        told = {p.request_id: (p.kind, p.due) for p in unit.promises.standing().values()}
        said = {r.id: [m.text for m in unit.messages.of(r.id) if not m.mine]
                for r in unit.requests.open()}  # fmt: skip
        return unit.requests.open(), told, said


def test_nothing_is_tidied_before_the_return_can_no_longer_be_undone(shop):
    shop.office.away("sick")
    shop.write("anne", "Existe-t-elle en 42 ?", subject="Robe")
    shop.go(at("27 12:00"))
    shop.write("anne", "La jolie jupe existe-t-elle en 42 ?", subject="Question")
    shop.go(at("30 08:40"))
    shop.office.back()
    shop.office.tick()
    assert shop.office.tidied() == ()
    shop.office.undo()
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.office.tidied() == ()
    assert len(shop.open()) == 2


def test_what_was_merged_stands_apart_again(shop):
    shop.office.away("leave", until=at("30 08:00"))
    shop.write("anne", "Existe-t-elle en 42 ?", subject="Robe")
    shop.go(at("27 12:00"))
    shop.write("anne", "La jolie jupe existe-t-elle en 42 ?", subject="Question")
    before = stands(shop)
    told = len(shop.sent)
    shop.go(at("30 08:00") + timedelta(minutes=1))
    (view,) = [v for v in shop.office.tidied() if v.kind == "merged"]
    (kept,) = shop.open()
    assert kept.written == 2
    assert shop.promise(kept.id).due == min(due for _kind, due in before[1].values())
    assert len(shop.sent) == told  # tidying says nothing to anybody
    assert not shop.violations()
    shop.office.undo_tidy(view.number)
    assert stands(shop)[1:] == before[1:]
    assert [(r.written, r.last_in_at, r.asks) for r in shop.open()] == [
        (r.written, r.last_in_at, r.asks) for r in before[0]
    ]
    (view,) = [v for v in shop.office.tidied() if v.kind == "merged"]
    assert view.undone
    with pytest.raises(NotPossible):
        shop.office.undo_tidy(view.number)
    with pytest.raises(NotFound):
        shop.office.undo_tidy(99)
    assert not shop.violations()


def test_found_elsewhere_is_closed_and_can_be_opened(shop):
    shop.office.away("sick")
    request = shop.write("anne", "Un 42 ?")
    shop.go(at("25 12:00"))
    shop.write("anne", "J'ai trouvé ailleurs, merci !", subject="Re: Jupe de anne")
    returns(shop)
    (view,) = shop.office.tidied()
    assert (view.kind, shop.request(request).state) == ("withdrawn", State.CLOSED)
    shop.office.undo_tidy(1)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert shop.request(request).state is State.OPEN
    assert shop.promise(request) is not None
    assert not shop.violations()


def test_what_only_insisted_may_become_a_request_of_its_own(shop):
    shop.office.away("sick")
    request = shop.write("anne", "Un 42 ?")
    shop.go(at("24 12:00"))
    shop.write("anne", "???")
    returns(shop)
    (view,) = shop.office.tidied()
    assert view.kind == "repeat"
    shop.office.undo_tidy(1)
    shop.go(shop.clock.now() + timedelta(minutes=1))
    assert {r.written for r in shop.open()} == {1}
    assert len(shop.open()) == 2
    assert shop.request(request).state is State.OPEN
    assert not shop.violations()


def test_different_matters_stay_apart_and_so_do_different_people(shop):
    shop.office.away("sick")
    shop.write("anne", "Existe-t-elle en 42 ?", subject="Robe")
    shop.write("anne", "Où est mon colis ?", subject="Colis")
    shop.write("bilal", "Existe-t-elle en 42 ?", subject="Robe")
    returns(shop)
    assert len(shop.open()) == 3
    (view,) = shop.office.tidied()
    assert (view.kind, len(view.requests)) == ("same", 2)
    with pytest.raises(NotFound):
        shop.office.undo_tidy(view.number)


def test_the_older_one_may_be_the_one_that_goes(shop):
    """The newer one has the earlier date; the older one is not looked at a second time."""
    by = shop.ctx.day(shop.clock.now()) + timedelta(days=9)
    shop.office.add("Un ourlet", "Rose", by=by, as_said=True)
    shop.office.add("Un ourlet", "Rose")
    shop.office.away("sick")
    returns(shop, "23 15:00")
    assert [r.id for r in shop.open()] == [2]
    assert shop.violations() == ()
