"""The process that shows one notification: an order as JSON on stdin, what became of it on stdout.

A line for how far it came, then one for each button pressed. Its real stdout is for that alone:
whatever a library or a program of the desktop prints goes nowhere. It ends with its parent.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from planner.domain.notification import Showing
from planner.notify import buttons, plain


def main() -> int:
    """Show it; wait for a button where there are some."""
    say = _voice()
    with open(0, "rb", buffering=0, closefd=False) as heard:
        order = json.loads(heard.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def shown(what: Showing) -> None:
        say({"state": what.state, "why": what.why, "detail": what.detail})

    def pressed(key: str) -> None:
        say({"pressed": key})

    title, message = order["title"], order["message"]
    if buttons.available() and buttons.show(title, message, order["buttons"], shown, pressed):
        return 0
    shown(plain.show(title, message, order["seconds"], order["platform"]))
    return 0


def _voice() -> Callable[[dict[str, Any]], None]:
    """What speaks to the parent; nothing else can from here on."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def say(fact: dict[str, Any]) -> None:
        own.write(json.dumps(fact) + "\n")
        own.flush()

    return say


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)  # with what it has started: it leads a session of its own
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
