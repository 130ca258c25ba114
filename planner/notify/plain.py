"""Showing through plyer, or `osascript` on macOS: no buttons, and no word back.

plyer's failures come in every form: exceptions, exceptions in threads of its own, complaints on
stderr, and silence. All of them count as "not shown"; silence can only be "handed over".
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from planner.domain.notification import Showing, State
from planner.notify.reasons import reason, told

_APP = "Entracte"
# plyer needs an app bundle on macOS; the texts are arguments, never part of the script.
_MAC = "on run a\ndisplay notification (item 2 of a) with title (item 1 of a)\nend run"
_AT_ONCE = 0.5  # seconds in which a thread of plyer's fails if it fails
_FLATPAK = Path("/app"), Path("/.flatpak-info")


def show(title: str, message: str, seconds: int, platform: str) -> Showing:
    """Hand it over; `seconds` on screen are whole ones: plyer takes no others. Never raises."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # dbus logs its own errors to stderr
    wrong: list[str] = []
    threading.excepthook = lambda args: wrong.append(
        told(args.exc_value) if args.exc_value else args.exc_type.__name__
    )
    with tempfile.TemporaryFile() as heard:
        os.dup2(heard.fileno(), 2)
        try:
            _show(title, message, seconds, platform)
        except Exception as error:  # noqa: BLE001 - the border: its last words go to the log
            wrong.append(told(error))
        for thread in threading.enumerate():  # on Windows one shows it, and fails unheard
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join(_AT_ONCE)
        # notify-send without a bus ends well but complains: then nothing was shown.
        heard.seek(0)
        wrong += heard.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    if wrong:
        return Showing(State.NOT, reason(" ".join(wrong)), wrong[0])
    return Showing(State.HANDED)


def _show(title: str, message: str, seconds: int, platform: str) -> None:
    if platform == "darwin":
        subprocess.run(["osascript", "-e", _MAC, title, message], check=True)
    else:
        _way(platform)(title=title, message=message, app_name=_APP, timeout=seconds)


def _way(platform: str) -> Callable[..., Any]:
    app, flatpak = _FLATPAK
    if not (platform.startswith("linux") and app.is_dir()) or flatpak.exists():
        from plyer import notification

        return notification.notify  # type: ignore[no-any-return]
    # A folder named /app makes plyer believe that it is inside Flatpak; containers have one.
    from plyer.platforms.linux import notification as ways

    if find_spec("dbus"):
        return ways.NotifyDbus().notify  # type: ignore[no-any-return]
    if shutil.which("notify-send"):
        return ways.NotifySendNotification().notify  # type: ignore[no-any-return]
    raise NotImplementedError
