"""The service's health while it runs: written to its sign of life, logged once, said once."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType

from planner import crash
from planner.daemon.turns import Health
from planner.errors import EntracteError
from planner.heartbeat import Heartbeat, remove_heartbeat, write_heartbeat
from planner.locale import gettext as _
from planner.paths import Paths
from planner.ports import Clock
from planner.versions import version_of

_log = logging.getLogger(__name__)
#: The same failure is logged with its places at most this often.
AGAIN = timedelta(hours=1)


class Pulse(Health):
    """Writes down how the service is; `told` hears one sentence when that changes."""

    def __init__(self, paths: Paths, clock: Clock, told: Callable[[str], None]) -> None:
        self._paths, self._clock, self._told = paths, clock, told
        self._logged: dict[str, datetime] = {}
        self._reports: dict[str, str] = {}  # the sentence that names one
        self._lock = threading.Lock()  # a pass ends in its thread, another one looks for long ones
        self._beat = Heartbeat(
            os.getpid(), socket.gethostname(), version_of("entracte"), clock.now()
        )
        self._write(self._beat)

    def well(self) -> None:
        """A pass has worked."""
        if self._beat.failing:
            _log.info("Passes work again")
        self._write(replace(self._beat, ticked=self._clock.now(), failing="", failing_since=None))

    def failed(self, error: BaseException) -> None:
        """A pass has failed: a sentence, and the places in the log once an hour."""
        place = _place(error)
        self._log_once(error, place)
        self._fails(_said(error, self._reports.get(place, "")))

    def hangs(self, seconds: float) -> None:
        """A pass has been under way for so long: that is said, and nothing is ended for it."""
        minutes = int(seconds // 60)
        self._fails(_("A pass has been under way for {n} minutes.").format(n=minutes))

    def end(self) -> None:
        """The service stops: whoever looks finds that none runs, and that all is well."""
        remove_heartbeat(self._paths)

    def _fails(self, sentence: str) -> None:
        new = sentence != self._beat.failing
        since = self._beat.failing_since or self._clock.now()
        self._write(replace(self._beat, failing=sentence, failing_since=since))
        if new:
            self._told(sentence)

    def _write(self, beat: Heartbeat) -> None:
        with self._lock:
            self._beat = beat
            write_heartbeat(self._paths, beat)

    def _log_once(self, error: BaseException, place: str) -> None:
        now = self._clock.now()
        last = self._logged.get(place)
        if last is None or not last <= now < last + AGAIN:
            self._logged[place] = now
            _log.error("A pass failed; the next one tries again", exc_info=error)
            self._reports[place] = crash.where(error)


def _said(error: BaseException, report: str) -> str:
    """One sentence; what nobody foresaw is told by its kind alone: it may quote a customer."""
    if isinstance(error, EntracteError):
        return str(error)
    what = _("Something unexpected happened ({kind}).").format(kind=type(error).__name__)
    return f"{what} " + (report or _("The log file says more."))


def _place(error: BaseException) -> str:
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} {where}"
