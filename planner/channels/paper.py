"""A sender that sends nothing: messages stay in a list and, if asked, as .eml files in a folder."""

from __future__ import annotations

from pathlib import Path

from planner.channels.compose import write
from planner.channels.problems import problem, sentence
from planner.domain.message import Outgoing
from planner.ports import Handover, Outcome


class PaperSender:
    """For stories, the demo and trials. `sent` holds what was carried, in order."""

    def __init__(self, name: str, folder: Path | None = None, *, language: str = "en") -> None:
        self.name = name
        self.sent: list[Outgoing] = []
        self._folder = folder
        self._language = language

    def send(self, message: Outgoing) -> Outcome:
        """Keep it; LATER when its file cannot be written."""
        if self._folder is not None:
            try:
                self._keep(self._folder, write(message))
            except OSError as trouble:
                return Outcome(Handover.LATER, trouble.strerror or type(trouble).__name__)
        self.sent.append(message)
        return Outcome(Handover.SENT)

    def check(self) -> str:
        """Say where they stay. Raises ChannelError when the folder is a file."""
        if self._folder is not None and self._folder.exists() and not self._folder.is_dir():
            raise problem("no_folder", where=str(self._folder), language=self._language)
        return sentence("paper_ok", self._language)

    def _keep(self, folder: Path, raw: bytes) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = len(list(folder.glob("*.eml"))) + 1
        while (path := folder / f"{number:05}.eml").exists():
            number += 1
        path.touch(mode=0o600)
        path.write_bytes(raw)
