"""APScheduler lives here and only here."""

from planner.daemon.service import run
from planner.daemon.watching import listening

__all__ = ["listening", "run"]
