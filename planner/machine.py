"""What this machine tells of its owner: her zone, and the name she logs in with."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from planner.locale import gettext as _

_FALLBACK = "Europe/Brussels"


def system_zone() -> str:
    """The machine's own zone as a name; Brussels when it does not tell."""
    return zone_of_machine() or _FALLBACK


def zone_of_machine() -> str:
    """The machine's own zone as a name, "" when it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = str(Path("/etc/localtime").resolve())
    return next((name for name in (named, link.partition("zoneinfo/")[2]) if "/" in name), "")


def login_name() -> str:
    """The name she logs in with, as a first name is written."""
    try:
        return getpass.getuser().capitalize()
    except (OSError, KeyError, ImportError):
        return _("Owner")
