"""Medians of several runs, and lines that say the figure beside its budget."""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable
from time import perf_counter


def median(do: Callable[[], object], runs: int) -> float:
    """The median of several runs, in seconds; one run before them warms up."""
    do()
    return statistics.median(seconds(do) for _ in range(runs))


def seconds(do: Callable[[], object]) -> float:
    """One run, in seconds."""
    gc.collect()
    start = perf_counter()
    do()
    return perf_counter() - start


def growth(sizes: list[int], times: list[float]) -> float:
    """The exponent between the first size and the last: 1 is linear."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def ratio(what: str, took: float, reference: float, budget: float) -> None:
    """A time against a reference of the same run."""
    found = took / reference
    held = "held" if found <= budget else "MISSED"
    print(
        f"{what}: {found:.2f}x  (budget {budget:g}x, {held};"
        f" {took * 1000:.1f} ms against {reference * 1000:.1f} ms)",
        flush=True,
    )


def absolute(what: str, took: float, budget: float | None = None) -> None:
    """A time of its own, where the design names one."""
    told = (
        f"  (budget {budget * 1000:g} ms, {'held' if took <= budget else 'MISSED'})"
        if budget
        else ""
    )
    print(f"{what}: {took * 1000:.3g} ms{told}", flush=True)
