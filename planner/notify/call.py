"""One notification in a process of its own, held at arm's length.

A desktop may hang for 25 s, print to the terminal, start threads that keep a program alive, and
report success when nothing was shown. Whatever hangs is ended with everything it started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from planner.domain.notification import Showing, State, Why
from planner.notify.surroundings import environment


class Call:
    """The child and what it says. `pressed` hears of each button, in a thread of the call's.

    Raises OSError when it cannot be started.
    """

    def __init__(self, order: Mapping[str, Any], pressed: Callable[[str], None]) -> None:
        # A session of its own, so that what it starts (notify-send) can be ended with it.
        self._child = subprocess.Popen(
            [sys.executable, "-m", "planner.notify.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
        )
        self._first: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._order = json.dumps(order).encode() + b"\n"
        threading.Thread(target=self._listen, args=(pressed,), daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether the child has ended."""
        return self._child.poll() is not None

    def answer(self, deadline: float) -> Showing:
        """How far it came, waited for so many seconds; what hangs is ended."""
        try:
            said = self._first.get(timeout=deadline)
        except queue.Empty:
            self.end()
            return Showing(State.NOT, Why.NO_ANSWER)
        if said is None:
            return Showing(State.NOT, Why.REFUSED, "the process ended without a word")
        why = Why(said["why"]) if said["why"] else None
        return Showing(State(said["state"]), why, str(said["detail"]))

    def end(self) -> None:
        """End the child and what it started."""
        with suppress(ProcessLookupError):  # it ended by itself in this very moment
            if sys.platform == "win32":
                self._child.kill()
            elif not self.over:
                os.killpg(self._child.pid, signal.SIGKILL)

    def _listen(self, pressed: Callable[[str], None]) -> None:
        assert self._child.stdin
        assert self._child.stdout
        with suppress(OSError):  # it is gone already; the end of its words says so
            self._child.stdin.write(self._order)
            self._child.stdin.flush()  # stays open: its end is the child's
        for line in self._child.stdout:
            fact = json.loads(line)
            if "pressed" in fact:
                pressed(fact["pressed"])
            else:
                self._first.put(fact)
        self._first.put(None)
        self._child.wait()
        with suppress(OSError):
            self._child.stdin.close()
        self._child.stdout.close()
