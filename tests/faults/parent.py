"""The process that forks lives, as a test sees it; see nursery.py."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that forks lives; see nursery.py."""

    def __init__(self, environ):
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, **asked):
        """One life, and how it ended."""
        return self.live_together([asked])[0]

    def live_together(self, lives, meanwhile=lambda: None):
        """Several at once; `meanwhile` is called while they live."""
        self._child.stdin.write(json.dumps(lives) + "\n")
        self._child.stdin.flush()
        meanwhile()
        answers = json.loads(self._child.stdout.readline())
        for life, answer in zip(lives, answers, strict=True):
            may_end = {0, life.get("refused", 0)}
            assert answer["killed"] or answer["code"] in may_end, (life, answer)
        return answers

    def end(self):
        self._child.stdin.close()
        self._child.wait(30)
        self._child.stdout.close()
