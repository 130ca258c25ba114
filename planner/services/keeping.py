"""Keeping going: how the service is, from its sign of life, for whoever asks without opening it."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.heartbeat import read_heartbeat, service_runs
from planner.locale import gettext as _
from planner.paths import Paths
from planner.views_today import ServiceView

#: That a service ended badly longer ago is no news: its machine may have been off since.
_NEWS = timedelta(days=3)


def service_view(paths: Paths, now: datetime) -> ServiceView:
    """Whether a service runs there, since when, and what ails it."""
    running, beat = service_runs(paths), read_heartbeat(paths)
    if beat is None:
        return ServiceView(running)
    view = ServiceView(running, beat.started, beat.ticked, beat.failing, beat.failing_since)
    if running:
        return view
    last = beat.ticked or beat.started
    ended = _("It ended without being asked to.") if last <= now < last + _NEWS else ""
    return ServiceView(running, beat.started, beat.ticked, ended, last if ended else None)
