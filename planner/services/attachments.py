"""Attachments: listed for a request, and saved only when the owner asks for it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.attachments import is_program, safe_name
from planner.domain.message import Attachment
from planner.errors import EntracteError, NotFound
from planner.locale import gettext as _
from planner.ports import Originals
from planner.services.context import Context
from planner.store.messages import Stored
from planner.views import AttachmentView, SavedView

_MOST_OF_ONE_NAME = 1_000


@dataclass(frozen=True, slots=True)
class _Listed:
    """An attachment of a request: `place` is its place in its message."""

    number: int
    message: Stored
    place: int
    attachment: Attachment


def attachments(ctx: Context, request_id: int) -> tuple[AttachmentView, ...]:
    """What people attached to a request, oldest first. Raises NotFound."""
    return tuple(_view(listed) for listed in _listed(ctx, request_id))


def save(ctx: Context, request_id: int, folder: Path, only: Collection[int] = ()) -> SavedView:
    """Fetch attachments again and put them into a folder; without `only` all of them.

    Nothing is overwritten, nothing lands outside, and files are for the owner alone. Raises
    NotFound, ChannelError, EntracteError when the folder cannot be written.
    """
    wanted = [x for x in _listed(ctx, request_id) if not only or x.number in only]
    if unknown := set(only) - {x.number for x in wanted}:
        raise NotFound(_("There is no attachment {number} here.").format(number=min(unknown)))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = [_write(folder, x, data) for x, data in _fetched(ctx, wanted)]
    except OSError as error:
        what = _("The files cannot be saved here: {reason}.").format(reason=error.strerror)
        raise EntracteError(what, where=str(folder)) from error
    missing = len(wanted) - len(files)
    return SavedView(tuple(str(path) for path in files), missing)


def _listed(ctx: Context, request_id: int) -> list[_Listed]:
    with ctx.store.read() as unit:
        unit.requests.get(request_id)
        messages = [m for m in unit.messages.of(request_id) if not m.mine]
    every = [(m, place, a) for m in messages for place, a in enumerate(m.attachments)]
    return [_Listed(number, *one) for number, one in enumerate(every, start=1)]


def _view(listed: _Listed) -> AttachmentView:
    attachment = listed.attachment
    warning = ""
    if is_program(attachment):
        warning = _("This kind of file can run a program: open it only if you expected it.")
    return AttachmentView(
        listed.number,
        attachment.name,
        attachment.type,
        attachment.size,
        listed.message.at,
        warning,
    )


def _fetched(ctx: Context, wanted: Sequence[_Listed]) -> Iterator[tuple[_Listed, bytes]]:
    """The content of what is still in its mailbox, one mail at a time."""
    for message in dict.fromkeys(listed.message for listed in wanted):
        mailbox = ctx.receivers.get(message.channel)
        raw = None
        if isinstance(mailbox, Originals):
            raw = mailbox.original(message.foreign_id, message.message_id)
        found: list[tuple[Attachment, bytes]] = list(ctx.unpack(raw)) if raw else []
        for listed in wanted:
            if listed.message == message and listed.place < len(found):
                attachment, data = found[listed.place]
                if attachment.name == listed.attachment.name:
                    yield listed, data


def _write(folder: Path, listed: _Listed, data: bytes) -> Path:
    name = Path(safe_name(listed.attachment.name, listed.number))
    if not name.suffix and listed.attachment.type == "message/rfc822":
        name = name.with_suffix(".eml")
    for count in range(1, _MOST_OF_ONE_NAME):
        path = folder / (name if count == 1 else f"{name.stem} ({count}){name.suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return path
    raise FileExistsError(0, "the name is taken", str(folder / name))
