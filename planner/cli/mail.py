"""`mail explain`: what is read out of a mail, and whether a machine may answer it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

import click

from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, plain, say
from planner.cli.state import State
from planner.domain import autoreply
from planner.domain.author import author
from planner.domain.message import Incoming
from planner.domain.threads import Threads, correspondent
from planner.locale import gettext as _


@click.group("mail", cls=Group, example="entracte mail explain mail.eml --me me@example.org")
def mail() -> None:
    """Look into single mails."""


@mail.command(
    "explain", cls=Command, example="entracte mail explain folder/ --me me@example.org --json"
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, readable=False, path_type=Path),
    metavar="PATH...",
)
@option("--me", "mine", multiple=True, metavar="ADDRESS", help="An address of yours; repeatable.")
@option("--envelope-from", metavar="ADDRESS", help="The reverse-path, when known; may be empty.")
@as_json
@state
def explain(
    state: State,
    paths: tuple[Path, ...],
    mine: tuple[str, ...],
    envelope_from: str | None,
    json_: bool,
) -> None:
    """What is read out of mails, and whether a machine may answer them.

    A folder means every file in it, sorted. With --json one object a mail, one a line.
    """
    me = _me(mine)
    threads = Threads()
    with TemporaryFile("w+", encoding="ascii") as kept:  # ten thousand bodies fit in no memory
        for path in _files(paths):
            message = _read(path, envelope_from)
            node = threads.join(message, str(path), correspondent(message, me))
            record = _described(path, message, me, state.language)
            if json_:
                kept.write(json.dumps([node, plain(record)]) + "\n")
            else:
                _show(record, state.language)
        threads.settle()
        kept.seek(0)
        for node, described in map(json.loads, kept):
            print_json({**described, "thread": threads.key(node)})


def _me(mine: tuple[str, ...]) -> autoreply.Me:
    domains = [address.rpartition("@")[2].casefold() for address in mine]
    host = f"entracte.{domains[0]}" if domains else ""  # that of our own Message-IDs
    return autoreply.Me(frozenset(mine), host, hosts=frozenset(domains))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            folders = os.walk(path, onerror=_cannot)
            inside = (Path(at, name) for at, _dirs, names in folders for name in names)
            yield from sorted(path for path in inside if path.is_file())
        else:
            yield path


def _cannot(error: OSError) -> None:
    say(f"{error.filename}: {error.strerror}")


def _read(path: Path, envelope_from: str | None) -> Incoming:
    from planner.channels.mime import read

    raw, moment = b"", datetime.fromtimestamp(0, UTC)
    try:
        if path.is_file():  # a pipe would be waited for
            raw, moment = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
        else:
            say(_("{path} is no file.").format(path=path))
    except OSError as error:
        _cannot(error)
    message = read(raw, foreign_id=os.fsdecode(path.name), received_at=moment)
    return message if envelope_from is None else replace(message, envelope_from=envelope_from)


def _described(path: Path, message: Incoming, me: autoreply.Me, fallback: str) -> dict[str, object]:
    from planner.domain.language import guess

    rows = autoreply.speaking(message, me)
    sender, writer = message.sender, author(message, me)
    return {
        "path": str(path),
        "readable": message.readable,
        "subject": message.subject,
        "from_name": sender.name if sender else "",
        "from_address": sender.address if sender else "",
        "author_address": writer.address if writer else "",
        "to": [box.address for box in message.to],
        "date": message.sent_at,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": message.references,
        "body": message.text,
        "reply_text": message.reply_text,
        "language": guess(message.reply_text or message.text or message.subject, fallback),
        "attachments": message.attachments,
        "bounce": autoreply.bounce(message),
        "answerable": autoreply.answerable(rows),
        "rows": rows,
    }


def _show(record: dict[str, object], language: str) -> None:
    verdict = _("may be answered") if record["answerable"] else _("not answered by a machine")
    data(f"{record['path']}: {verdict}")
    data(f"  {record['from_name']} <{record['from_address']}>: {record['subject']}".strip("\n"))
    rows = record["rows"]
    assert isinstance(rows, tuple)
    for row in rows:
        data(f"  {row}: {autoreply.SENTENCES[language][row]}")
