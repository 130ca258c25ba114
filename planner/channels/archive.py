"""Archives: an mbox, a Maildir, a folder of .eml or one of them, read from any position on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath

from planner.channels import mbox
from planner.channels.folders import Folders, folders_of
from planner.channels.mime import LARGEST
from planner.channels.reading import Raw, understood
from planner.errors import ChannelError
from planner.locale import gettext as _
from planner.ports import Archive, Piece

#: How packed files begin: gzip, zip, bzip2, xz, 7z.
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")


def open_archive(path: Path) -> Archive:
    """The archive at a path. Raises ChannelError when there is none, or it cannot be read."""
    try:
        return _open(path)
    except OSError as error:
        raise _unreadable(path, error) from error


def _open(path: Path) -> Archive:
    if not path.exists():
        raise ChannelError(_("There is nothing here."), where=str(path), do=_("Check the path."))
    if path.is_dir():
        folders = folders_of(path)
        if folders is None:
            raise ChannelError(
                _("This folder holds no mail."),
                where=str(path),
                do=_("Name an mbox file, a Maildir (with new and cur), or a folder of .eml files."),
            )
        return FolderArchive(folders)
    if path.suffix.lower() == ".eml":
        return FolderArchive(Folders(path.parent, (PurePath(),), lambda name: name == path.name))
    with path.open("rb") as file:
        first = file.read(6)
    if first.startswith(_PACKED):
        raise ChannelError(
            _("This file is packed."),
            where=str(path),
            do=_("Unpack it, then import what is in it."),
        )
    if first and not mbox.is_mbox(first):
        raise ChannelError(
            _("This file is not an mbox: its first line does not begin with 'From '."),
            where=str(path),
            do=_("Name an mbox file, a Maildir, or .eml files."),
        )
    return MboxArchive(path)


class FolderArchive:
    """One file a message; positions are the folder, the name, and how many came before."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self.key = _digest(str(folders.root.absolute()))
        self.total = folders.count()

    def read(self, position: str = "") -> Iterator[Piece]:
        """Every message behind a position."""
        return understood(self._raws(position), many=self.total > _MANY)

    def _raws(self, position: str) -> Iterator[Raw]:
        begin, after, done = json.loads(position) if position else ("", "", 0)
        try:
            for folder, name in self._folders.files(begin, after):
                done += 1
                here = json.dumps([folder, name, done])
                yield _file(self._folders.root / folder / name, here, done)
        except OSError as error:  # a folder that has gone meanwhile
            raise _unreadable(self._folders.root, error) from error


def _file(path: Path, position: str, done: int) -> Raw:
    """One file; one that cannot be read is told and passed over."""
    try:
        with path.open("rb") as file:
            raw, at = file.read(LARGEST), os.fstat(file.fileno()).st_mtime
    except OSError:
        return Raw(b"", "", _instant(0), position, done, str(path))
    return Raw(raw, _name(raw), _instant(at), position, done)


class MboxArchive:
    """One file for all of them; positions are offsets in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = path.stat()
        self.key = _digest(f"{path.absolute()} {found.st_size} {found.st_mtime_ns}")
        self.total = found.st_size

    def read(self, position: str = "") -> Iterator[Piece]:
        """Every message behind a position. Raises ChannelError."""
        return understood(self._raws(int(position or 0)), many=self.total > _MANY * _USUAL)

    def _raws(self, at: int) -> Iterator[Raw]:
        try:
            with self._path.open("rb") as file:
                came = _instant(os.fstat(file.fileno()).st_mtime)
                for raw, end in mbox.messages(file, at, most=LARGEST):
                    yield Raw(raw, _name(raw), came, str(end), end)
        except OSError as error:
            raise _unreadable(self._path, error) from error


#: Messages from which on a second process is worth its start; bytes of a usual one.
_MANY, _USUAL = 2_000, 4_000


def _name(raw: bytes) -> str:
    """What a mail is called: the same in every archive, however its lines end there."""
    same = raw.replace(b"\r\n", b"\n").strip()
    return f"import-{_digest(same)}"


def _digest(data: bytes | str) -> str:
    read = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    return hashlib.sha256(read).hexdigest()[:32]


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(max(0.0, seconds), UTC)


def _unreadable(path: Path, error: OSError) -> ChannelError:
    return ChannelError(
        _("This cannot be read ({reason}).").format(reason=os.strerror(error.errno or 0)),
        where=str(path),
        do=_("Check the path and its rights."),
    )
