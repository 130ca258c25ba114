"""APScheduler lives here and only here."""

from planner.daemon.service import run

__all__ = ["run"]
