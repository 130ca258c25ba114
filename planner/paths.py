"""Where things live on this machine (design, section 4); everything is for the owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from planner.errors import EntracteError, NotPossible
from planner.locale import gettext as _

APP = "entracte"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class Paths:
    """The files of one installation. Nothing is created by asking for a path.

    `home` (else ENTRACTE_HOME) puts everything in one folder; otherwise the system's own folders.
    """

    def __init__(
        self, home: Path | str | None = None, environ: Mapping[str, str] = os.environ
    ) -> None:
        chosen = str(home or environ.get("ENTRACTE_HOME", ""))
        self.home = Path(chosen).expanduser().absolute() if chosen else None
        if self.home:
            self.config = self.data = self.state = self.home
        else:
            from platformdirs import PlatformDirs

            system = PlatformDirs(APP, appauthor=False)
            self.config = Path(system.user_config_dir)
            self.data = Path(system.user_data_dir)
            self.state = Path(system.user_state_dir)

    @property
    def settings(self) -> Path:
        """settings.toml"""
        return self.config / "settings.toml"

    @property
    def begun(self) -> Path:
        """What was answered of the first run; there only until there are settings."""
        return self.config / "setup.json"

    @property
    def policy(self) -> Path:
        """policy.toml: the owner's rules."""
        return self.config / "policy.toml"

    @property
    def texts(self) -> Path:
        """texts.toml: the owner's own wording of the outgoing texts."""
        return self.config / "texts.toml"

    @property
    def passwords(self) -> Path:
        """service.env: variables for the service, where there is no keyring; made by her alone."""
        return self.config / "service.env"

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data / "entracte.sqlite3"

    @property
    def backups(self) -> Path:
        """The folder of the daily copies."""
        return self.data / "backups"

    @property
    def drafts(self) -> Path:
        """What the owner is writing; there only while something is unsent."""
        return self.data / "drafts.json"

    @property
    def log(self) -> Path:
        """What happened, without bodies or addresses."""
        return self.state / "entracte.log"

    @property
    def lock(self) -> Path:
        """Held by the service while it runs."""
        return self.state / "entracte.lock"

    @property
    def heartbeat(self) -> Path:
        """The service's sign of life."""
        return self.state / "service.json"

    def prepare(self) -> Paths:
        """Create the folders, 0700. Raises EntracteError when the system refuses.

        Without the one of the state all goes on: there is no log, and no lock but the lease.
        """
        for folder in (self.config, self.data):
            private_folder(folder)
        with suppress(EntracteError):
            private_folder(self.state)
        return self


def private_folder(folder: Path) -> Path:
    """Create a folder (and what is above it) for the owner alone; an existing one is left alone."""
    if folder.is_dir():
        return folder
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise _refused(folder, error) from None
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, 0600: a reader sees the old text or the new one, never a half.

    Raises EntracteError when the system refuses; the old file is then untouched.
    """
    private_folder(path.parent)
    try:
        _drafted(path, text).replace(path)
    except OSError as error:
        raise _refused(path, error) from None


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, in one step, 0600.

    Raises NotPossible when there is one, also one that has just come, EntracteError when the
    system refuses.
    """
    private_folder(path.parent)
    try:
        _placed(_drafted(path, text), path)
    except FileExistsError:
        raise NotPossible(_("There are settings already."), where=str(path)) from None
    except OSError as error:
        raise _refused(path, error) from None


def _placed(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)  # a rename would replace what came meanwhile
    except FileExistsError:
        raise
    except OSError:  # this file system knows no second name for a file
        if path.exists():
            raise FileExistsError(path) from None
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _drafted(path: Path, text: str) -> Path:
    """The text in a file beside the one it is for; mkstemp creates with 0600 already."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(draft)


def read_text(path: Path) -> str | None:
    """A text file's content, None when there is none. Raises EntracteError when unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise EntracteError(
            _("This file is not UTF-8 text."), where=str(path), do=_("Save it again as UTF-8.")
        ) from None
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> EntracteError:
    return EntracteError(
        _("The system refuses: {reason}.").format(reason=error.strerror or error),
        where=str(path),
        do=_("Check the folder's owner and the free space."),
    )
