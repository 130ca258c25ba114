"""One service at a time: a lock on a file, which the system gives back when the process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.paths import PRIVATE_FILE


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock. Raises NotPossible when another process holds it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    try:
        try:
            _lock(handle)
        except OSError:
            raise NotPossible(
                _("Another Entracte service is already running."),
                do=_("One is enough; end that one first if you want this one."),
            ) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
