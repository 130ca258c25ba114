"""The service's health: a sign of life after every pass, a failure said once and logged once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from planner.clock import StoryClock
from planner.daemon.pulse import Pulse
from planner.errors import StoreError
from planner.heartbeat import read_heartbeat
from planner.paths import Paths

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path / "shop").prepare()


@pytest.fixture
def clock():
    return StoryClock(AT)


@pytest.fixture
def said():
    return []


@pytest.fixture
def pulse(paths, clock, said):
    return Pulse(paths, clock, said.append)


def broken(word="Lise"):
    try:
        raise ValueError(f"{word} schreibt")
    except ValueError as error:
        return error


def test_it_beats_from_the_start_and_leaves_nothing_behind(pulse, paths, clock):
    begun = read_heartbeat(paths)
    assert (begun.started, begun.ticked, begun.failing) == (AT, None, "")
    clock.step(MINUTE)
    pulse.well()
    assert read_heartbeat(paths).ticked == AT + MINUTE
    pulse.end()
    assert read_heartbeat(paths) is None


def test_a_failure_is_said_once_until_it_works_again(pulse, paths, clock, said):
    pulse.well()
    for _ in range(3):
        clock.step(MINUTE)
        pulse.failed(StoreError("The database is locked.", do="Wait."))
    beat = read_heartbeat(paths)
    assert (beat.ticked, beat.failing_since) == (AT, AT + MINUTE)
    assert beat.failing == "The database is locked. Wait."
    assert said == [beat.failing]
    clock.step(MINUTE)
    pulse.well()
    beat = read_heartbeat(paths)
    assert (beat.ticked, beat.failing, beat.failing_since) == (AT + 4 * MINUTE, "", None)
    pulse.failed(StoreError("The database is locked.", do="Wait."))
    assert len(said) == 2


def test_what_nobody_foresaw_is_told_without_its_words(pulse, paths, said):
    pulse.failed(broken())
    assert "ValueError" in read_heartbeat(paths).failing
    assert "Lise" not in paths.heartbeat.read_text()
    assert "Lise" not in said[0]


def test_the_same_failure_is_logged_with_its_places_once_an_hour(pulse, clock, caplog):
    caplog.set_level(logging.INFO)

    def logged():
        return sum(record.exc_info is not None for record in caplog.records)

    for _ in range(180):  # an hour of passes
        pulse.failed(broken())
        clock.step(timedelta(seconds=20))
    assert logged() == 1
    pulse.failed(broken("Anna"))  # other words, the same place
    assert logged() == 2
    pulse.failed(RuntimeError("elsewhere"))
    assert logged() == 3
    pulse.failed(RuntimeError("elsewhere"))
    assert logged() == 3


def test_a_pass_that_hangs_is_said_and_forgotten_when_it_ends(pulse, paths, said):
    pulse.hangs(605.0)
    assert read_heartbeat(paths).failing == "A pass has been under way for 10 minutes."
    pulse.well()
    assert read_heartbeat(paths).failing == ""
    assert said == ["A pass has been under way for 10 minutes."]
