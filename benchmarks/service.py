"""The service while nothing happens, and how soon it notices that something did.

`python -m benchmarks.service 60` rests for a minute instead of ten.
"""

from __future__ import annotations

import os
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.dashboard import Seat
from benchmarks.measure import absolute
from benchmarks.stored import fill
from planner.bootstrap import open_shop
from planner.heartbeat import read_heartbeat
from planner.paths import Paths
from planner.settings import default_text

STORED = 1_000
IDLE = 600.0  # seconds
SETTLED = 25.0  # seconds: the first passes are past
CPU, MEMORY = 0.3, 80  # budgets: % of a core, MiB
SOON = 1.0  # seconds from a key to the end of the service's pass: half a second until it looks
TIMES = 16  # even: each is taken back
LONGEST = 60.0


def main(idle: float = IDLE) -> None:
    """Print what a rest costs, what it holds in memory, and how soon it wakes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = _shop(Path(folder))
        with _running(paths) as pid:
            _rest(pid, idle)
            _wakes(paths)


def _shop(folder: Path) -> Paths:
    paths, mail = Paths(folder), folder / "Maildir"
    for part in ("new", "cur", "tmp"):
        (mail / part).mkdir(parents=True)
    text = default_text("Banc", "Camille", "Europe/Brussels", "en")
    channels = f"""
[[channel]]
name = "post"
kind = "maildir"
path = "{mail}"

[[channel]]
name = "out"
kind = "paper"
"""
    paths.settings.write_text(text + channels, "utf-8")
    open_shop(paths).close()
    fill(paths.database, STORED)
    return paths


@contextmanager
def _running(paths: Paths) -> Iterator[int]:
    command = [sys.executable, "-m", "planner", "run"]
    child = subprocess.Popen(
        command, env={**os.environ, "ENTRACTE_HOME": str(paths.home)}, stderr=subprocess.DEVNULL
    )
    try:
        _until(lambda: (beat := read_heartbeat(paths)) is not None and beat.ticked is not None)
        yield child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        begin = perf_counter()
        child.wait(LONGEST)
        absolute("a clean end", perf_counter() - begin)


def _rest(pid: int, idle: float) -> None:
    time.sleep(SETTLED)
    before, begin = _worked(pid), perf_counter()
    time.sleep(idle)
    share = (_worked(pid) - before) / (perf_counter() - begin) * 100
    held = "held" if share <= CPU else "MISSED"
    print(f"idle service, {idle:g} s: {share:.3f} % of a core  (budget {CPU} %, {held})")
    rss, pss = _memory(pid, "Rss"), _memory(pid, "Pss")
    held = "held" if rss <= MEMORY else "MISSED"
    print(f"memory of the service: {rss} MiB, {pss} of its own share  (budget {MEMORY}, {held})")


def _wakes(paths: Paths) -> None:
    """From what another process did to the end of the pass that saw it."""
    with closing(open_shop(paths)) as shop:
        keys = (lambda: shop.office.away("sick")), shop.office.undo
        _wake("`away` in another process", paths, keys)
    seat = Seat(paths.home or paths.data)
    try:
        seat.until(b"Banc")
        seat.quiet(1.0)

        def press(key: bytes) -> None:
            while select.select([seat.screen], [], [], 0)[0]:  # what was painted meanwhile
                os.read(seat.screen, 65536)
            os.write(seat.screen, key)

        _wake("`u` on the dashboard", paths, (lambda: press(b"u"), lambda: press(b"z")))
    finally:
        seat.close()


def _wake(what: str, paths: Paths, keys: Sequence[Callable[[], object]]) -> None:
    took = []
    for number in range(TIMES):
        time.sleep(0.4 + 0.037 * number)  # at any moment between two looks
        before, begin = read_heartbeat(paths), perf_counter()
        keys[number % 2]()
        _until(lambda known=before: read_heartbeat(paths) != known, pause=0.002)
        took.append(perf_counter() - begin)
    absolute(f"{what}, to the end of the service's pass, median", statistics.median(took), SOON)
    absolute("the same, the slowest", max(took))


def _until(check: Callable[[], bool], pause: float = 0.05) -> None:
    end = perf_counter() + LONGEST
    while not check():
        if perf_counter() > end:
            raise TimeoutError("the service does nothing")
        time.sleep(pause)


def _worked(pid: int) -> float:
    """Seconds of processor so far, of all threads, to the nanosecond."""
    stats = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in stats) / 1e9


def _memory(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(x for x in lines if x.startswith(f"{name}:")).split()[1]) // 1024


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
