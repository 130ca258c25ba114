"""Drafts: what the owner has begun to write, by request. Nothing but sending it ends one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.kept_drafts import read_drafts, write_drafts

#: What stands in the fields of a form, by their keys.
Fields = tuple[tuple[str, str], ...]


class Drafts:
    """Kept whatever the data does meanwhile, and in a file over a crash, if there is one.

    `rules` are edits that were left unsaved, by the name of their rule ("" for a new one); `texts`
    are wordings that were, by key and language.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._open: dict[int, str] = {}
        self._saved: dict[int, str] = {}
        self._sent: tuple[int, str] | None = None
        self.rules: dict[str, Fields] = {}
        self.texts: dict[tuple[str, str], str] = {}

    def load(self, wanted: Callable[[int], bool]) -> None:
        """Take over what was begun before; of requests that are not `wanted` any more nothing."""
        if self._file is not None:
            self._saved = read_drafts(self._file)
            kept = {number: text for number, text in self._saved.items() if wanted(number)}
            self._open = {**kept, **self._open}

    def prune(self, wanted: Callable[[int], bool]) -> None:
        """Let go of what was begun for requests that are not `wanted` any more."""
        self._open = {number: text for number, text in self._open.items() if wanted(number)}
        self._sent = None

    @property
    def unsaved(self) -> bool:
        """Whether something was written that the file does not have."""
        return self._file is not None and self._open != self._saved

    def save(self) -> None:
        """Keep what is written now. Raises EntracteError when the system refuses."""
        if self._file is not None and self.unsaved:
            now = dict(self._open)
            write_drafts(self._file, now)
            self._saved = now

    def keep(self, request_id: int, text: str) -> None:
        """Remember what stands in the composer; an empty one is no draft."""
        if text.strip():
            self._open[request_id] = text
        else:
            self._open.pop(request_id, None)

    def of(self, request_id: int) -> str:
        """What was begun for this request, or nothing."""
        return self._open.get(request_id, "")

    def after(self, action: str, request_id: int | None) -> int | None:
        """Something was done; the request that it was about, if there is one."""
        if action == "undo":
            return self.taken_back()
        if action in ("answer", "decline") and request_id is not None:
            self.sent(request_id)
        return request_id

    def sent(self, request_id: int) -> None:
        """The answer is accepted; its text is kept aside in case it is taken back."""
        self._sent = (request_id, self._open.pop(request_id, ""))

    def taken_back(self) -> int | None:
        """The last answer was undone: its text is a draft again. Its request, if there is one."""
        if self._sent is None:
            return None
        (request_id, text), self._sent = self._sent, None
        self._open.setdefault(request_id, text)
        return request_id
