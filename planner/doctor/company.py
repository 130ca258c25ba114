"""What works beside the owner: the service, the desktop that shows notifications, the log."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.crash_report import reports, version_of
from planner.doctor.case import Case, note, well, wrong
from planner.heartbeat import read_heartbeat, service_runs
from planner.locale import gettext as _
from planner.system import manager
from planner.views_doctor import Finding

_LATE = timedelta(minutes=10)  # a pass comes every twenty seconds


def service(case: Case) -> Iterator[Finding]:
    """Whether it begins by itself, runs, and whether its passes work."""
    under = manager(case.paths)
    state = under.state()
    if not service_runs(case.paths):
        if state.installed and state.enabled:
            yield wrong(
                "service", state.words, _("Why it does not: {command}").format(command=under.look())
            )
        else:
            yield note(
                "service",
                state.words,
                _(
                    "`entracte service install` lets it begin at log-in;"
                    " without it the dashboard does its work while it is open."
                ),
            )
        return
    yield from _running(case)


def _running(case: Case) -> Iterator[Finding]:
    beat = read_heartbeat(case.paths)
    if beat is None:
        yield well("service", _("It runs."))
        return
    again = _("It tries again by itself. What it met is in {log}.").format(log=case.paths.log)
    if beat.failing:
        yield wrong("service", beat.failing, again)
    elif case.now - (beat.ticked or beat.started) > _LATE:
        when = case.when(beat.ticked or beat.started)
        yield wrong(
            "service",
            _("It runs, and has not looked since {when}.").format(when=when),
            _("End it and begin it again."),
        )
    else:
        yield well("service", _("It runs since {started}.").format(started=case.when(beat.started)))
    if beat.version != version_of("entracte"):
        yield note(
            "service",
            _("It is still version {version}.").format(version=beat.version),
            _("End it and begin it again."),
        )


def notifications(_case: Case) -> Iterator[Finding]:
    """What would show one here; nothing is shown for it."""
    if sys.platform in ("darwin", "win32") or (_has_bus() and shutil.which("notify-send")):
        yield well("notifications", _("This desktop can show them."))
    elif not _has_bus():
        yield note(
            "notifications",
            _("Nothing would be shown here: there is no desktop session."),
            _("All else works without."),
        )
    else:
        yield note(
            "notifications",
            _("Nothing may be shown here: there is no notify-send."),
            _("Install the package libnotify-bin, or libnotify."),
        )


def _has_bus() -> bool:
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ:
        return True
    return os.name == "posix" and Path(f"/run/user/{os.getuid()}/bus").is_socket()


def log(case: Case) -> Iterator[Finding]:
    """Whether there is one, and what it may have met."""
    path = case.paths.log
    if found := reports(path.parent):
        at = datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
        yield note(
            "log",
            _("Something unexpected happened {when}: {report} says where.").format(
                when=case.when(at), report=found[-1]
            ),
            _("Nothing was sent. Read it; delete it when you are done with it."),
        )
    elif path.parent.is_dir() and not os.access(path if path.exists() else path.parent, os.W_OK):
        yield note("log", _("{path} cannot be written; all else goes on.").format(path=path))
    else:
        yield well("log", str(path))
