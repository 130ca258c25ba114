"""The service: ticks at once, on demand, after a sleep; survives a bad tick; ends cleanly."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from planner.daemon.lock import only_one
from planner.daemon.service import run
from planner.errors import NotPossible

LONG = 20.0  # seconds until a wait is given up
NEVER = 3600.0


class Clocks:
    """A wall that can jump ahead of the monotonic clock."""

    def __init__(self):
        self.jump = 0.0

    def now(self):
        return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=self.jump)

    def monotonic(self):
        return 0.0


def _running(tick, **how):
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(tick,), kwargs={"stop": stop, **how})
    thread.start()

    def end():
        stop.set()
        thread.join(LONG)
        assert not thread.is_alive()

    return end


def test_it_ticks_at_once_and_ends_when_asked():
    ticked = threading.Event()
    end = _running(ticked.set, every=NEVER)
    assert ticked.wait(LONG)
    end()


def test_a_wake_is_a_tick_at_once():
    ticks = threading.Semaphore(0)
    asked = threading.Event()
    end = _running(ticks.release, every=NEVER, wake=lambda: asked.is_set())
    assert ticks.acquire(timeout=LONG)
    asked.set()
    assert ticks.acquire(timeout=LONG)
    end()


def test_a_sleep_is_noticed_and_followed_by_a_tick():
    ticks, clocks = threading.Semaphore(0), Clocks()
    looked = threading.Event()
    end = _running(ticks.release, every=NEVER, clock=clocks, wake=lambda: looked.set() or False)
    assert ticks.acquire(timeout=LONG)
    assert looked.wait(LONG)  # the first look at the clocks is past
    clocks.jump = 8 * 3600.0
    assert ticks.acquire(timeout=LONG)
    clocks.jump += 30  # a small correction is no sleep
    looked.clear()
    assert looked.wait(LONG)
    end()
    assert not ticks.acquire(blocking=False)


def test_a_bad_tick_is_told_and_the_next_one_comes():
    heard, ticks = [], threading.Semaphore(0)

    def tick():
        ticks.release()
        raise RuntimeError("broken")

    end = _running(tick, every=0.2, failed=heard.append)
    for _ in range(3):
        assert ticks.acquire(timeout=LONG)
    end()
    assert len(heard) >= 3
    assert {str(error) for error in heard} == {"broken"}


def test_ticks_never_overlap():
    inside, most, ticks = [0], [0], threading.Semaphore(0)
    go_on = threading.Event()

    def tick():
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        ticks.release()
        go_on.wait(1.5)
        inside[0] -= 1

    end = _running(tick, every=0.1, wake=lambda: True)
    for _ in range(3):
        assert ticks.acquire(timeout=LONG)
    go_on.set()
    end()
    assert most == [1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number):
    code = (
        "import threading\n"
        "from planner.daemon.service import run\n"
        "run(lambda: print('tick', flush=True), stop=threading.Event(), every=3600)\n"
        "print('ended', flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "tick\n"
    os.kill(child.pid, number)
    out, err = child.communicate(timeout=LONG)
    assert (child.returncode, out, err) == (0, "ended\n", "")


def test_a_second_service_ends_politely(tmp_path):
    lock = tmp_path / "lock"
    with only_one(lock), pytest.raises(NotPossible, match="already running"), only_one(lock):
        pass
    with only_one(lock):
        assert lock.stat().st_mode & 0o777 == 0o600
