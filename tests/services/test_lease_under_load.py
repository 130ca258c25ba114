"""A busy file and a clock that is set: neither takes the lease from a process that lives."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from planner.clock import StoryClock
from planner.ports import Handover, Outcome
from planner.store.engine import Store
from tests.services.test_filing import Keeper
from tests.services.test_two_processes import STALLED, beside

A_WHILE = timedelta(seconds=3)


@pytest.fixture
def other(shop):
    office, _post = beside(shop)
    yield office
    office.ctx.store.close()


def test_a_lease_that_was_renewed_while_another_waited_for_the_file_stays(shop, other, monkeypatch):
    assert shop.office.tick().ran
    plain, waited = Store.write, []

    @contextmanager
    def write(store):
        if store is other.ctx.store and not waited:
            waited.append(store)
            shop.clock.step(A_WHILE)
            assert shop.office.tick().ran
        with plain(store) as unit:
            yield unit

    monkeypatch.setattr(Store, "write", write)
    assert not other.tick().ran
    assert waited


def test_a_clock_that_was_set_back_a_little_takes_no_lease(shop):
    assert shop.office.tick().ran
    office, _post = beside(shop, StoryClock(shop.clock.now() - A_WHILE))
    assert not office.tick().ran
    office.ctx.store.close()


def test_a_letter_of_which_the_overtaken_process_knew_more_is_filed_like_any_other(shop, other):
    """The other wrote `perhaps`; this one knows that it left."""
    shop.ctx.keepers["mail"] = keeper = Keeper()

    def stopped(_message):
        shop.clock.step(STALLED)
        assert other.tick().ran
        return Outcome(Handover.SENT)

    shop.post.answers = stopped
    shop.arrive()
    assert not shop.office.tick().ran
    shop.post.answers = lambda _: Outcome(Handover.SENT)
    shop.clock.step(STALLED)
    assert shop.office.tick().ran
    assert [m.message_id for m in keeper.copies] == [m.message_id for m in shop.sent]
    assert len(keeper.copies) == 1
