"""One tick with nothing new, and the key `u` with what follows from it."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.measure import absolute, median, seconds
from benchmarks.shop import shop_of

SIZES = (10, 100, 1_000)


def main() -> None:
    """Print a line a size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            player = shop_of(Path(folder), size)
            office = player.office

            def tick(player=player, office=office) -> None:
                player.clock.move_to(player.clock.now() + timedelta(seconds=20))
                office.tick()

            absolute(f"one tick, {size:,} open requests", median(tick, 5))
            standing = len(office.promises())
            budget = 0.2 if size == 1_000 else None
            absolute(f"`u` to committed, {standing:,} promises", seconds(office.away), budget)
            office.close()


if __name__ == "__main__":
    main()
