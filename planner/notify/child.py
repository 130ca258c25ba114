"""The process that asks plyer for one notification: JSON on stdin, `shown` on stdout."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import warnings

_APP = "Entracte"
# plyer needs an app bundle on macOS; the texts are arguments, never part of the script.
_MAC = "on run a\ndisplay notification (item 2 of a) with title (item 1 of a)\nend run"


def main() -> int:
    """0 when it was handed over, 1 when nothing can show it."""
    order = json.load(sys.stdin)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # dbus logs its own errors to stderr
    try:
        if sys.platform == "darwin":
            command = ["osascript", "-e", _MAC, order["title"], order["message"]]
            subprocess.run(command, check=True)
        else:
            from plyer import notification

            notification.notify(app_name=_APP, **order)
    except Exception as error:  # noqa: BLE001 - the border: its last words go to the log
        print(type(error).__name__, file=sys.stderr)
        return 1
    print("shown", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
