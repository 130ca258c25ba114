"""Drafts: what the owner has begun to write, by request. Nothing but sending it ends one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import EntracteError
from planner.paths import read_text, write_private
from tui.draft_file import as_text, merged

if TYPE_CHECKING:
    from planner.views import Done

#: What stands in the fields of a form, by their keys.
Fields = tuple[tuple[str, str], ...]


#: What ends a request, by the names of the desk.
ENDS = ("answer", "release", "decline", "close")
GRACE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that can be undone for a while, and the words that are drafts again then."""

    request: int | None
    text: str
    until: datetime


class Drafts:
    """Kept whatever the data does meanwhile and, in a private file, whatever the process does.

    `rules` are edits that were left unsaved, by the name of their rule ("" for a new one); `texts`
    are wordings that were, by key and language; `settings` are parts of the settings.
    Without a file they end with the dashboard.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._open: dict[int, str] = {}
        self._deeds: list[_Deed] = []  # that can be undone, newest last
        self.rules: dict[str, Fields] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.settings: dict[str, Fields] = {}
        self.file = file
        self.lasting = file is not None
        if file is not None:
            # A file that cannot be read is no reason to have no dashboard.
            with suppress(EntracteError, ValueError, TypeError, KeyError, AttributeError):
                self._take(json.loads(read_text(file) or "{}"))
        self._kept = self.written()

    def keep(self, request_id: int, text: str) -> None:
        """Remember what stands in the composer; an empty one is no draft."""
        self._open.pop(request_id, None)  # the last one written stands last
        if text.strip():
            self._open[request_id] = text

    def of(self, request_id: int) -> str:
        """What was begun for this request, or nothing."""
        return self._open.get(request_id, "")

    def last_begun(self) -> int | None:
        """The request for which something was written last and not sent; None for none."""
        return next(reversed(self._open), None)

    def after(self, action: str, request_id: int | None, done: Done) -> int | None:
        """Something was done; the request that it was about, if there is one."""
        if action == "undo":
            return self._taken_back()
        text = ""
        if action in ENDS and request_id is not None:
            text = self._open.pop(request_id, "")
        if done.undo_until is not None:
            now = done.undo_until - GRACE
            kept = [deed for deed in self._deeds if deed.until > now]
            self._deeds = [*kept, _Deed(request_id, text, done.undo_until)]
        return request_id

    def _taken_back(self) -> int | None:
        """The last deed was undone: what was written for it is a draft again."""
        if not self._deeds:
            return None
        deed = self._deeds.pop()
        if deed.request is not None and deed.text:
            self._open.setdefault(deed.request, deed.text)
        return deed.request

    def prune(self, there: Callable[[int], bool]) -> None:
        """Let go of what was begun for requests that are not there any more."""
        self._open = {number: text for number, text in self._open.items() if there(number)}
        self._deeds.clear()

    def save(self, written: str) -> None:
        """Put them, as `written` says them, in the file; without drafts there is none.

        What another dashboard has put there meanwhile stays. Raises EntracteError when the system
        refuses; it is tried again at the next change.
        """
        if self.file is None or written == self._kept:
            return
        whole = merged(self._kept, written, _read(self.file))
        if whole:
            write_private(self.file, whole)
        else:
            self.file.unlink(missing_ok=True)
        self._kept = written

    def written(self) -> str:
        """All of them as the file has them; empty when there are none."""
        found: dict[tuple[str, ...], Any] = {}
        found |= {("requests", str(number)): words for number, words in self._open.items()}
        found |= {("rules", name): fields for name, fields in self.rules.items()}
        found |= {("texts", *key): words for key, words in self.texts.items()}
        found |= {("settings", part): fields for part, fields in self.settings.items()}
        return as_text(found)

    def _take(self, kept: Mapping[str, Any]) -> None:
        self._open = {int(key): str(text) for key, text in kept.get("requests", {}).items()}
        self.rules = _forms(kept.get("rules", {}))
        self.settings = _forms(kept.get("settings", {}))
        self.texts = {
            (str(key), str(language)): str(words) for key, language, words in kept.get("texts", [])
        }


def _forms(kept: Mapping[str, Any]) -> dict[str, Fields]:
    return {
        str(name): tuple((str(key), str(text)) for key, text in fields)
        for name, fields in kept.items()
    }


def _read(file: Path) -> str:
    """What is in the file now; nothing where it cannot be read."""
    try:
        return read_text(file) or ""
    except EntracteError:
        return ""
