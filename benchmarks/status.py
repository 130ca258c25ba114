"""The three reading commands against a bare interpreter, in time of the processor."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ratio
from benchmarks.shop import shop_of

RUNS = 15


def main() -> None:
    """Print a ratio a command, on a shop with a hundred open requests."""
    with tempfile.TemporaryDirectory() as folder:
        shop_of(Path(folder), 100).office.close()
        environ = {**os.environ, "ENTRACTE_HOME": folder}
        # An installed Entracte is compiled; a setting of this shell must not compile it each time.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(*words: str) -> float:
            """The processor's seconds, which do not depend on what else the machine does."""
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, *words], env=environ, check=True, stdout=subprocess.DEVNULL
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        def median(*words: str) -> float:
            run(*words)
            return statistics.median(run(*words) for _ in range(RUNS))

        bare = median("-c", "pass")
        for command in ("status", "windows", "promises"):
            ratio(f"{command} / bare interpreter", median("-m", "planner", command), bare, 8)


if __name__ == "__main__":
    main()
