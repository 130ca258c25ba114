"""Drafts: what the owner has begun to write, by request. Nothing but sending it ends one."""

from __future__ import annotations


class Drafts:
    """Kept for as long as the dashboard runs, whatever the data does meanwhile."""

    def __init__(self) -> None:
        self._open: dict[int, str] = {}
        self._sent: tuple[int, str] | None = None

    def keep(self, request_id: int, text: str) -> None:
        """Remember what stands in the composer; an empty one is no draft."""
        if text.strip():
            self._open[request_id] = text
        else:
            self._open.pop(request_id, None)

    def of(self, request_id: int) -> str:
        """What was begun for this request, or nothing."""
        return self._open.get(request_id, "")

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
