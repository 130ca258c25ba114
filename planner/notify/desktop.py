"""Desktop notifications through plyer, held at arm's length.

plyer may block for 25 s, print to the terminal, start threads that keep a program alive, and
report success when nothing was shown. So it runs in a process of its own (`child.py`) with its own
deadline: whatever it prints goes to a pipe, and what hangs is ended with everything it started.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys

from planner.notify import clean

_log = logging.getLogger(__name__)
SHOWN = "shown"
_SHOWN_FOR = 10  # seconds on screen; whole seconds only
_AFTER_END = 1.0  # seconds to collect what a killed child left in its pipes


class DesktopNotifier:
    """planner.ports.Notifier over plyer. `deadline` in seconds for one notification."""

    def __init__(self, deadline: float = 3.0, platform: str = sys.platform) -> None:
        self._deadline, self._platform = deadline, platform

    def show(self, title: str, body: str) -> bool:
        """Try to show it; False when it is known not to have been shown. Never raises."""
        order = json.dumps(
            {
                "title": clean.title(title, self._platform),
                "message": clean.body(body, self._platform),
                "timeout": self._seconds(),
            }
        )
        try:
            return self._ask(order)
        except Exception:  # noqa: BLE001 - the border of a channel: whatever goes wrong is "not shown"
            _log.exception("A notification could not be shown")
            return False

    def _seconds(self) -> int:
        # On Windows plyer's own thread keeps the child alive that long.
        return max(1, int(self._deadline) - 1) if self._platform == "win32" else _SHOWN_FOR

    def _ask(self, order: str) -> bool:
        # A session of its own, so that what plyer starts (notify-send) can be ended with it.
        child = subprocess.Popen(
            [sys.executable, "-m", "planner.notify.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"},
        )
        try:
            out, err = child.communicate(order.encode(), self._deadline)
        except subprocess.TimeoutExpired:
            _end(child)
            child.communicate(timeout=_AFTER_END)
            _log.warning("The notification service did not answer within %s s", self._deadline)
            return False
        said = out.decode("utf-8", "replace").splitlines()
        if child.returncode == 0 and said and said[-1] == SHOWN and not err.strip():
            return True
        # notify-send without a bus ends well but complains: then nothing was shown.
        _log.warning("A notification was not shown: %s", _last_line(err))
        return False


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it ended by itself in this very moment


def _last_line(err: bytes) -> str:
    lines = err.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"
