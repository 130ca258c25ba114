"""The service: one short pass, every few seconds, at once when asked, and at once after a sleep."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from planner.clock import MOVED, SystemClock
from planner.daemon.turns import Health, Turns
from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.ports import Clock

_log = logging.getLogger(__name__)
HANGS = 600.0  # seconds after which a pass that goes on is worth a sentence
#: Seconds that a pass has to come to its end when the service stops, and those that it has while a
#: letter is in hand: nobody would know whether it left.
PATIENCE, WITH_A_LETTER = 5.0, 15.0
_GLANCE = 0.5  # seconds between two looks at `stop`, `wake` and the clocks


def run(
    tick: Callable[[], None],
    *,
    stop: threading.Event,
    every: float = 20.0,
    wake: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
    health: Health | None = None,
    in_hand: Callable[[], bool] = lambda: False,
    patience: float = PATIENCE,
    begun: Callable[[], None] = lambda: None,
) -> bool:
    """Tick until `stop` is set or a signal asks for the end; then finish the pass under way.

    `every` and `patience` in seconds. `begun` is called once signals are listened to; `wake` is
    asked twice a second: true means a pass at once. Passes never overlap, and nothing that happens
    in one ends the service. False when the last
    one had not come to its end when patience was over, so its thread still waits for somebody;
    patience is longer while `in_hand`. Raises EntracteError when no pass begins any more.
    """
    clock = clock or SystemClock()
    turns = Turns(tick, stop, clock, health or Health())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a pass left out is no news
    with _signals(stop):
        begun()
        while not stop.is_set():
            before = turns.count
            with _scheduled(turns, every) as scheduled:
                _watch(scheduled, wake, clock, stop)
            if not stop.is_set() and turns.count == before:
                raise EntracteError(_("The service's own clockwork stands still; it ends here."))
        return turns.over(patience) or (in_hand() and turns.over(WITH_A_LETTER))


class _Scheduled:
    """A scheduler with its one job, and a way to ask for a pass now."""

    def __init__(self, scheduler: BackgroundScheduler, turns: Turns, every: float) -> None:
        self._scheduler, self.turns, self.every = scheduler, turns, every
        # One run however many were missed, however late.
        self._common = {"coalesce": True, "misfire_grace_time": None}
        scheduler.add_job(
            turns,
            "interval",
            seconds=every,
            id="tick",
            max_instances=1,
            next_run_time=SystemClock().now(),  # the scheduler's own clock, whatever ours says
            **self._common,
        )

    def at_once(self) -> None:
        """A pass now, or after the one under way: it sees everything newer. Asked for once."""
        if not self.turns.awaited:
            self.turns.awaited = True
            # Two instances: one running and one that comes after it.
            self._scheduler.add_job(
                self.turns, id="now", max_instances=2, replace_existing=True, **self._common
            )

    def begin_anew(self) -> None:
        """Count from now: after a clock set back, the next pass would be as far ahead as it was."""
        self._scheduler.reschedule_job("tick", trigger="interval", seconds=self.every)
        self.at_once()


@contextmanager
def _scheduled(turns: Turns, every: float) -> Iterator[_Scheduled]:
    # One worker: what is asked for during a pass comes after it, never beside it.
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    scheduled = _Scheduled(scheduler, turns, every)
    scheduler.start()
    try:
        yield scheduled
    finally:
        scheduler.shutdown(wait=False)  # who ends waits for the pass with patience of its own


def _watch(
    scheduled: _Scheduled, wake: Callable[[], bool], clock: Clock, stop: threading.Event
) -> None:
    """Until `stop`, or until the scheduler has died: a pass at once when asked, or when the clock
    is elsewhere than it should be.

    The scheduler waits on a clock that stands still while the machine sleeps, and reckons with one
    that may be set. Time is counted in looks here, which no clock can jump over.
    """
    turns, said, looks, ended = scheduled.turns, False, 0, scheduled.turns.count
    before = clock.now().timestamp()
    while not stop.wait(_GLANCE):
        now = clock.now().timestamp()
        moved, before = now - before - _GLANCE, now
        if abs(moved) > MOVED:
            _log.info("The clock moved by %.0f s: a sleep, or it was set", moved)
            scheduled.begin_anew()
        elif wake():
            scheduled.at_once()
        since = turns.under_way()
        if since > HANGS and not said:
            _log.error("A pass has been under way for %.0f s", since)
            turns.hangs()
        said = since > HANGS
        looks, ended = (0 if turns.busy or turns.count != ended else looks + 1), turns.count
        if looks * _GLANCE > 3 * scheduled.every + 2 * _GLANCE:
            _log.error("No pass has begun for long: the scheduler is made anew")
            return


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """What asks a program to end sets `stop`; only the main thread may listen to it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    # Of the terminal that is closed (POSIX), of Ctrl+Break and the Task Scheduler (Windows).
    named = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in named if hasattr(signal, name)]
    before = {
        number: signal.signal(number, heard)
        for number in numbers
        if signal.getsignal(number) is not signal.SIG_IGN  # `nohup` has said that it goes on
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
