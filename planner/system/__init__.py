"""The system's own manager of services: systemd, launchd, or the Task Scheduler of Windows."""

from __future__ import annotations

import sys

from planner.paths import Paths
from planner.system.launch import launch_of, refuse_odd
from planner.system.manager import Manager, ServiceState

__all__ = ["Manager", "ServiceState", "manager", "refuse_odd"]


def manager(paths: Paths, *, platform: str = sys.platform) -> Manager:
    """The one of this platform, for the installation that lives there."""
    launch = launch_of(paths, platform=platform)
    if platform == "win32":
        from planner.system.tasks import TaskScheduler

        return TaskScheduler(launch)
    if platform == "darwin":
        from planner.system.launchd import Launchd

        return Launchd(launch)
    from planner.system.systemd import Systemd

    return Systemd(launch)
