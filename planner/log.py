"""The log: what happened, when and where; never a body, a name, an address or a password."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from pathlib import Path

from planner.crash import Reports
from planner.errors import EntracteError
from planner.log_file import SharedFile
from planner.log_lines import PrivateFormatter
from planner.paths import private_folder

_NOISY = ("apscheduler", "imapclient", "asyncio", "sqlalchemy", "alembic")


class _Shown(logging.Handler):
    """Everything, on a terminal that only shows it; under a dashboard it shows nothing."""

    def emit(self, record: logging.LogRecord) -> None:
        """As logging does, without what a terminal could obey."""
        with suppress(Exception):
            words = self.format(record)
            # Asked for now: a dashboard that draws there keeps it to itself.
            print(
                "".join(c if c.isprintable() or c == "\n" else " " for c in words), file=sys.stderr
            )


def start(path: Path, *, debug: bool = False) -> None:
    """Log to a file, and with `debug` everything to the terminal; again: another file.

    The file says the same with and without `debug`. Never raises: what cannot be written is let go.
    """
    stop()
    with suppress(EntracteError):
        private_folder(path.parent)
    file = SharedFile(path)
    file.setFormatter(PrivateFormatter())
    file.setLevel(logging.INFO)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in (file, Reports(path)):
        root.addHandler(handler)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)  # a library's may quote what it read
    if debug:
        show()


def show() -> None:
    """Show everything on the terminal from now on, also where nothing is written."""
    root = logging.getLogger()
    root.setLevel(logging.DEBUG)
    if not any(isinstance(handler, _Shown) for handler in root.handlers):
        root.addHandler(_Shown())


def stop() -> None:
    """Close what `start` and `show` opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, SharedFile | Reports | _Shown):
            root.removeHandler(handler)
            handler.close()
    logging.captureWarnings(False)
