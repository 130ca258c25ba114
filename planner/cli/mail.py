"""`mail explain`: what is read out of a mail, and whether a machine may answer it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.cli.command import Command, Group, as_json, option, state
from planner.cli.out import as_json as print_json
from planner.cli.out import data, say
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
    type=click.Path(exists=True, path_type=Path),
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
    host = mine[0].rpartition("@")[2] if mine else ""
    me = autoreply.Me(frozenset(mine), host)
    threads = Threads()
    found: list[tuple[dict[str, object], str]] = []
    for path in _files(paths):
        message = _read(path, envelope_from)
        rows = autoreply.speaking(message, me)
        record = _described(path, message, me, rows, state.language)
        node = threads.join(message, str(path), correspondent(message, me, rows))
        found.append((record, node))
    threads.settle()
    for record, node in found:
        record["thread"] = threads.key(node)
        if json_:
            print_json(record)
        else:
            _show(record)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


def _read(path: Path, envelope_from: str | None) -> Incoming:
    from planner.channels.mime import read

    try:
        raw = path.read_bytes()
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        say(f"{path}: {error.strerror}")
        raw, moment = b"", datetime.fromtimestamp(0, UTC)
    message = read(raw, foreign_id=os.fsdecode(path.name), received_at=moment)
    return message if envelope_from is None else replace(message, envelope_from=envelope_from)


def _described(
    path: Path, message: Incoming, me: autoreply.Me, rows: tuple[str, ...], fallback: str
) -> dict[str, object]:
    from planner.domain.language import guess

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


def _show(record: dict[str, object]) -> None:
    rows = record["rows"]
    assert isinstance(rows, tuple)
    verdict = _("may be answered") if record["answerable"] else _("not answered by a machine")
    reasons = f" ({', '.join(rows)})" if rows else ""
    data(f"{record['path']}: {verdict}{reasons}")
    data(f"  {record['from_name']} <{record['from_address']}>: {record['subject']}".strip("\n"))
