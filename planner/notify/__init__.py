"""plyer and desktop-notifier live here and only here."""

from planner.notify.desktop import DesktopNotifier

__all__ = ["DesktopNotifier"]
