"""The service: one short tick, every few seconds, at once when asked, and at once after a sleep."""

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

from planner.clock import SystemClock
from planner.ports import Clock

_log = logging.getLogger(__name__)
RESUMED = 60.0  # seconds of disagreement between the two clocks that mean a sleep
_GLANCE = 0.5  # seconds between two looks at `stop`, `wake` and the clocks


def run(
    tick: Callable[[], None],
    *,
    stop: threading.Event,
    every: float = 20.0,
    wake: Callable[[], bool] = lambda: False,
    clock: Clock | None = None,
    failed: Callable[[Exception], None] = lambda _error: None,
) -> None:
    """Tick until `stop` is set or SIGTERM or SIGINT arrives, then finish the tick under way.

    `every` in seconds. `wake` is asked twice a second: true means a tick at once. `failed` hears of
    every exception of a tick; none of them ends the service. Ticks never overlap.
    """
    clock = clock or SystemClock()
    # One worker: what is asked for during a tick comes after it, never beside it.
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})
    turn = _guarded(tick, failed)
    common = {"coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(
        turn,
        "interval",
        seconds=every,
        id="tick",
        max_instances=1,
        next_run_time=SystemClock().now(),  # the scheduler's own clock, whatever ours says
        **common,
    )

    def at_once() -> None:
        # Two instances: one running and one that comes after it, which sees everything newer.
        scheduler.add_job(turn, id="now", max_instances=2, replace_existing=True, **common)

    with _signals(stop):
        scheduler.start()
        try:
            _watch(stop, wake, clock, at_once)
        finally:
            scheduler.shutdown(wait=True)


def _watch(
    stop: threading.Event, wake: Callable[[], bool], clock: Clock, at_once: Callable[[], None]
) -> None:
    """Until `stop`: a tick at once when asked, or when the machine slept or its clock was set.

    The scheduler waits on a clock that stands still while the machine sleeps; comparing it with
    the wall shows the sleep.
    """
    gap = _gap(clock)
    while not stop.wait(_GLANCE):
        now = _gap(clock)
        if abs(now - gap) > RESUMED:
            _log.info("The clock moved by %.0f s: a sleep, or it was set", now - gap)
            gap = now
            at_once()
        elif wake():
            at_once()


def _gap(clock: Clock) -> float:
    return clock.now().timestamp() - clock.monotonic()


def _guarded(tick: Callable[[], None], failed: Callable[[Exception], None]) -> Callable[[], None]:
    def turn() -> None:
        try:
            tick()
        except Exception as error:  # noqa: BLE001 - the border: one bad tick must not end the service
            _log.exception("A tick failed; the next one tries again")
            failed(error)

    return turn


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; only the main thread may listen to them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, heard) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
