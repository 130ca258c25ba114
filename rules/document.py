"""TOML with the place of every name and value (`tomllib` gives values only)."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from rules.problems import Mark, Notebook
from rules.scanner import Path, Scanner, TooMuch

MAX_BYTES = 256 * 1024
MAX_LINE = 1000

_WHERE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_REWORDED = MappingProxyType(
    {  # how tomllib begins its sentence (Python 3.11 to 3.14): how we say it
        "Expected '='": "toml_equals",
        "Invalid value": "toml_value",
        "Invalid date": "toml_value",
        "Invalid statement": "toml_statement",
        "Invalid initial character": "toml_statement",
        "Expected ']": "toml_heading",
        "Expected newline": "toml_left_over",
        "Unclosed array": "toml_array",
        "Unclosed inline table": "toml_inline",
        "Unterminated string": "toml_quote",
        "Expected": "toml_quote",
        "Illegal character": "toml_character",
        "Found invalid character": "toml_character",
        "Unescaped": "toml_escape",
        "Escaped character": "toml_escape",
        "Invalid hex value": "toml_escape",
        "Cannot ": "toml_twice",
        "Duplicate inline": "toml_twice",
        "TOML inline": "too_deep",
    }
)


@dataclass(frozen=True)
class Document:
    """The values of a file, and where each name (`names`) and value (`values`) begins."""

    text: str
    tree: dict[str, Any]
    names: Mapping[Path, int]
    values: Mapping[Path, int]

    def name_mark(self, path: Path) -> Mark:
        """Where a name is written; of something unwritten, where its block begins."""
        while path and path not in self.names:
            path = path[:-1]
        return self.mark(self.names.get(path, 0))

    def value_mark(self, path: Path) -> Mark:
        """Where a value is written; otherwise where its name is."""
        return self.mark(self.values[path]) if path in self.values else self.name_mark(path)

    def mark(self, place: int) -> Mark:
        """Line and column of a place in the text."""
        line = bisect_right(self._lines, place)
        return Mark(line, place - self._lines[line - 1] + 1)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]


def read_document(source: str | bytes, notebook: Notebook) -> Document:
    """The document, or `PolicyProblems` when it is no text, too large or not TOML 1.0."""
    text = _text(source, notebook)
    scanner = Scanner(text)
    try:
        scanner.scan()
    except TooMuch as trouble:
        document = Document(text, {}, {}, {})
        notebook.note(document.mark(trouble.place), trouble.code, limit=trouble.limit)
    notebook.raise_if_any()
    try:
        tree = tomllib.loads(text)
    except ValueError as error:
        _note_syntax(notebook, text, str(error))
    notebook.raise_if_any()
    return Document(text, tree, scanner.names, scanner.values)


def _text(source: str | bytes, notebook: Notebook) -> str:
    """The file as text with plain line ends; `PolicyProblems` when that is not possible."""
    if isinstance(source, str) and len(source) <= MAX_BYTES:
        source = source.encode("utf-8", "surrogatepass")
    if len(source) > MAX_BYTES:
        notebook.note(Mark(1, 1), "file_too_large", limit=MAX_BYTES // 1024)
        notebook.raise_if_any()
    assert isinstance(source, bytes)  # a longer text was refused
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        notebook.note(Mark(1, 1), "file_utf16")
    elif source.startswith(b"\xef\xbb\xbf"):
        notebook.note(Mark(1, 1), "file_bom")
    notebook.raise_if_any()
    before = source.partition(b"\0")[0]
    code = "file_nul" if len(before) < len(source) else ""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError as error:
        code, text = "file_utf8", before[: error.start].decode("utf-8")
    lines = text.replace("\r\n", "\n").split("\n")
    if code:
        notebook.note(Mark(len(lines), len(lines[-1]) + 1), code)
    elif max(map(len, lines)) > MAX_LINE:
        number = next(number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE)
        notebook.note(Mark(number, MAX_LINE + 1), "line_too_long", limit=MAX_LINE)
    notebook.raise_if_any()
    return "\n".join(lines)


def _note_syntax(notebook: Notebook, text: str, message: str) -> None:
    """tomllib's sentence in the owner's words."""
    found = _WHERE.fullmatch(message)
    reason = found[1] if found else message
    lines = text.split("\n")
    mark = Mark(len(lines), len(lines[-1]) + 1)
    if found and found[2]:
        mark = Mark(int(found[2]), int(found[3]))
    notebook.note(mark, reworded(reason), reason=reason)


def reworded(reason: str) -> str:
    """The code of our sentence for one of tomllib's."""
    return next(
        (code for start, code in _REWORDED.items() if reason.startswith(start)), "toml_other"
    )
