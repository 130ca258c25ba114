"""The service: whether it begins by itself, runs, and whether its passes work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from planner.doctor.case import Case, note, well, wrong
from planner.heartbeat import read_heartbeat, service_runs
from planner.locale import gettext as _
from planner.system import manager
from planner.versions import version_of
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
        yield well("service", _("Running since {started}.").format(started=case.when(beat.started)))
    if beat.version not in ("", version_of("entracte")):
        yield note(
            "service",
            _("It is still version {version}.").format(version=beat.version),
            anew,
        )
