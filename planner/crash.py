"""The crash report: a small file that the owner can read before she passes it on.

It holds where the program stood, never what it was working on. Nothing is sent anywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.errors import EntracteError
from planner.locale import gettext as _

_REPORT = "_crash_report"  # where an error that was reported keeps the path
_command: Callable[[], str] = lambda: "entracte"  # noqa: E731 - replaced by `about`


def about(command: Callable[[], str]) -> None:
    """How to say which command this process runs: its name and options, no value."""
    global _command
    _command = command


def doing() -> str:
    """The command that this process runs."""
    try:
        return _command()
    except Exception:  # noqa: BLE001 - the border: a report without its command is still one
        return "entracte"


def where(error: BaseException | None) -> str:
    """The sentence that names the report of an error that was logged; "" when there is none."""
    path = getattr(error, _REPORT, None)
    return _("A report that you can read is in {path}.").format(path=path) if path else ""


class Reports(logging.Handler):
    """Whatever is logged together with an error that nobody foresaw leaves a report by the log."""

    def __init__(self, log: Path) -> None:
        super().__init__(logging.ERROR)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One failure; on its way out the same error may be logged again."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, EntracteError) or hasattr(error, _REPORT):
            return
        with suppress(Exception):  # a report that cannot be written makes nothing worse
            from planner.crash_report import report  # rarely needed, and dear to import

            setattr(error, _REPORT, report(self._log, record, error, doing()))
