"""What works beside the owner: the service, the desktop that shows notifications, the log."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from planner.crash_report import reports, version_of
from planner.doctor.case import Case, note, well, wrong
from planner.domain.notification import UNSEEN, Why
from planner.errors import StoreError
from planner.heartbeat import read_heartbeat, service_runs
from planner.locale import gettext as _
from planner.notify.surroundings import BUS, environment
from planner.services.notify_words import unseen, what_to_do
from planner.store.examining import notes_of
from planner.system import manager
from planner.views_doctor import Finding

_LATE = timedelta(minutes=10)  # a pass comes every twenty seconds


def service(case: Case) -> Iterator[Finding]:
    """Whether it begins by itself, runs, and whether its passes work."""
    under = manager(case.paths)
    state = under.state()
    if not service_runs(case.paths):
        if beat := read_heartbeat(case.paths):  # one that stops takes it away
            when = case.when(beat.ticked or beat.started)
            yield note(
                "service",
                _("The last one ended without being asked to, after {when}.").format(when=when),
                _("What it met is in {log}.").format(log=case.paths.log),
            )
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
    yield from _running(case, by_hand=not state.running)


def _running(case: Case, *, by_hand: bool) -> Iterator[Finding]:
    beat = read_heartbeat(case.paths)
    if beat is None:
        yield well("service", _("It runs."))
        return
    anew = (
        _("End it where it runs, and begin it again.")
        if by_hand
        else _("Begin it anew: `entracte service stop`, then `entracte service start`.")
    )
    again = _("It tries again by itself. What it met is in {log}.").format(log=case.paths.log)
    if beat.failing:
        since = case.when(beat.failing_since or beat.started)
        said = _("Since {when}: {what}").format(when=since, what=beat.failing)
        yield wrong("service", said, again)
    elif case.now - (beat.ticked or beat.started) > _LATE:
        when = case.when(beat.ticked or beat.started)
        yield wrong(
            "service",
            _("It runs, and has not looked since {when}.").format(when=when),
            anew,
        )
    else:
        yield well("service", _("It runs since {started}.").format(started=case.when(beat.started)))
    if beat.version not in ("", version_of("entracte")):
        yield note(
            "service",
            _("It is still version {version}.").format(version=beat.version),
            anew,
        )


def notifications(case: Case) -> Iterator[Finding]:
    """Whether they appear, as far as it is known; nothing is shown for it."""
    why = _unseen(case)
    if not why and sys.platform.startswith("linux") and BUS not in environment():
        why = Why.NO_SESSION
    if why:
        yield note("notifications", unseen(why), what_to_do(why))
    else:
        yield well(
            "notifications",
            _("Nothing speaks against them; `entracte notifications test` shows one."),
        )


def _unseen(case: Case) -> str:
    """Why the last one did not appear."""
    if not case.paths.database.exists():
        return ""
    try:
        return next(iter(notes_of(case.paths.database).noted.get(UNSEEN, ())), "")
    except StoreError:
        return ""  # said by the check of the database


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
