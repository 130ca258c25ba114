"""The settings as they are now: the file is followed while it has no errors, and changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock

from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _
from planner.paths import read_text, write_private
from planner.settings import ChannelSettings, Settings, load


@dataclass(slots=True)
class OwnSettings:
    """What holds, and the file that it comes from; `path` None: there is no file to follow.

    While the file has an error what held before holds, and `problem` says it. Channels are
    connected at the start: those of the file that are others are `named` and not yet in use.
    """

    current: Settings
    path: Path | None = None
    problem: str = ""
    text: str = ""  # the file's, as it was read last
    named: tuple[ChannelSettings, ...] = ()
    _seen: tuple[int, ...] = field(default=(), repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False, compare=False)  # the tick reads it too

    def __post_init__(self) -> None:
        self.named = self.named or self.current.channels

    def follow(self) -> None:
        """Read the file again when it changed. Never raises: `problem` says what is wrong."""
        if self.path is None:
            return
        with self._lock:
            if (seen := _signature(self.path)) == self._seen:
                return
            self._seen = seen
            try:
                self._take(read_text(self.path) or "")
            except EntracteError as error:
                self.problem = str(error)

    def _take(self, text: str) -> None:
        self.text = text
        found = load(text, str(self.path))
        self.named, self.problem = found.channels, ""
        self.current = replace(found, channels=self.current.channels)

    @property
    def waiting(self) -> bool:
        """Whether the file has channels that are in use only after the next start."""
        return self.named != self.current.channels

    def keep(self, text: str, known: str) -> None:
        """Write a text that was made of `known`; what was there stands beside it (`.before`).

        Raises SettingsError for a text with errors, NotPossible where there is no file or where
        another program changed it.
        """
        if self.path is None:
            raise NotPossible(_("These settings are a copy; they are not changed."))
        with self._lock:
            self.follow()
            if self.text != known:
                raise NotPossible(
                    _("Another program changed your settings meanwhile."),
                    do=_("Look at them again."),
                )
            load(text, str(self.path))
            path = self.path.resolve()  # a link stays a link
            write_private(before(path), known)
            write_private(path, text)
            self.follow()


def of_file(path: Path) -> OwnSettings | None:
    """The settings of a file, None where there is none. Raises SettingsError."""
    seen, text = _signature(path), read_text(path)
    if text is None:
        return None
    return OwnSettings(load(text, str(path)), path, text=text, _seen=seen)


def before(path: Path) -> Path:
    """Where the text before the last change is kept: `settings.toml.before`."""
    return path.with_name(f"{path.name}.before")


def _signature(path: Path) -> tuple[int, ...]:
    """Changes when the file does; (0,) where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0,)
    return found.st_mtime_ns, found.st_size, found.st_ino
