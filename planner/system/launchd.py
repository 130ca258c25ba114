"""macOS: an agent of launchd."""

from __future__ import annotations

import os
import plistlib
import time
from pathlib import Path

from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.paths import private_folder, write_private
from planner.system.launch import Launch
from planner.system.manager import Answer, Call, ServiceState, call, refused, told

_GONE = 10.0  # seconds; launchd forgets an agent some time after it said so
_NO_DOMAIN = 125  # nobody is logged in on the screen


def agent(launch: Launch) -> str:
    """The property list, the same for the same launch."""
    values: dict[str, object] = {
        "Label": launch.name,
        "ProgramArguments": list(launch.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},  # whoever ends it means it
        "ThrottleInterval": 20,
        "ExitTimeOut": 25,  # more than a pass with a letter in hand is given
        "Nice": 5,
        "Umask": 0o077,
        "StandardOutPath": os.devnull,
        "StandardErrorPath": str(launch.errors),
    }
    if launch.folder:
        values["WorkingDirectory"] = str(launch.folder)
    if launch.environ:
        values["EnvironmentVariables"] = dict(launch.environ)
    return plistlib.dumps(values, sort_keys=False).decode()


class Launchd:
    """launchd in the session of the owner, from log-in to log-out."""

    name = "launchd"

    def __init__(self, launch: Launch, ask: Call = call, *, pause: float = 0.1) -> None:
        self._launch, self._ask, self._pause = launch, ask, pause
        self.file = Path.home() / "Library" / "LaunchAgents" / f"{launch.name}.plist"
        self.domain = f"gui/{os.getuid()}"
        self.target = f"{self.domain}/{launch.name}"

    def install(self) -> None:
        """Write the agent and load it."""
        private_folder(self._launch.errors.parent)
        write_private(self.file, agent(self._launch))
        self.start()

    def start(self) -> None:
        """Load it; launchd begins what it loads."""
        self._let_go()
        self._launchctl("enable", self.target)  # also after a `launchctl disable` of old
        answer = self._launchctl("bootstrap", self.domain, str(self.file))
        if answer.code == _NO_DOMAIN:
            raise EntracteError(
                _("launchd has no session of yours here."),
                do=_("It begins at your next log-in on this machine's own screen."),
            )
        if answer.code:
            raise refused("launchctl bootstrap", answer)

    def stop(self) -> None:
        """Let it go; it is loaded again at the next log-in."""
        self._let_go()

    def uninstall(self) -> bool:
        """Let it go and take its file away."""
        there = self.file.exists() or self._loaded()
        if there:
            self._let_go()
            self.file.unlink(missing_ok=True)
            self._launch.errors.unlink(missing_ok=True)
        return there

    def state(self) -> ServiceState:
        """What the file and `launchctl print` say."""
        there = self.file.exists()
        answer = self._launchctl("print", self.target) if there else Answer(-1)
        running = any(line.strip() == "state = running" for line in answer.out.splitlines())
        off = self._launchctl("print-disabled", self.domain) if there else Answer(-1)
        enabled = there and not any(
            line.strip() in (f'"{self._launch.name}" => {word}' for word in ("disabled", "true"))
            for line in off.out.splitlines()
        )
        words = told(self.name, installed=there, enabled=enabled, running=running)
        return ServiceState(self.name, there, enabled, running, self.file if there else None, words)

    def look(self) -> str:
        """What it said on its way out."""
        return f"tail '{self._launch.errors}'"

    def advice(self) -> tuple[str, ...]:
        """An agent ends with the session."""
        return (_("It ends when you log out."),)

    def _let_go(self) -> None:
        """`bootout` answers before launchd has forgotten; loading again fails until it has."""
        self._launchctl("bootout", self.target)
        end = time.monotonic() + _GONE
        while self._loaded() and time.monotonic() < end:
            time.sleep(self._pause)

    def _loaded(self) -> bool:
        return self._launchctl("print", self.target).code == 0

    def _launchctl(self, *words: str) -> Answer:
        return self._ask(("launchctl", *words))
