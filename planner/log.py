"""The log file: what happened, when and where; never a body, an address or a password."""

from __future__ import annotations

import copy
import logging
import os
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from planner.paths import PRIVATE_FILE, private_folder

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_LONGEST = 500
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_SIZE, _KEPT = 1_000_000, 3


class PrivateFormatter(logging.Formatter):
    """Lines without mail addresses; control characters and long texts are cut.

    Of an exception only its type and places are kept: its words may quote a customer.
    """

    def format(self, record: logging.LogRecord) -> str:
        """As logging does, on a copy: handlers share the text of an exception otherwise."""
        record = copy.copy(record)
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """One line, cleaned."""
        words = _ADDRESS.sub("<address>", record.message)
        words = "".join(c if c.isprintable() else " " for c in words)
        record.message = words[:_LONGEST] + ("…" if len(words) > _LONGEST else "")
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802
        """Type and places, no words and no values."""
        kind, _error, trace = ei
        lines = [f"  {getattr(kind, '__name__', kind)}"]
        while trace:
            code = trace.tb_frame.f_code
            lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join(lines)


class _ShownFormatter(logging.Formatter):
    """Everything, on a terminal that only shows it."""

    def format(self, record: logging.LogRecord) -> str:
        """As logging does, without what a terminal could obey."""
        words = super().format(record)
        return "".join(c if c.isprintable() or c == "\n" else " " for c in words)


class _PrivateFile(RotatingFileHandler):
    def _open(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the base's own type varies
        handle = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, PRIVATE_FILE)
        return os.fdopen(handle, "a", encoding="utf-8", errors="replace")


def start(path: Path, *, debug: bool = False) -> None:
    """Log to a file, and nowhere else unless `debug`; calling it again changes the file."""
    private_folder(path.parent)
    handler = _PrivateFile(path, maxBytes=_SIZE, backupCount=_KEPT, delay=True)
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    stop()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    if debug:
        shown = logging.StreamHandler(sys.stderr)
        shown.set_name("entracte-debug")
        shown.setFormatter(_ShownFormatter())
        root.addHandler(shown)
    for noisy in ("apscheduler", "imapclient", "asyncio", "sqlalchemy", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def stop() -> None:
    """Close what `start` opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, _PrivateFile) or handler.get_name() == "entracte-debug":
            root.removeHandler(handler)
            handler.close()
