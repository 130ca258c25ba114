"""The plan of 1,000, 10,000 and 100,000 open requests, and how it grows."""

from __future__ import annotations

import random

from benchmarks.measure import absolute, growth, median
from planner.domain.plan import Job, Limit, Slot, plan

SIZES = {1_000: (11, 0.005), 10_000: (5, None), 100_000: (3, 0.6)}


def case(size: int) -> tuple[list[Slot], dict[str, Limit], list[Job]]:
    """Two windows a day of 15 answers, half of the requests with a standing promise."""
    chance = random.Random(size)
    slots = [
        Slot(f"{n:06}", n * 720 + 660, n * 720 + 705, str(n // 2), count=15, minutes=45)
        for n in range(size // 10)
    ]
    limits = {slot.day: Limit(30, 90, 24, 72) for slot in slots}
    # Promised into the first windows, three minutes each, as the product itself would have done.
    promised = [
        Job(f"p{n:06}", 3, promised=slots[n // 12].id, due=slots[n // 12].end + 400)
        for n in range(size // 2)
    ]
    rest = [
        Job(f"r{n:06}", 3, arrival=chance.randrange(600), rank=chance.randrange(3))
        for n in range(size - len(promised))
    ]
    return slots, limits, [*promised, *rest]


def main() -> None:
    """Print the times and the exponent."""
    times = []
    for size, (runs, budget) in SIZES.items():
        given = case(size)
        times.append(median(lambda given=given: plan(*given), runs))
        absolute(f"plan of {size:,} requests", times[-1], budget)
    exponent = growth(list(SIZES), times)
    held = "held" if exponent < 1.15 else "MISSED"
    print(f"plan, growth: n^{exponent:.2f}  (budget n^1.15, {held})", flush=True)


if __name__ == "__main__":
    main()
