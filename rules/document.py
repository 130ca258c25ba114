"""TOML with the place of every name and value (`tomllib` gives values only)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from rules.problems import Mark, Notebook

MAX_BYTES = 256 * 1024
MAX_LINE = 1000  # a dotted name costs tomllib the square of its length

Path = tuple[str | int, ...]

_WHERE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_REWORDED = {  # how tomllib begins its sentence: how we say it
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
}


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file, and where each name (`names`) and value (`values`) stands."""

    tree: dict[str, Any]
    names: dict[Path, Mark]
    values: dict[Path, Mark]

    def name_mark(self, path: Path) -> Mark:
        """Where a name is written; of something unwritten, where its block begins."""
        while path and path not in self.names:
            path = path[:-1]
        return self.names.get(path, Mark(1, 1))

    def value_mark(self, path: Path) -> Mark:
        """Where a value is written; otherwise where its name is."""
        return self.values.get(path) or self.name_mark(path)


def read_document(text: str, notebook: Notebook) -> Document:
    """The document, or `PolicyProblems` when the text is too large or is not TOML 1.0."""
    text = text.replace("\r\n", "\n")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        notebook.note(Mark(1, 1), "file_too_large", limit=MAX_BYTES // 1024)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            notebook.note(Mark(number, MAX_LINE + 1), "line_too_long", limit=MAX_LINE)
    notebook.raise_if_any()
    try:
        tree = tomllib.loads(text)
        scanner = _Scanner(text)
        scanner.document()
    except RecursionError:
        notebook.note(Mark(1, 1), "toml_deep")
    except ValueError as error:
        _note_syntax(notebook, text, str(error))
    notebook.raise_if_any()
    return Document(tree, scanner.names, scanner.values)


def _note_syntax(notebook: Notebook, text: str, message: str) -> None:
    """tomllib's sentence in the owner's words."""
    found = _WHERE.fullmatch(message)
    reason = found[1] if found else message
    lines = text.split("\n")
    mark = Mark(len(lines), len(lines[-1]) + 1)
    if found and found[2]:
        mark = Mark(int(found[2]), int(found[3]))
    code = next((code for start, code in _REWORDED.items() if reason.startswith(start)), None)
    notebook.note(mark, code or "toml_other", reason=reason)


class _Scanner:
    """Walks over text that is known to be good TOML and notes where things stand."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.names: dict[Path, Mark] = {}
        self.values: dict[Path, Mark] = {}
        self._line, self._line_start = 1, 0
        self._counted = 0

    def mark(self) -> Mark:
        """Where the scanner is; newlines are counted once, going forward."""
        fresh = self.text.count("\n", self._counted, self.at)
        if fresh:
            self._line += fresh
            self._line_start = self.text.rfind("\n", 0, self.at) + 1
        self._counted = self.at
        return Mark(self._line, self.at - self._line_start + 1)

    def skip(self, blanks: str) -> None:
        """Pass blanks, and comments when the blanks may hold a newline."""
        while self.at < len(self.text):
            if self.text[self.at] in blanks:
                self.at += 1
            elif self.text[self.at] == "#" and "\n" in blanks:
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def document(self) -> None:
        """All headings and all `name = value`."""
        block: Path = ()
        while True:
            self.skip(" \t\n")
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                while self.text[self.at] in "[ \t":
                    self.at += 1
                block = self.key(())
                while self.at < len(self.text) and self.text[self.at] in "] \t":
                    self.at += 1
            else:
                self.pair(block)

    def pair(self, block: Path) -> None:
        """One `name = value`."""
        path = self.key(block)
        self.at += 1  # the equals sign
        self.skip(" \t")
        self.value(path)

    def key(self, block: Path) -> Path:
        """A dotted name; every prefix gets the place where it is first written."""
        path = block
        while True:
            self.skip(" \t")
            mark = self.mark()
            start = self.at
            if self.text[start] in "\"'":
                self.string()
                part = tomllib.loads(f"k = {self.text[start : self.at]}")["k"]
            else:
                while self.text[self.at] not in " \t.=]":
                    self.at += 1
                part = self.text[start : self.at]
            path = (*path, part)
            self.names.setdefault(path, mark)
            self.skip(" \t")
            if self.text[self.at] != ".":
                return path
            self.at += 1

    def value(self, path: Path) -> None:
        """Any value; lists and inline tables are entered."""
        self.values[path] = self.mark()
        first = self.text[self.at]
        if first in "\"'":
            self.string()
        elif first in "[{":
            self.group(path, "]" if first == "[" else "}")
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1

    def group(self, path: Path, end: str) -> None:
        """A list or an inline table."""
        self.at += 1
        index = 0
        self.skip(" \t\n")
        while self.text[self.at] != end:
            if end == "]":
                self.value((*path, index))
            else:
                self.pair(path)
            index += 1
            self.skip(" \t\n")
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(" \t\n")
        self.at += 1

    def string(self) -> None:
        """A string of any of the four kinds."""
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        while not self.text.startswith(fence, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(fence)
        while len(fence) == 3 and self.text.startswith(quote, self.at):
            self.at += 1  # up to two quotes may stand before the closing three
