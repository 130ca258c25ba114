"""One of several processes that write into one log: `writer.py FILE NAME LINES SIZE KEPT`."""

import logging
import sys
from pathlib import Path

from planner.log_file import SharedFile

path, name, lines, size, kept = sys.argv[1:]
handler = SharedFile(Path(path), size=int(size), kept=int(kept))
log = logging.getLogger("planner")
log.propagate = False
log.addHandler(handler)
sys.stdin.readline()  # all of them begin together
for number in range(int(lines)):
    log.warning("%s %d %s", name, number, "x" * 60)
