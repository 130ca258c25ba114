"""Archives: an mbox, a Maildir or a folder of .eml, read message by message."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from planner.channels.mime import read
from planner.domain.message import Incoming
from planner.errors import ChannelError
from planner.locale import gettext as _


def read_archive(path: Path) -> Iterator[Incoming]:
    """Every message of an archive. Raises ChannelError when the path is none."""
    for raw, at in _messages(path):
        digest = hashlib.sha256(raw).hexdigest()[:32]
        message = read(raw, foreign_id=f"import-{digest}", received_at=at)
        yield message


def _messages(path: Path) -> Iterator[tuple[bytes, datetime]]:
    if not path.exists():
        raise ChannelError(_("There is nothing here."), where=str(path), do=_("Check the path."))
    if path.is_file() and path.suffix.lower() == ".eml":
        yield path.read_bytes(), _changed(path)
    elif path.is_file():
        yield from _mbox(path)
    elif (path / "cur").is_dir():
        for folder in ("new", "cur"):
            for file in sorted((path / folder).iterdir()):
                yield file.read_bytes(), _changed(file)
    else:
        files = sorted(path.rglob("*.eml"))
        if not files:
            raise ChannelError(
                _("This folder holds no mail."),
                where=str(path),
                do=_("Name an mbox file, a Maildir (with new and cur), or a folder of .eml files."),
            )
        for file in files:
            yield file.read_bytes(), _changed(file)


def _mbox(path: Path) -> Iterator[tuple[bytes, datetime]]:
    with path.open("rb") as file:
        if not file.read(5) == b"From ":
            raise ChannelError(
                _("This file is not an mbox: its first line does not begin with 'From '."),
                where=str(path),
                do=_("Name an mbox file, a Maildir, or .eml files."),
            )
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key), _changed(path)
    finally:
        box.close()


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
