"""Gmail: the vacation responder of an account (Gmail API, users.settings vacation).

Scope: https://www.googleapis.com/auth/gmail.settings.basic. PUT replaces the whole object, so all
of it is sent; numbers come and go as strings; HTML wins over plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planner.channels.html import html_to_text as to_text
from planner.channels.web.single import SingleReply, plain
from planner.domain.server_reply import ServerWord

BASE = "https://gmail.googleapis.com"
_PATH = "/gmail/v1/users/me/settings/vacation"
_FIELDS = (
    *("enableAutoReply", "responseSubject", "responseBodyPlainText", "responseBodyHtml"),
    *("restrictToContacts", "restrictToDomain", "startTime", "endTime"),
)


class GmailAway(SingleReply):
    """The one vacation responder."""

    def get(self) -> dict[str, Any]:
        """Its fields, those that are there."""
        found = self.web.ask("GET", self._url())
        return {field: found[field] for field in _FIELDS if field in found}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Replace it."""
        self.web.ask("PUT", self._url(), dict(wanted))

    def made(self, word: ServerWord) -> dict[str, Any]:
        """Times in milliseconds since 1970, as strings."""
        made: dict[str, Any] = {
            "enableAutoReply": True,
            "responseSubject": word.subject,
            "responseBodyPlainText": word.text,
            "restrictToContacts": False,
            "restrictToDomain": False,
            "startTime": _milliseconds(word.since),
        }
        return made | ({"endTime": _milliseconds(word.until)} if word.until else {})

    def active(self, found: Mapping[str, Any]) -> bool:
        """Switched on, whatever its times."""
        return bool(found.get("enableAutoReply"))

    def text(self, found: Mapping[str, Any]) -> str:
        """What people would read: HTML wins."""
        html = str(found.get("responseBodyHtml") or "")
        return to_text(html) if html else str(found.get("responseBodyPlainText") or "")

    def same(self, found: Mapping[str, Any], word: ServerWord) -> bool:
        """Its text and its times."""
        wanted = self.made(word)
        if found.get("restrictToContacts") or found.get("restrictToDomain"):
            return False
        times = all(
            str(found.get(field) or "0") == wanted.get(field, "0")
            for field in ("startTime", "endTime")
        )
        return times and plain(self.text(found)) == plain(word.text)

    def _url(self) -> str:
        return (self.account.url or BASE).rstrip("/") + _PATH


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
