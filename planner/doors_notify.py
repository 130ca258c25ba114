"""The part of the doors that is about notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from planner.views_notify import NotificationsView, NotificationTrial


class NotifyDesk(Protocol):
    """What the dashboard and the command line ask about notifications."""

    def notifications(self) -> NotificationsView:
        """Those of today, and whether they appear."""

    def try_notification(self) -> NotificationTrial:
        """Show one now and say how far it came. Slow: it waits for the desktop some seconds."""
