"""The three reading commands against a bare interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import median, ratio
from benchmarks.shop import shop_of

RUNS = 15


def main() -> None:
    """Print a ratio a command, on a shop with a hundred open requests."""
    with tempfile.TemporaryDirectory() as folder:
        shop_of(Path(folder), 100).office.close()
        environ = {**os.environ, "ENTRACTE_HOME": folder}
        # An installed Entracte is compiled; a setting of this shell must not compile it each time.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)

        def run(*words: str) -> None:
            subprocess.run(
                [sys.executable, *words], env=environ, check=True, stdout=subprocess.DEVNULL
            )

        bare = median(lambda: run("-c", "pass"), RUNS)
        for command in ("status", "windows", "promises"):
            took = median(lambda command=command: run("-m", "planner", command), RUNS)
            ratio(f"{command} / bare interpreter", took, bare, 8)


if __name__ == "__main__":
    main()
