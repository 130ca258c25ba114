"""A folder for a copy of the shop, which is removed whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

_PREFIX = "entracte-copy-"


@contextmanager
def copy_folder() -> Iterator[Path]:
    """A folder of this process; an end asked for from outside removes it like any other.

    What a process that was killed at once left behind goes now: a copy holds people's letters.
    """
    _sweep(Path(tempfile.gettempdir()))
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
            yield Path(folder)
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _sweep(place: Path) -> None:
    if sys.platform == "win32":  # there, to ask whether a process runs may end it
        return
    for left in place.glob(f"{_PREFIX}*-*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(OSError, ValueError):
            if left.stat().st_uid == os.getuid() and not _runs(int(owner)):
                shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's: it is there
        return True
    return True
