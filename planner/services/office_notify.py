"""The office and the desktop: what rang today, a trial, and what comes back from a notification."""

from __future__ import annotations

from planner.domain.notification import Notification, Showing
from planner.services import appearing, notifying
from planner.services.context import Context
from planner.views_notify import NotificationsView, NotificationTrial


class NotifyOffice:
    """A part of planner.services.office.Office: one transaction a call."""

    ctx: Context

    def notifications(self) -> NotificationsView:
        """Those of today, and whether they appear."""
        return appearing.told_today(self.ctx)

    def try_notification(self) -> NotificationTrial:
        """Show one now and say how far it came; slow: it waits for the desktop some seconds."""
        return appearing.try_one(self.ctx)

    def notification_shown(self, _one: Notification, showing: Showing) -> None:
        """Remember whether notifications appear."""
        appearing.shown(self.ctx, showing)

    def notification_pressed(self, one: Notification, button: str) -> None:
        """Do what a button says."""
        notifying.pressed(self.ctx, one, button)
