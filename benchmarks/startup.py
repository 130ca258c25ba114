"""The dashboard's start in a terminal: first paint and first data against one label."""

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
from pathlib import Path
from time import perf_counter

from benchmarks.measure import ratio
from planner.bootstrap import open_shop
from planner.paths import Paths
from planner.settings import default_text

RUNS = 9
SHOP = "Bench-Atelier"  # the top line names the shop as soon as there is data
ESCAPES = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")
LONGEST = 20.0  # seconds


def seen(command: list[str], home: Path, marks: list[bytes]) -> list[float]:
    """Seconds from the start of the process until each mark stands on the screen."""
    begin = perf_counter()
    child, screen = pty.fork()
    if child == 0:
        environ = {**os.environ, "ENTRACTE_HOME": str(home), "TERM": "xterm-256color"}
        os.execvpe(command[0], command, environ)
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    raw, found = b"", []
    try:
        while len(found) < len(marks):
            left = begin + LONGEST - perf_counter()
            if left <= 0 or not select.select([screen], [], [], left)[0]:
                raise TimeoutError(f"{marks[len(found)]!r} was never shown by {command}")
            raw += os.read(screen, 65536)
            plain = ESCAPES.sub(b"", raw.partition(b"\x1b[?1049h")[2])
            while len(found) < len(marks) and marks[len(found)] in plain:
                found.append(perf_counter() - begin)
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(screen)
        os.waitpid(child, 0)
    return found


def main() -> None:
    """Print both ratios."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        text = default_text(SHOP, "Camille", "Europe/Brussels", "en")
        (home / "settings.toml").write_text(text, "utf-8")
        open_shop(Paths(home)).close()  # the file exists, as on every start but the first
        label, paint, data = [], [], []
        for _ in range(RUNS + 1):
            label += seen([sys.executable, "-m", "benchmarks.label"], home, [b"one label"])
            first, second = seen(
                [sys.executable, "-m", "planner"], home, [b"entracte", SHOP.encode()]
            )
            paint.append(first)
            data.append(second)
    reference = statistics.median(label[1:])
    ratio("dashboard, first paint / one label", statistics.median(paint[1:]), reference, 1.6)
    ratio("dashboard, first data / one label", statistics.median(data[1:]), reference, 2.5)


if __name__ == "__main__":
    main()
