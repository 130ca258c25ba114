"""A large archive is read in a second process, which does not outlive the first."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.process import wait_for

_READS = """
import sys
from datetime import UTC, datetime
from planner.channels.reading import Raw, understood
raws = (Raw(b"Subject: x\\r\\n\\r\\nx", str(n), datetime.now(UTC), str(n), n) for n in range(9999))
next(understood(raws, many=True))
print("reading", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_the_reading_process_ends_with_one_that_was_killed():
    with subprocess.Popen(
        [sys.executable, "-c", _READS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "reading\n"
        task = Path(f"/proc/{first.pid}/task/{first.pid}/children")
        others = [Path("/proc") / number for number in task.read_text().split()]
        first.kill()
    wait_for(lambda: not any(other.exists() for other in others), "their end")
