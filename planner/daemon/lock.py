"""One service at a time: a lock on a file, which the system gives back when the process ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.paths import PRIVATE_FILE

#: What a lock that somebody else holds answers; anything else means that there are none here.
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_PATIENCE, _PAUSE = 0.5, 0.05  # seconds: whoever only looks (`held`) has it for an instant


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock. Raises NotPossible when another process holds it.

    Where no file can be, or no lock, there is none: the lease still keeps two passes apart.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    except OSError:
        yield
        return
    try:
        if not _taken(handle):
            raise NotPossible(
                _("Another Entracte service is already running."),
                do=_("One is enough; end that one first if you want this one."),
            )
        yield
    finally:
        os.close(handle)


def held(path: Path) -> bool:
    """Whether a living process holds the lock; asked without making the file."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        _lock(handle, shared=True)
    except OSError as error:
        return error.errno in _HELD
    else:
        return False
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    gives_up = time.monotonic() + _PATIENCE
    while True:
        try:
            _lock(handle)
        except OSError as error:
            if error.errno not in _HELD:
                return True
            if time.monotonic() > gives_up:
                return False
            time.sleep(_PAUSE)
        else:
            return True


if sys.platform == "win32":

    def _lock(handle: int, *, shared: bool = False) -> None:  # noqa: ARG001 - there is one kind
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int, *, shared: bool = False) -> None:
        import fcntl

        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
