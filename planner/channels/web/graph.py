"""Microsoft Graph: the automatic replies of a mailbox (mailboxSettings).

Scope: MailboxSettings.ReadWrite. PATCH merges; messages come back wrapped in HTML; a time has a
zone by its name, of Windows or of IANA.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from planner.channels.html import html_to_text as to_text
from planner.channels.web.single import SingleReply, plain
from planner.domain.server_reply import ServerWord

BASE = "https://graph.microsoft.com"
_PATH = "/v1.0/me/mailboxSettings"
_SETTING = "automaticRepliesSetting"
_FIELDS = (
    *("status", "externalAudience", "internalReplyMessage", "externalReplyMessage"),
    *("scheduledStartDateTime", "scheduledEndDateTime"),
)
#: Windows' names of zones that shops here are in (Unicode CLDR, windowsZones).
_WINDOWS = {
    "UTC": "UTC",
    "tzone://Microsoft/Utc": "UTC",
    "Romance Standard Time": "Europe/Paris",
    "W. Europe Standard Time": "Europe/Berlin",
    "Central Europe Standard Time": "Europe/Budapest",
    "GMT Standard Time": "Europe/London",
    "Eastern Standard Time": "America/New_York",
}


class GraphAway(SingleReply):
    """The one setting of automatic replies."""

    def get(self) -> dict[str, Any]:
        """Its fields."""
        found = self.web.ask("GET", self._url()).get(_SETTING) or {}
        return {field: found[field] for field in _FIELDS if field in found}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set all of them."""
        self.web.ask("PATCH", self._url(), {_SETTING: dict(wanted)})

    def made(self, word: ServerWord) -> dict[str, Any]:
        """Inside and outside the same words; scheduled where there is an end."""
        html = "<br>".join(escape(line) for line in word.text.splitlines())
        made: dict[str, Any] = {
            "status": "scheduled" if word.until else "alwaysEnabled",
            "externalAudience": "all",
            "internalReplyMessage": html,
            "externalReplyMessage": html,
        }
        if word.until:
            made["scheduledStartDateTime"] = _moment(word.since)
            made["scheduledEndDateTime"] = _moment(word.until)
        return made

    def active(self, found: Mapping[str, Any]) -> bool:
        """Not switched off, whatever its times."""
        return bool(found.get("status", "disabled") != "disabled")

    def text(self, found: Mapping[str, Any]) -> str:
        """What people outside would read."""
        return to_text(str(found.get("externalReplyMessage") or ""))

    def same(self, found: Mapping[str, Any], word: ServerWord) -> bool:
        """Its text, its audience, and its times."""
        wanted = self.made(word)
        if any(found.get(field) != wanted[field] for field in ("status", "externalAudience")):
            return False
        times = ("scheduledStartDateTime", "scheduledEndDateTime") if word.until else ()
        same = all(_instant(found.get(field)) == _instant(wanted[field]) for field in times)
        return same and plain(self.text(found)) == plain(word.text)

    def _url(self) -> str:
        return (self.account.url or BASE).rstrip("/") + _PATH


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _instant(told: Any) -> datetime | None:
    """A moment with its zone, to the second; None for what cannot be read."""
    try:
        zone = ZoneInfo(_WINDOWS.get(told["timeZone"], told["timeZone"]))
        at = datetime.fromisoformat(str(told["dateTime"])[:19])
    except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError):
        return None
    return at.replace(tzinfo=zone).astimezone(UTC)
