"""What a crash report says, and where it is written."""

from __future__ import annotations

import hashlib
import logging
import platform
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from planner.locale import gettext as _
from planner.log_lines import places, said
from planner.paths import read_text, write_private
from planner.versions import version_of

KEPT = 5
LOG_LINES = 20
_PARTS = ("textual", "sqlmodel", "apscheduler", "IMAPClient")


def reports(folder: Path) -> list[Path]:
    """The reports of a folder, the newest one last."""
    return sorted(folder.glob("crash-report-*.txt"), key=lambda path: path.stat().st_mtime_ns)


def report(log: Path, record: logging.LogRecord, error: BaseException, command: str) -> Path:
    """The report of a failure, beside the log; the same failure again has it already.

    At most five are kept. Raises EntracteError, OSError when it cannot be written.
    """
    way = places(error)
    mark = hashlib.sha256("\n".join((version_of("entracte"), *way)).encode()).hexdigest()[:12]
    for there in reversed(reports(log.parent)):
        if mark in (read_text(there) or ""):
            return there
    at = datetime.fromtimestamp(record.created, UTC)
    path = log.with_name(f"crash-report-{at:%Y%m%d-%H%M%S}.txt")
    if path.exists():  # two within a second
        path = path.with_name(f"{path.stem}-{mark}.txt")
    write_private(path, _text(record, way, at, command, mark, _last_lines(log)))
    for old in reports(log.parent)[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def _last_lines(log: Path) -> list[str]:
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_LINES * 600))
        return file.read().decode("utf-8", "replace").splitlines()[-LOG_LINES:]
    return []


def _text(
    record: logging.LogRecord,
    way: list[str],
    at: datetime,
    command: str,
    mark: str,
    lines: list[str],
) -> str:
    parts = ", ".join(f"{name} {version_of(name) or '?'}" for name in _PARTS)
    known = (
        (_("What happened"), f"{said(record)} ({way[0]})"),
        (_("When"), f"{at:%Y-%m-%d %H:%M:%S} UTC"),
        (_("Command"), command),
        ("Entracte", version_of("entracte") or "?"),
        ("Python", f"{platform.python_version()}, {platform.platform()}"),
        (_("Parts"), f"{parts}, SQLite {sqlite3.sqlite_version}"),
    )
    wide = max(len(name) for name, _value in known)
    return "\n".join(
        (
            _("Entracte: crash report"),
            "",
            _("Nothing has been sent to anybody. Read it before you pass it on."),
            _("It says where the program stood: no message, name, address or password is in it."),
            "",
            *(f"{name:<{wide}}  {value}" for name, value in known),
            "",
            _("Where it stood"),
            *(f"  {line}" for line in way),
            "",
            _("The last lines of the log"),
            *(f"  {line}" for line in lines),
            "",
            _("Mark of this failure: {mark}").format(mark=mark),
            "",
        )
    )
