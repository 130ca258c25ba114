"""Reading mails made to hurt: at most 2 s and 200 MB each, beside the mail's own bytes."""

from __future__ import annotations

import json
import subprocess
import sys

SECONDS, MEGABYTES = 2.0, 200.0


def main() -> None:
    """One line a mail, the slowest first."""
    command = [sys.executable, "-m", "tests.channels.bounds"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    costs = [json.loads(line) for line in done.stdout.splitlines()]
    for cost in sorted(costs, key=lambda cost: -float(cost["seconds"])):
        held = cost["seconds"] <= SECONDS and cost["megabytes"] <= MEGABYTES
        print(
            f"{cost['name']} ({cost['size'] / 1e6:.1f} MB): {cost['seconds']:.2f} s,"
            f" {cost['megabytes']:.0f} MB  (budget {SECONDS:g} s, {MEGABYTES:g} MB,"
            f" {'held' if held else 'MISSED'})"
        )


if __name__ == "__main__":
    main()
