"""The door of the doctor: how everything is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.views_doctor import Finding


class DoctorDesk(Protocol):
    """A part of planner.doors.FrontDesk."""

    def examine(self) -> tuple[Finding, ...]:
        """Everything that was looked at; takes up to half a minute, as the network does.

        Never raises and writes nothing. Empty where there is nothing real to look at: in a story.
        """
