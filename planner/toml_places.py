"""Where things stand in a TOML text: tomllib reads the values, this finds their line and column."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]")
_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = re.compile(rf"(\s*)({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_PART = re.compile(_NAME)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class Places:
    """Lines and columns (from 1) of the tables and keys of one text."""

    name: str
    _found: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def where(self, *path: str | int) -> str:
        """`file:line:column` of a key, else of the nearest table around it."""
        steps: Path = path
        while steps and steps not in self._found:
            steps = steps[:-1]
        line, column = self._found.get(steps, (1, 1))
        return f"{self.name}:{line}:{column}"


def scan(text: str, name: str) -> Places:
    """Find every table header and key. The text is expected to be valid TOML already."""
    places = Places(name)
    counts: dict[str, int] = {}
    table: Path = ()
    open_value = _OpenValue()
    for number, line in enumerate(text.splitlines(), 1):
        if open_value.continues(line):
            continue
        if header := _HEADER.match(line):
            table = _table(header[1], header[2], counts)
            places._found.setdefault(table, (number, header.start(1) + 1))
        elif key := _KEY.match(line):
            parts = tuple(_PART.findall(key[2]))
            path = table + tuple(part.strip("\"'") for part in parts)
            places._found.setdefault(path, (number, len(key[1]) + 1))
            open_value.starts(line[key.end() :])
    return places


def broken(error: tomllib.TOMLDecodeError, text: str, name: str) -> tuple[str, str]:
    """(`file:line:column`, what) of a text that is not TOML."""
    words = str(error)
    at = _AT.search(words)
    what = words[: at.start()] if at else words
    if at and at[1]:
        return f"{name}:{at[1]}:{at[2]}", what
    return f"{name}:{text.count(chr(10)) + 1}:1", what


def _table(brackets: str, name: str, counts: dict[str, int]) -> Path:
    parts = tuple(part.strip("\"'") for part in _PART.findall(name))
    if brackets == "[":
        return parts
    counts[name] = counts.get(name, -1) + 1
    return (*parts, counts[name])


@dataclass(slots=True)
class _OpenValue:
    """Whether a value goes on on the next line: a long string or an array."""

    quotes: str = ""
    depth: int = 0

    def starts(self, rest: str) -> None:
        self._read(rest)

    def continues(self, line: str) -> bool:
        if not self.quotes and not self.depth:
            return False
        self._read(line)
        return True

    def _read(self, text: str) -> None:
        at = 0
        while at < len(text):
            if self.quotes:
                end = text.find(self.quotes, at)
                if end < 0:
                    return
                at, self.quotes = end + 3, ""
            elif text.startswith(('"""', "'''"), at):
                self.quotes = text[at : at + 3]
                at += 3
            elif text[at] in "\"'":
                at = _after_string(text, at)
            elif text[at] == "#":
                return
            else:
                self.depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(text[at], 0)
                at += 1


def _after_string(text: str, at: int) -> int:
    quote, at = text[at], at + 1
    while at < len(text) and text[at] != quote:
        at += 2 if text[at] == "\\" and quote == '"' else 1
    return at + 1
