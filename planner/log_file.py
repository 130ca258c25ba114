"""The log's file, which the service, dashboards and commands write together."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

from planner.paths import PRIVATE_FILE

SIZE, KEPT = 1_000_000, 3


class SharedFile(logging.Handler):
    """Lines into a file, `kept` older ones beside it (`.1` is the newest); `size` in bytes.

    It is opened for every line, so nobody writes into one that another process has put aside; a
    line is one write, so lines never mix. What cannot be written is let go: no log, no trouble.
    """

    def __init__(self, path: Path, *, size: int = SIZE, kept: int = KEPT) -> None:
        super().__init__()
        self.path, self._size, self._kept = path, size, kept

    def emit(self, record: logging.LogRecord) -> None:
        """One entry."""
        try:
            self._write((self.format(record) + "\n").encode("utf-8", "replace"))
        except Exception:  # noqa: BLE001 - the border: nothing may fail because of its log
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Nothing: logging would print the entry with all its words on the terminal."""

    def _write(self, line: bytes) -> None:
        if self._is_full(len(line)):
            self._put_aside(len(line))
        handle = self._opened()
        try:
            os.write(handle, line)
        finally:
            os.close(handle)

    def _opened(self) -> int:
        return os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, PRIVATE_FILE)

    def _is_full(self, more: int) -> bool:
        try:
            return self.path.stat().st_size + more > self._size
        except FileNotFoundError:
            return False

    def _put_aside(self, more: int) -> None:
        """Make room for a new file, unless another process is just doing it.

        Whoever holds the lock of the file that stands there may put it aside; the next one finds
        another file there. Windows renames nothing that somebody has open: then it grows a little.
        """
        if sys.platform == "win32":
            self._rename()
            return
        handle = self._opened()
        try:
            if _locked(handle) and self._stands(handle) and self._is_full(more):
                self._rename()
        finally:
            os.close(handle)

    def _stands(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False

    def _rename(self) -> None:
        with suppress(OSError):
            for number in range(self._kept, 0, -1):
                newer = self._older(number - 1) if number > 1 else self.path
                if newer.exists():
                    newer.replace(self._older(number))

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")


if sys.platform != "win32":

    def _locked(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
