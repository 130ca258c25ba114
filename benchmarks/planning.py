"""The plan of 1,000, 10,000 and 100,000 open requests: from scratch and after one change."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

from benchmarks.measure import absolute, growth, median
from planner.domain.plan.jobs import Job, Limit, Slot
from planner.domain.plan.make import Plan, plan

SIZES = {1_000: (11, 0.005), 10_000: (5, None), 100_000: (3, 0.6)}
Case = tuple[list[Slot], dict[str, Limit], list[Job]]


def case(size: int) -> Case:
    """Two windows a day of 15 answers, half of the requests with a standing promise."""
    chance = random.Random(size)
    slots = [
        Slot(f"{n:06}", n * 720 + 660, n * 720 + 705, str(n // 2), count=15, minutes=45)
        for n in range(size // 10)
    ]
    limits = {slot.day: Limit(30, 90, 24, 72) for slot in slots}
    # Promised into the first windows, three minutes each, to be kept by the end of the next one:
    # as the product itself would have done.
    promised = [
        Job(f"p{n:06}", 3, promised=slots[n // 12].id, due=slots[n // 12 + 1].end)
        for n in range(size // 2)
    ]
    rest = [
        Job(f"r{n:06}", 3, arrival=chance.randrange(600), rank=chance.randrange(3))
        for n in range(size - len(promised))
    ]
    return slots, limits, [*promised, *rest]


def settled(given: Case) -> Case:
    """The same shop once everybody has been told a date: nothing is without a promise."""
    slots, limits, jobs = given
    number = {slot.id: n for n, slot in enumerate(slots)}
    places = plan(*given).places
    told = []
    for job in jobs:
        at = places[job.id]
        if at is not None:
            due = slots[min(number[at] + 1, len(slots) - 1)].end
            told.append(replace(job, promised=at, due=job.due or due))
    return slots, limits, told


def one_more(given: Case) -> Case:
    """One new request beside those that were told."""
    slots, limits, jobs = given
    return slots, limits, [*jobs, Job("new", 3)]


def one_window_less(given: Case) -> Case:
    """The first window is lost."""
    slots, limits, jobs = given
    return slots[1:], limits, jobs


WAYS: dict[str, Callable[[Case], Case]] = {
    "from scratch": lambda given: given,
    "one new request": lambda given: one_more(settled(given)),
    "one window lost": lambda given: one_window_less(settled(given)),
}


def main() -> None:
    """Print times, the exponent of each way, what was proven, and the memory of the largest."""
    for way, change in WAYS.items():
        times = []
        for size, (runs, budget) in SIZES.items():
            given = change(case(size))
            times.append(median(lambda given=given: plan(*given), runs))
            absolute(f"plan of {size:,} requests, {way}", times[-1], budget)
            found = plan(*given)
            print(f"  {found.certificate}; broken {len(found.broken)}, moved {len(found.moved)}")
        exponent = growth(list(SIZES), times)
        held = "held" if exponent < 1.15 else "MISSED"
        print(f"plan, {way}, growth: n^{exponent:.2f}  (budget n^1.15, {held})", flush=True)
    for size in SIZES:
        print(f"plan of {size:,} requests, memory: {memory(case(size)):.1f} MiB", flush=True)


def memory(given: Case) -> float:
    """The most that planning holds beside its input, in MiB."""
    tracemalloc.start()
    found: Plan = plan(*given)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del found
    return most / 2**20


if __name__ == "__main__":
    main()
