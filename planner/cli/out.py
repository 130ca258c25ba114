"""What leaves for the terminal: data on stdout, words on stderr, foreign text cleaned."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import zip_longest
from pathlib import Path

import click

# Cc control (escape sequences begin with one), Cf format (bidi, zero width), Cs half characters,
# Zl and Zp line ends that are not "\n".
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_WIDEST = 60  # letters in one column


def safe(text: str, *, newlines: bool = False) -> str:
    """Text a terminal only shows: no control, escape, bidi or invisible character is left.

    An escape sequence loses its first character and stays as harmless letters. Each line break
    becomes a space, or is kept with `newlines`.
    """
    return "".join(_seen(char, newlines) for char in text)


def _seen(char: str, newlines: bool) -> str:
    if " " <= char <= "~":
        return char
    if char in "\n\t\r":
        return "\n" if newlines and char == "\n" else " "
    return "" if unicodedata.category(char) in _NEVER else char


def data(text: str) -> None:
    """One line (or several) of data, cleaned, on stdout."""
    click.echo(safe(text, newlines=True))


def say(text: str) -> None:
    """Words for the owner, cleaned, on stderr."""
    click.echo(safe(text, newlines=True), err=True)


def as_json(value: object) -> None:
    """One JSON value on one line. Only ASCII leaves, so nothing in it can move a terminal."""
    click.echo(json.dumps(plain(value)))


def plain(value: object) -> object:
    """A view as JSON knows it: instants in UTC with a final Z, spans of time in whole seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if isinstance(value, date | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return value


def columns(rows: Iterable[tuple[str, ...]], below: Sequence[str] = ()) -> None:
    """Rows as aligned columns, two spaces apart; a stranger's endless subject is cut.

    `below` is one line a row, printed under it from the second column on; empty ones are left out.
    """
    cleaned = [tuple(_cut(safe(cell)) for cell in row) for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*cleaned, strict=True)]
    for row, note in zip_longest(cleaned, below, fillvalue=""):
        padded = (cell + " " * (w - _cells(cell)) for cell, w in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
        if note:
            click.echo(" " * (widths[0] + 2) + safe(note))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1].rstrip() + "…"


def on_terminal() -> bool:
    """Whether a person can be asked something."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)
