"""Run every benchmark, one after the other."""

from importlib import import_module

NAMES = (
    "startup",
    "dashboard",
    "status",
    "service",
    "planning",
    "ticking",
    "unavailable",
    "mail",
    "reading",
    "policy",
    "importing",
    "searching",
)

for name in NAMES:
    import_module(f"benchmarks.{name}").main()
