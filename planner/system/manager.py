"""What every manager of services can do, and how its own program is asked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from planner.errors import EntracteError
from planner.locale import gettext as _

_PATIENCE = 30.0  # seconds; stopping a service waits for its pass


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How the system's manager sees the service; `words` says it in one sentence."""

    manager: str
    installed: bool
    enabled: bool  # begins when the owner logs in
    running: bool  # under this manager; a service run by hand is not meant
    file: Path | None
    words: str


class Manager(Protocol):
    """The manager of services of one platform, for one installation."""

    name: str

    def install(self) -> None:
        """Write the file anew and begin; a running one begins again. Raises EntracteError."""

    def start(self) -> None:
        """Begin what is installed. Raises EntracteError."""

    def stop(self) -> None:
        """End it until `start` or the next log-in. Raises EntracteError."""

    def uninstall(self) -> bool:
        """End it and leave nothing of it; False when there was nothing. Raises EntracteError."""

    def state(self) -> ServiceState:
        """How it is; never raises."""

    def look(self) -> str:
        """The command that shows why it did not begin."""

    def advice(self) -> tuple[str, ...]:
        """What the owner should know once it is installed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program of the system answered; -1 for one that is not there or does not end."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def last(self) -> str:
        """The last line that it said."""
        return (self.err.strip() or self.out.strip()).rpartition("\n")[2].strip()


class Call(Protocol):
    """How a manager asks its program."""

    def __call__(self, command: Sequence[str], environ: Mapping[str, str] = {}, /) -> Answer:
        """Run it with these variables beside those there are. Never raises."""


def call(command: Sequence[str], environ: Mapping[str, str] = {}, /) -> Answer:
    """Run a program of the system, in plain English. Never raises."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "LC_ALL": "C", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(-1, err=str(error))
    return Answer(done.returncode, done.stdout, done.stderr)


def refused(program: str, answer: Answer) -> EntracteError:
    """The system's manager did not do what it was asked."""
    return EntracteError(
        _("{program} refuses: {reason}").format(program=program, reason=_sentence(answer)),
        do=_("`entracte run` works without it."),
    )


def _sentence(answer: Answer) -> str:
    words = answer.last or str(answer.code)
    return words if words.endswith(".") else words + "."


def told(manager: str, *, installed: bool, enabled: bool, running: bool) -> str:
    """The sentence of a state."""
    if not installed:
        return _("Entracte does not begin by itself: it is not installed under {manager}.").format(
            manager=manager
        )
    if not enabled:
        return _("It is installed under {manager} and switched off there.").format(manager=manager)
    if not running:
        return _("It is installed under {manager} and does not run now.").format(manager=manager)
    return _("It begins when you log in, under {manager}, and runs.").format(manager=manager)
