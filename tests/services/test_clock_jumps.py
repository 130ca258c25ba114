"""A clock that jumps: back by hours, forward by a week; the same shop comes out of it."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from planner.bootstrap import open_shop
from planner.clock import StoryClock
from planner.errors import EntracteError
from planner.paths import Paths
from tests.servers.home import Home, letter, put
from tests.shop import Shop, at


def jump(shop, by: timedelta) -> None:
    """Somebody sets the machine's clock; another process opens the shop with it."""
    now = shop.clock.now() + by
    shop.ctx.store.close()
    shop.clock = StoryClock(now + timedelta(minutes=2))  # the old lease has run out or lies ahead
    shop.office = shop._open()


def promised(shop):
    return {r: (p.kind, p.due, p.window) for r, p in shop.promises().items()}


@pytest.mark.parametrize("hours", [1, 2, 5])
def test_a_clock_set_back_doubles_nothing_and_moves_nothing(shop, hours):
    requests = [shop.write(who) for who in ("anne", "bilal", "cleo")]
    shop.go(at("24 11:10"))
    shop.office.answer(requests[0], "Oui.")
    shop.office.tick()
    before, sent = promised(shop), len(shop.sent)
    jump(shop, -timedelta(hours=hours))
    assert shop.office.tick().ran
    assert promised(shop) == before
    assert len(shop.sent) == sent
    shop.go(at("24 11:12"))
    assert promised(shop) == before
    assert len(shop.sent) == sent
    marks = Counter((e.event, e.data.get("window")) for e in shop.events("window.opened"))
    assert set(marks.values()) == {1}
    assert shop.violations() == ()


def test_a_clock_set_back_during_an_absence_keeps_it(shop):
    shop.write()
    shop.office.away("closed", until=at("25 04:00"))
    shop.go(at("24 10:00"))
    sent = len(shop.sent)
    jump(shop, -timedelta(hours=2))
    shop.office.tick()
    assert shop.office.today().absence.until == at("25 04:00")
    assert len(shop.sent) == sent
    shop.go(at("25 10:00"))
    assert len(shop.events("absence.ended")) == 1
    assert shop.office.today().absence is None


def test_a_clock_set_back_to_before_an_absence_began(shop):
    shop.go(at("24 09:00"))
    shop.office.away("sick")
    shop.go(at("24 09:05"))
    jump(shop, -timedelta(hours=1))
    shop.office.tick()
    assert shop.office.today().absence is None  # it begins again at its own instant
    shop.go(at("24 09:10"))
    assert shop.office.today().absence is not None
    assert shop.violations() == ()


def test_a_week_forward_over_the_clock_change_catches_up_once(tmp_path):
    shop = Shop(tmp_path, at("23 14:00").replace(year=2027, month=3))
    request = shop.write()
    before = shop.promise(request)
    sent = len(shop.sent)
    shop.sleep(shop.clock.now() + timedelta(days=7))
    for _ in range(3):
        shop.office.tick()
    assert len(shop.sent) == sent + 1
    assert shop.promise(request).due > shop.clock.now() > before.due
    assert len(shop.events("promise.broken")) == 1
    assert shop.violations() == ()
    shop.office.close()


def test_after_a_jump_back_an_action_can_still_be_taken_back(shop):
    """Its ten seconds end at an instant: a clock set back makes them longer, never shorter."""
    shop.write()
    shop.office.away("sick")
    jump(shop, -timedelta(hours=2))
    shop.office.tick()
    assert len(shop.sent) == 1
    shop.office.undo()
    shop.go(at("23 16:00"))
    assert len(shop.sent) == 1
    assert shop.office.today().absence is None


def test_windows_that_went_by_in_a_sleep_are_noted_once(shop):
    """Found by the simulated year: the one that was open when the machine went to sleep, too."""
    shop.go(at("23 17:10"))
    shop.sleep(at("26 09:00"))
    for _ in range(2):
        shop.office.tick()
    names = ("23T17:00", "24T11:00", "24T17:00", "25T11:00", "25T17:00")
    for event in ("window.opened", "window.closed"):
        noted = Counter(e.data["window"] for e in shop.events(event))
        assert {name: noted[f"2026-11-{name}"] for name in names} == dict.fromkeys(names, 1)


def test_a_clock_from_before_this_version_sends_nothing(tmp_path):
    """An empty battery, a log-in before the time was fetched: nobody is told a date of 1970."""
    home = Home(tmp_path / "home").maildir(tmp_path / "mail").channel("out", "paper")
    put(tmp_path / "mail", letter())
    clock = StoryClock(datetime(1970, 1, 2, 10, tzinfo=UTC))
    with closing(open_shop(Paths(home.folder), clock)) as shop:
        shop.office.go_live(True)
        with pytest.raises(EntracteError, match="cannot be right"):
            shop.office.tick()
        assert home.rows("SELECT * FROM outbox") == []
        clock.move_to(datetime(2026, 11, 24, 10, tzinfo=UTC))
        assert shop.office.tick().left == 1
