"""Linux: a user unit of systemd."""

from __future__ import annotations

import getpass
import os
import shutil
from pathlib import Path

from planner.errors import EntracteError
from planner.locale import gettext as _
from planner.paths import write_private
from planner.system.launch import Launch
from planner.system.manager import Answer, Call, ServiceState, call, refused, told

_UNIT = """\
# Written by `entracte service install`; the next one writes it anew.
# Changes of yours: systemctl --user edit {name}
[Unit]
Description=Entracte{which}
# A database or settings that cannot be read now may be readable later: it never gives up.
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart={command}
{folder}{environ}EnvironmentFile=-{passwords}
Restart=on-failure
RestartSec=20
TimeoutStopSec=25
Nice=5
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
SystemCallArchitectures=native

[Install]
WantedBy=default.target
"""
# Not there: PrivateTmp, ProtectHome and their like need namespaces that a user manager may lack,
# and would hide the mail folders, the keyring and the desktop's bus.


def unit(launch: Launch) -> str:
    """The unit file, the same for the same launch."""
    program, *words = launch.command
    which = f" ({launch.home})" if launch.home else ""
    return _UNIT.format(
        name=launch.name,
        which="".join(char if char.isprintable() else "?" for char in which).replace("%", "%%"),
        command=" ".join([_quoted(program), *(_quoted(w.replace("$", "$$")) for w in words)]),
        folder=f"WorkingDirectory={_path(launch.folder)}\n" if launch.folder else "",
        environ="".join(
            f"Environment={_quoted(f'{key}={value}')}\n" for key, value in launch.environ.items()
        ),
        passwords=_path(launch.passwords),
    )


def _quoted(word: str) -> str:
    """One word as systemd reads it: quotes, backslashes and its own `%` are made harmless."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'"{word}"'


def _path(path: Path) -> str:
    """A path that is all of its line: it is not quoted there."""
    return str(path).replace("%", "%%")


class Systemd:
    """The user manager of systemd: from the log-in to the last log-out of this user."""

    name = "systemd"

    def __init__(self, launch: Launch, ask: Call = call) -> None:
        self._launch, self._ask = launch, ask
        config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        self.unit = f"{launch.name}.service"
        self.file = Path(config) / "systemd" / "user" / self.unit
        self.wanted = self.file.parent / "default.target.wants" / self.unit

    def install(self) -> None:
        """Write the unit, enable it, begin (again)."""
        self._need_systemd()  # nothing is written where nobody reads it
        write_private(self.file, unit(self._launch))
        self._done("daemon-reload")
        self._done("enable", self.unit)
        self._done("restart", self.unit)

    def start(self) -> None:
        """Begin."""
        self._done("start", self.unit)

    def stop(self) -> None:
        """End."""
        self._done("stop", self.unit)

    def uninstall(self) -> bool:
        """End it and take its file away, also where no manager answers."""
        there = self.file.exists() or self.wanted.is_symlink()
        if there:
            self._systemctl("disable", "--now", self.unit)
            self.wanted.unlink(missing_ok=True)
            self.file.unlink(missing_ok=True)
            self._systemctl("daemon-reload")
            self._systemctl("reset-failed", self.unit)
        return there

    def state(self) -> ServiceState:
        """What the files and `systemctl` say."""
        there, wanted = self.file.exists(), self.wanted.is_symlink()
        answer = self._systemctl("is-active", self.unit) if there else Answer(-1)
        running = answer.out.strip() == "active"
        words = told(self.name, installed=there, enabled=wanted, running=running)
        if there and not answer.out.strip():  # it says a word about every unit
            words = _("It is installed under systemd, which does not answer here.")
        return ServiceState(self.name, there, wanted, running, self.file if there else None, words)

    def look(self) -> str:
        """The journal."""
        return f"journalctl --user --unit {self._launch.name}"

    def advice(self) -> tuple[str, ...]:
        """A user manager ends with the last log-out."""
        if (Path("/var/lib/systemd/linger") / getpass.getuser()).exists():
            return ()
        return (
            _(
                "It ends when you log out. `loginctl enable-linger` lets it run on, and begin "
                "with the machine."
            ),
        )

    def _need_systemd(self) -> None:
        if not shutil.which("systemctl"):
            raise EntracteError(
                _("This machine has no systemd."),
                do=_("Let its own manager, or your desktop at log-in, start: entracte run"),
            )
        answer = self._systemctl("show-environment")
        if answer.code:
            raise EntracteError(
                _("systemd has no session of yours here ({reason}).").format(reason=answer.last),
                do=_("Log in on this machine itself, or allow it once: loginctl enable-linger"),
            )

    def _done(self, *words: str) -> None:
        answer = self._systemctl(*words)
        if answer.code:
            raise refused(f"systemctl --user {words[0]}", answer)

    def _systemctl(self, *words: str) -> Answer:
        return self._ask(("systemctl", "--user", *words), _bus())


def _bus() -> dict[str, str]:
    """Where the user manager listens; `su` and `sudo` forget to say it."""
    folder = Path(f"/run/user/{os.getuid()}")
    return {} if "XDG_RUNTIME_DIR" in os.environ else {"XDG_RUNTIME_DIR": str(folder)}
