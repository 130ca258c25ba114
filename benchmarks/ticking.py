"""One tick with nothing new, for stored and for open requests; what a week of them writes; `u`."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.measure import absolute, median, ratio, seconds
from benchmarks.shop import shop_of
from benchmarks.stored import fill
from planner.services.simulating import Player

STORED, OPEN = (100, 1_000, 10_000, 100_000), (10, 100, 1_000)
RUNS = 41
#: Passes of a quiet week, one every twenty seconds; so many are made, the rest is the same. SQLite
#: writes its log from the beginning again after a thousand pages.
WEEK, MADE = 7 * 24 * 3 * 60, 1_200
FLAT = 1.3


def main() -> None:
    """Print a line a size."""
    took = [stored(number) for number in STORED]
    ratio(f"one tick, {STORED[-1]:,} stored requests / {STORED[0]:,}", took[-1], took[0], FLAT)
    for number in OPEN:
        waiting(number)
    written()


def stored(number: int) -> float:
    """A tick and a look at Today, with a hundred open requests and so many that have ended."""
    with tempfile.TemporaryDirectory() as folder:
        player = shop_of(Path(folder), 100)
        fill(Path(player.office.ctx.store.where), number)
        took = median(lambda: tick(player), RUNS)
        absolute(f"one tick, {number:,} stored requests", took)
        absolute(f"Today, {number:,} stored requests", median(player.office.today, RUNS))
        player.office.close()
    return took


def waiting(number: int) -> None:
    """A tick with so many open requests, and the key `u` with what follows from it."""
    with tempfile.TemporaryDirectory() as folder:
        player = shop_of(Path(folder), number)
        absolute(f"one tick, {number:,} open requests", median(lambda: tick(player), 5))
        standing = len(player.office.promises())
        budget = 0.2 if number == OPEN[-1] else None
        absolute(f"`u` to committed, {standing:,} promises", seconds(player.office.away), budget)
        player.office.close()


def written() -> None:
    """How much a week of quiet ticks writes, and by how much the files grow."""
    with tempfile.TemporaryDirectory() as folder:
        player = shop_of(Path(folder), 10)
        rest(player)
        before, begun = size(Path(folder)), disk()
        rest(player)
        wrote, grown = disk() - begun, size(Path(folder)) - before
        print(f"a quiet tick writes {wrote / MADE / 1024:.1f} KiB", flush=True)
        print(f"a week of them: {wrote / MADE * WEEK / 2**20:.0f} MiB", flush=True)
        grew = f"from {before / 1024:,.0f} KiB by {grown / 1024:.0f} KiB"
        print(f"the file and its log grew {grew} in {MADE:,} ticks", flush=True)
        player.office.close()


def rest(player: Player) -> None:
    """Ticks in one moment, so that no window opens meanwhile."""
    for _ in range(MADE):
        player.clock.step(timedelta(microseconds=1))
        player.office.tick()


def tick(player: Player) -> None:
    """Twenty seconds later, nothing new."""
    player.clock.step(timedelta(seconds=20))
    player.office.tick()


def size(folder: Path) -> int:
    """Bytes of the database and its log."""
    return sum(path.stat().st_size for path in folder.glob("entracte.sqlite3*"))


def disk() -> int:
    """Bytes that this process has handed to the disk so far (Linux)."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(x for x in lines if x.startswith("wchar")).split()[1])


if __name__ == "__main__":
    main()
