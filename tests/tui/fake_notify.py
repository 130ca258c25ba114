"""The desktop of a front desk that has none."""

from __future__ import annotations

import threading

from planner.views_notify import NotificationsView, NotificationTrial


class FakeNotify:
    """A part of the front desk. `ringing`, when set, keeps a trial waiting until it is."""

    ringing: threading.Event | None = None
    rung = NotificationTrial("shown", "Le bureau dit qu'il en montre une.")

    def notifications(self) -> NotificationsView:
        self._seen("notifications")
        return NotificationsView(())

    def try_notification(self) -> NotificationTrial:
        self._seen("try_notification")
        if self.ringing is not None:
            self.ringing.wait(20)
        return self.rung
