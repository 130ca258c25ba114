"""Where everything is: for whom it can be read, and how much room is left."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from planner.doctor.case import Case, note, well, wrong
from planner.locale import gettext as _
from planner.locale.sizes import MB, size_words
from planner.paths import Paths
from planner.views_doctor import Finding

_ENOUGH = 200 * MB
_OURS = (
    *("settings.toml*", "policy.toml*", "texts.toml*", "setup.json", "service.env", "service.json"),
    *("entracte.sqlite3*", "entracte.log*", "entracte.lock", "drafts.json*", "crash-report-*"),
    *("backups", "backups/*"),  # paths.backups
)


def permissions(case: Case) -> Iterator[Finding]:
    """Whether everything is the owner's, for her alone, and can be written."""
    folders = [path for path in _folders(case.paths) if path.is_dir()]
    if os.name == "nt" or not folders:
        return  # Windows keeps what is in a profile from others by itself
    open_ones = [path for path in folders if _is_open(path)]
    files = sorted({file for folder in folders for name in _OURS for file in folder.glob(name)})
    found = list(_strange([*folders, *files]))
    for folder in open_ones:
        yield wrong(
            "permissions",
            _("Others on this machine can look into {path}.").format(path=folder),
            f"chmod 700 {_quoted(folder)}",
        )
    found += [
        wrong(
            "permissions",
            _("Others on this machine can read {path}.").format(path=file),
            f"chmod go= {_quoted(file)}",
        )
        for file in files
        if _is_open(file) and file.parent in open_ones
    ]
    yield from found
    if not open_ones and not found:
        yield well("permissions", _("Everything is yours alone."))


def _strange(paths: list[Path]) -> Iterator[Finding]:
    """What belongs to somebody else, or cannot be written."""
    me = os.geteuid()
    for path in paths:
        if path.stat().st_uid != me:
            yield wrong(
                "permissions",
                _("{path} belongs to somebody else.").format(path=path),
                _("Give it back: {command}").format(
                    command=f"sudo chown -R {me} {_quoted(path if path.is_dir() else path.parent)}"
                ),
            )
            return  # one is enough: they all go together
    for path in paths:
        if not os.access(path, os.W_OK):
            yield wrong(
                "permissions",
                _("{path} cannot be written.").format(path=path),
                _("Check the folder's owner and the free space."),
            )
            return


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


def _folders(paths: Paths) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((paths.config, paths.data, paths.state)))


def space(case: Case) -> Iterator[Finding]:
    """Whether there is room for the data and its copies."""
    folder = next((p for p in (case.paths.data, *case.paths.data.parents) if p.is_dir()), None)
    if folder is None:
        return
    free = shutil.disk_usage(folder).free
    base = case.paths.database
    wanted = max(_ENOUGH, 3 * base.stat().st_size if base.exists() else 0)
    if free >= wanted:
        yield well("space", size_words(free))
        return
    yield wrong(
        "space",
        _("Only {free} left for {path}.").format(free=size_words(free), path=folder),
        _("Free some space: {wanted} leave room for copies.").format(wanted=size_words(wanted)),
    )


def place(case: Case) -> Iterator[Finding]:
    """Where it is, and whether there is a second one that may be meant."""
    paths = case.paths
    if paths.home:
        yield well("place", _("Everything is in {folder}.").format(folder=paths.home))
        usual = Paths(environ={})
        if usual.data != paths.data and usual.database.exists():
            yield note(
                "place",
                _("There is another Entracte in {folder}.").format(folder=usual.data),
                _("Without --home and ENTRACTE_HOME that one is opened."),
            )
        return
    yield well(
        "place",
        _("Settings in {config}, data in {data}, log in {state}.").format(
            config=paths.config, data=paths.data, state=paths.state
        ),
    )
