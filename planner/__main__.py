"""The way in: no arguments open the dashboard, otherwise the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.doors import FrontDesk, StorySteps

if TYPE_CHECKING:
    from planner.settings_dashboard import DashboardSettings


def main() -> int:
    """The `entracte` command; the exit code."""
    from planner.cli.app import main as command_line

    return command_line(sys.argv[1:], dashboard=_dashboard)


def _dashboard(
    open_desk: Callable[[], FrontDesk], looks: DashboardSettings, story: StorySteps | None
) -> None:
    """Open the screen. The desk is opened by the screen itself, after its first paint."""
    from tui.app import EntracteApp

    EntracteApp(open_desk=open_desk, looks=looks, speed=story).run()


if __name__ == "__main__":
    sys.exit(main())
