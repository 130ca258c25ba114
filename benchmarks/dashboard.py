"""The dashboard at work: a key to its repaint with many stored requests, memory, idling."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from time import perf_counter

from benchmarks.measure import absolute
from benchmarks.stored import fill
from planner.bootstrap import open_shop
from planner.paths import Paths
from planner.settings import default_text

STORED = (100, 100_000)
KEYS = 60
IDLE = 60.0  # seconds
BUDGET = 0.03  # seconds, the median of a key to its repaint
LONGEST = 30.0
DOWN = b"\x1b[B"
ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")


class Seat:
    """A terminal with the dashboard in it."""

    def __init__(self, home: Path) -> None:
        self.child, self.screen = pty.fork()
        if self.child == 0:
            environ = {**os.environ, "ENTRACTE_HOME": str(home), "TERM": "xterm-256color"}
            os.execvpe(sys.executable, [sys.executable, "-m", "planner"], environ)
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def until(self, mark: bytes) -> None:
        """Read until a mark stands on the screen."""
        raw, end = b"", perf_counter() + LONGEST
        while mark not in ESCAPES.sub(b"", raw):
            if not select.select([self.screen], [], [], end - perf_counter())[0]:
                raise TimeoutError(f"{mark!r} was never shown")
            raw += os.read(self.screen, 65536)

    def quiet(self, seconds: float = 0.4) -> None:
        """Read until nothing comes for a while."""
        while select.select([self.screen], [], [], seconds)[0]:
            os.read(self.screen, 65536)

    def press(self, key: bytes) -> float:
        """Seconds from a key to the first byte of the repaint."""
        begin = perf_counter()
        os.write(self.screen, key)
        if not select.select([self.screen], [], [], LONGEST)[0]:
            raise TimeoutError("nothing was painted")
        took = perf_counter() - begin
        self.quiet(0.05)
        return took

    def memory(self) -> int:
        """MiB that are resident."""
        status = Path(f"/proc/{self.child}/status").read_text()
        return int(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) // 1024

    def worked(self) -> float:
        """Seconds of processor so far, of all threads, to the nanosecond."""
        stats = Path(f"/proc/{self.child}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in stats) / 1e9

    def close(self) -> None:
        """End it."""
        os.kill(self.child, signal.SIGKILL)
        os.close(self.screen)
        os.waitpid(self.child, 0)


def main() -> None:
    """Print a line a size, then memory and idling with the larger one."""
    for stored in STORED:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            text = default_text("Banc", "Camille", "Europe/Brussels", "en")
            (home / "settings.toml").write_text(text, "utf-8")
            open_shop(Paths(home)).close()
            fill(Paths(home).database, stored)
            seat = Seat(home)
            try:
                seat.until(b"Banc")
                seat.quiet()
                for name, keys in (("promises", (b"p", b"o")), ("people", (b"\x1b", b"k"))):
                    for key in keys:
                        os.write(seat.screen, key)
                        seat.quiet(1.0)
                    took = [seat.press(DOWN) for _ in range(KEYS)]
                    absolute(
                        f"a key in {name}, {stored:,} stored requests, median",
                        statistics.median(took),
                        BUDGET,
                    )
                os.write(seat.screen, b"\x1b")
                seat.quiet(1.0)
                if stored == STORED[-1]:
                    rest(seat)
            finally:
                seat.close()


def rest(seat: Seat) -> None:
    """Memory, and what a minute without a key costs."""
    before, begin = seat.worked(), perf_counter()
    while (left := begin + IDLE - perf_counter()) > 0:
        if select.select([seat.screen], [], [], left)[0]:
            os.read(seat.screen, 65536)
        time.sleep(0)
    share = (seat.worked() - before) / (perf_counter() - begin) * 100
    print(f"idle dashboard: {share:.2f} % of a core  (budget 0.3 %)", flush=True)
    print(f"memory of the dashboard: {seat.memory()} MiB  (budget 110 MiB)", flush=True)


if __name__ == "__main__":
    main()
