"""The environment of the process that talks to the desktop."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

BUS = "DBUS_SESSION_BUS_ADDRESS"


def environment(
    given: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> dict[str, str]:
    """Ours, quiet, and with the session bus where a service was started without its address.

    The bus of a log-in is a socket in its runtime folder, by the convention of systemd.
    """
    found = {**given, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
    if platform.startswith("linux") and not given.get(BUS) and (bus := _socket(given)):
        found[BUS] = f"unix:path={bus}"
    return found


def _socket(given: Mapping[str, str]) -> Path | None:
    folder = given.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    bus = Path(folder) / "bus"
    try:
        return bus if bus.is_socket() else None
    except OSError:
        return None  # the folder of somebody else
