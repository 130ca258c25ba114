"""JMAP: the VacationResponse of an account (RFC 8621 section 8), such as Fastmail has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from planner.channels.web.single import SingleReply, plain
from planner.domain.server_reply import ServerWord

_CORE = "urn:ietf:params:jmap:core"
_VACATION = "urn:ietf:params:jmap:vacationresponse"
_FIELDS = ("isEnabled", "fromDate", "toDate", "subject", "textBody", "htmlBody")


class JmapAway(SingleReply):
    """The one VacationResponse; `ifInState` tells when another client was there in between."""

    _state = ""

    def get(self) -> dict[str, Any]:
        """The singleton's fields."""
        answer = self._call("VacationResponse/get", {"ids": ["singleton"]})
        self._state = str(answer.get("state", ""))
        listed = answer.get("list") or [{}]
        return {field: listed[0].get(field) for field in _FIELDS}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set them, if nothing changed since `get`."""
        update = {"singleton": {field: wanted.get(field) for field in _FIELDS}}
        update["singleton"]["isEnabled"] = bool(wanted.get("isEnabled"))
        answer = self._call("VacationResponse/set", {"ifInState": self._state, "update": update})
        if "singleton" not in (answer.get("updated") or {}):
            raise self.account.problem("script")

    def made(self, word: ServerWord) -> dict[str, Any]:
        """Dates are UTC, and null for open ends."""
        return {
            "isEnabled": True,
            "fromDate": _utc(word.since),
            "toDate": _utc(word.until) if word.until else None,
            "subject": word.subject or None,
            "textBody": word.text,
            "htmlBody": None,
        }

    def active(self, found: Mapping[str, Any]) -> bool:
        """Enabled, whatever its dates."""
        return bool(found.get("isEnabled"))

    def text(self, found: Mapping[str, Any]) -> str:
        """The plain text, else the other one."""
        return str(found.get("textBody") or found.get("htmlBody") or "")

    def same(self, found: Mapping[str, Any], word: ServerWord) -> bool:
        """Its text and its dates."""
        wanted = self.made(word)
        dates = all(found.get(field) == wanted[field] for field in ("fromDate", "toDate"))
        return dates and plain(self.text(found)) == plain(word.text)

    def _call(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        session = self.web.ask("GET", self._session())
        accounts = session.get("primaryAccounts")
        account = accounts.get(_VACATION) if isinstance(accounts, dict) else None
        if account is None or _VACATION not in (session.get("capabilities") or {}):
            raise self.not_offered()
        url = urljoin(self._session(), str(session.get("apiUrl", "")))
        self.web.same_host(self._session(), url)
        body = {
            "using": [_CORE, _VACATION],
            "methodCalls": [[method, {"accountId": account, **given}, "0"]],
        }
        answer = self.web.ask("POST", url, body)
        try:
            name, found, _tag = answer["methodResponses"][0]
        except (KeyError, IndexError, TypeError, ValueError):
            raise self.account.problem("protocol") from None
        if name == "error" or not isinstance(found, dict):
            kind = found.get("type") if isinstance(found, dict) else ""
            raise self.changed() if kind == "stateMismatch" else self.account.problem("protocol")
        return found

    def _session(self) -> str:
        """RFC 8620 section 2.2: a host alone has its session at a known place."""
        url = self.account.url
        return url if urlsplit(url).path.strip("/") else urljoin(url, "/.well-known/jmap")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
