"""The office asked how everything is."""

from __future__ import annotations

from planner.services.context import Context
from planner.views_doctor import Finding


class DoctorOffice:
    """A part of planner.services.office.Office."""

    ctx: Context

    def examine(self) -> tuple[Finding, ...]:
        """Everything that was looked at; outside any transaction."""
        return self.ctx.examine()
