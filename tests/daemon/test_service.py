"""The service: ticks at once, on demand, after a sleep; survives a bad tick; ends cleanly."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from planner.daemon.lock import only_one
from planner.daemon.service import run
from planner.daemon.turns import Health
from planner.errors import EntracteError, NotPossible

LONG = 20.0  # seconds until a wait is given up
NEVER = 3600.0


class Clocks:
    """A wall that can jump ahead of the monotonic clock."""

    def __init__(self):
        self.jump = self.passed = 0.0

    def now(self):
        return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=self.jump)

    def monotonic(self):
        return self.passed


class Told(Health):
    """Remembers what it hears."""

    def __init__(self):
        self.failures, self.long, self.worked = [], [], 0
        self.heard = threading.Event()

    def well(self):
        self.worked += 1

    def failed(self, error):
        self.failures.append(error)

    def hangs(self, seconds):
        self.long.append(seconds)
        self.heard.set()


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


@pytest.mark.parametrize(
    "error", [RuntimeError("broken"), MemoryError(), SystemExit(3), KeyboardInterrupt()]
)
def test_a_bad_tick_is_told_and_the_next_one_comes(error):
    health, ticks = Told(), threading.Semaphore(0)

    def tick():
        ticks.release()
        raise error

    end = _running(tick, every=0.2, health=health)
    for _ in range(3):
        assert ticks.acquire(timeout=LONG)
    end()
    assert len(health.failures) >= 3
    assert set(health.failures) == {error}
    assert health.worked == 0


def test_a_clock_set_back_does_not_stop_the_ticks(monkeypatch):
    """The scheduler reckons with the wall: its next tick would be as far ahead as the clock went
    back."""
    clocks, ticks, looked = Clocks(), threading.Semaphore(0), threading.Event()

    class Wall(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=clocks.jump)

    for module in ("schedulers.base", "triggers.interval", "triggers.date"):
        monkeypatch.setattr(f"apscheduler.{module}.datetime", Wall)
    end = _running(ticks.release, every=0.3, clock=clocks, wake=lambda: looked.set() or False)
    assert ticks.acquire(timeout=LONG)
    assert looked.wait(LONG)
    clocks.jump = -7200.0
    for _ in range(8):  # the first few may be those of before
        assert ticks.acquire(timeout=LONG)
    end()


def test_a_scheduler_that_dies_is_made_anew(monkeypatch):
    lives, ticks = [], threading.Semaphore(0)
    loop = BackgroundScheduler._main_loop

    def mortal(self):
        lives.append(self)
        if len(lives) > 1:
            return loop(self)
        return self._process_jobs()  # once, and its thread is gone

    monkeypatch.setattr(BackgroundScheduler, "_main_loop", mortal)
    end = _running(ticks.release, every=0.1)
    for _ in range(4):
        assert ticks.acquire(timeout=LONG)
    end()
    assert len(lives) == 2


def test_a_scheduler_that_never_works_ends_the_service(monkeypatch):
    monkeypatch.setattr(BackgroundScheduler, "_main_loop", lambda _self: None)
    with pytest.raises(EntracteError, match="stands still"):
        run(lambda: None, stop=threading.Event(), every=0.1)


def test_a_pass_that_goes_on_for_very_long_is_said_once_and_nothing_is_ended():
    health, clocks, go_on, begun = Told(), Clocks(), threading.Event(), threading.Event()

    def tick():
        begun.set()
        go_on.wait(LONG)

    end = _running(tick, every=NEVER, clock=clocks, health=health)
    assert begun.wait(LONG)
    clocks.passed = 601.0
    assert health.heard.wait(LONG)
    go_on.set()
    end()
    assert health.long == [601.0]
    assert health.worked == 1


@pytest.mark.parametrize("letter", [False, True])
def test_the_end_does_not_wait_for_a_pass_that_waits_for_a_server(letter):
    """Unless a letter is in hand: nobody would know whether it left."""
    stop, go_on, begun = threading.Event(), threading.Event(), threading.Event()

    def tick():
        begun.set()
        go_on.wait(LONG)

    def asked():
        go_on.set() if letter else None
        return letter

    def ends():
        begun.wait(LONG)
        stop.set()

    threading.Thread(target=ends).start()
    assert run(tick, stop=stop, every=NEVER, in_hand=asked, patience=0.1) is letter
    go_on.set()


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
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
