"""How the service is begun: the command that lasts, and what has to be said with it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import planner
from planner.errors import NotPossible
from planner.locale import gettext as _
from planner.paths import APP, Paths

_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


@dataclass(frozen=True, slots=True)
class Launch:
    """What a manager of services has to know. `folder`: where it must begin, None for anywhere."""

    name: str
    home: Path | None  # of a shop in a folder of its own
    command: tuple[str, ...]
    folder: Path | None
    environ: Mapping[str, str]
    passwords: Path  # a file of variables that the owner may write herself
    errors: Path  # what it says before its own log begins


def launch_of(
    paths: Paths,
    *,
    script: str | None = None,
    python: str = sys.executable,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> Launch:
    """The command that runs now, written so that it is the new one after an upgrade."""
    program, folder = _program(script if script is not None else sys.argv[0], python, platform)
    home = ("--home", str(paths.home)) if paths.home else ()
    return Launch(
        name=name_of(paths),
        home=paths.home,
        command=(*program, *home, "run"),
        folder=folder,
        # A manager does not read what a shell was told: the same folders must be said again.
        environ={} if paths.home else {key: environ[key] for key in _FOLDERS if environ.get(key)},
        passwords=paths.passwords,
        errors=paths.state / "service.err",
    )


def refuse_odd(paths: Paths) -> None:
    """Raises NotPossible for a folder whose name would be read as something else in a unit file."""
    launch = launch_of(paths)
    said = (*launch.command, str(launch.folder or ""), str(launch.passwords), str(launch.errors))
    for word in (*said, *launch.environ.values()):
        if not word.isprintable():  # a line break, or bytes that are no text
            raise NotPossible(
                _("A folder with such a name cannot be begun from at log-in."),
                where=word,
                do=_("Give it a name of plain letters, or start: entracte run"),
            )


def name_of(paths: Paths) -> str:
    """One name a folder: a second shop with `--home` has a service of its own."""
    if paths.home is None:
        return APP
    return f"{APP}-{hashlib.sha256(str(paths.home).encode()).hexdigest()[:8]}"


def _program(script: str, python: str, platform: str) -> tuple[tuple[str, ...], Path | None]:
    """The `entracte` script (pipx and uv link to it, and keep the link), else Python's `-m`.

    Nothing is resolved: behind a link stands the version of today.
    """
    if platform == "win32":  # the script there opens a black window at each log-in
        windowless = Path(python).with_name("pythonw.exe")
        return (str(windowless if windowless.exists() else python), "-m", "planner"), _source()
    path = Path(os.path.abspath(script))  # noqa: PTH100 - Path.resolve would follow the link
    if path.name == APP and os.access(path, os.X_OK):
        return (str(path),), None
    return (python, "-m", "planner"), _source()


def _source() -> Path | None:
    """The folder of a product that runs without being installed."""
    folder = Path(planner.__file__).parents[1]
    return None if folder.name in ("site-packages", "dist-packages") else folder
