"""What reading each made mail costs: a process each, so that its peak of memory is its own.

`python -m tests.channels.bounds` prints one JSON object a mail.
"""

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime

from planner.channels.mime import read
from planner.domain.autoreply import speaking
from tests.channels.corpus import ME
from tests.channels.made import HTML, MADE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_KIB = 1024  # what Linux counts the peak in


def cost(raw: bytes) -> dict[str, object]:
    """Read a mail: seconds of CPU, megabytes beside the mail's own bytes, and what was read."""
    before, start = _peak(), time.process_time()
    message = read(raw, foreign_id="made", received_at=NOW)
    rows = speaking(message, ME)
    seconds = time.process_time() - start
    return {
        "seconds": seconds,
        "megabytes": (_peak() - before) * _KIB / 1e6,
        "subject": message.subject,
        "begins": message.reply_text[:40],
        "attachments": len(message.attachments),
        "rows": rows,
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Every made mail, one after the other."""
    read(HTML + b"<p>Bonjour</p>", foreign_id="1", received_at=NOW)  # loads what HTML needs
    for name, made in MADE.items():
        raw = made.make()
        child = os.fork()
        if not child:
            print(json.dumps({"name": name, "size": len(raw), **cost(raw)}), flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{name}: the process did not end well")


if __name__ == "__main__":
    main()
