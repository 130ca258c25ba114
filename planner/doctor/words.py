"""What each thing that is looked at is called."""

from __future__ import annotations

from planner.locale import gettext as _


def title(subject: str) -> str:
    """In the owner's language; of a channel also its name."""
    kind, _dot, name = subject.partition(".")
    titles = {
        "settings": _("Settings"),
        "policy": _("Rules"),
        "texts": _("Texts"),
        "database": _("Data"),
        "books": _("Books"),
        "copies": _("Copies"),
        "channels": _("Connections"),
        "channel": _("Connection"),
        "secrets": _("Passwords"),
        "clock": _("Clock"),
        "zone": _("Time zone"),
        "notifications": _("Notifications"),
        "service": _("Service"),
        "permissions": _("Privacy"),
        "space": _("Free space"),
        "log": _("Log"),
        "versions": _("Versions"),
        "place": _("Place"),
    }
    said = titles.get(kind, kind)
    return _("{kind} “{name}”").format(kind=said, name=name) if name else said
