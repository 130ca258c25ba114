"""How the service is, as the owner sees it: calm while it runs, one sentence when it does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.daemon.lock import only_one
from planner.heartbeat import Heartbeat, write_heartbeat
from planner.paths import Paths
from planner.services.keeping import service_view
from tests.shop import MONDAY, Shop

MINUTE = timedelta(minutes=1)
BEAT = Heartbeat(42, "atelier", "0.1.0", MONDAY, MONDAY + MINUTE)
FAILS = replace(BEAT, failing="The database is locked.", failing_since=MONDAY + MINUTE)


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path).prepare()


@pytest.fixture
def shop(tmp_path):
    opened = Shop(tmp_path, language="en")
    given = lambda: service_view(Paths(tmp_path), opened.clock.now())  # noqa: E731
    object.__setattr__(opened.ctx, "service", given)
    yield opened
    opened.office.close()


def test_none_runs_and_none_did(shop, paths):
    view = shop.office.today()
    assert (view.service.running, view.service.since, view.service.failing) == (False, None, "")
    assert view.problems == ()


def test_one_that_runs_is_no_news(shop, paths):
    write_heartbeat(paths, BEAT)
    with only_one(paths.lock):
        view = shop.office.today()
    assert view.service.running
    assert (view.service.since, view.service.last_pass) == (BEAT.started, BEAT.ticked)
    assert view.problems == ()


def test_passes_that_fail_are_one_sentence(shop, paths):
    write_heartbeat(paths, FAILS)
    shop.clock.step(10 * MINUTE)
    with only_one(paths.lock):
        (sentence,) = shop.office.today().problems
    assert "has not got on" in sentence
    assert "14:01" in sentence  # since when, by the clock where she is
    assert "locked" not in sentence  # `doctor` says it, with the file's name


@pytest.mark.parametrize("later", [10 * MINUTE, timedelta(days=2)])
def test_one_that_ended_badly_is_one_sentence(shop, paths, later):
    write_heartbeat(paths, FAILS)
    shop.clock.step(later)
    (sentence,) = shop.office.today().problems
    assert "ended without being asked" in sentence
    assert "locked" not in sentence  # what ailed it then ails nobody now


@pytest.mark.parametrize("later", [timedelta(days=4), -timedelta(days=1)])
def test_one_that_ended_badly_long_ago_is_no_news(shop, paths, later):
    write_heartbeat(paths, replace(BEAT, started=MONDAY - later, ticked=MONDAY - later))
    view = shop.office.today()
    assert not view.service.running
    assert view.problems == ()
