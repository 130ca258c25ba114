"""Where names and values stand in a TOML text, and whether there is too much of it.

`tomllib` takes a second for 256 KB of small values, and the square of the length for dotted names;
this walk, which comes first, is short and ends early. It is lenient: where it understands the text
no more, it stops, and leaves the verdict to `tomllib`, which is never the more lenient of the two.
"""

from __future__ import annotations

import re
import tomllib

MAX_PARTS = 10_000  # names and values in a file
MAX_DEPTH = 10  # of dotted names, lists and braces together
MAX_STRING = 2_000  # written length; no text of a policy may come near

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*")
_KEY = re.compile(r"[\w-]+", re.ASCII)
_BARE_PAIR = re.compile(r"([\w-]+(?:\.[\w-]+)*)[ \t]*=[ \t]*", re.ASCII)
_BARE = re.compile(r"[^,\]}#\n]+")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?!"")(?:[^"\\\n]++|\\.)*+"'
    r"|'(?!'')[^'\n]*+'"
)


class TooMuch(Exception):
    """The text is too large to be read in time; `code` is a key of `rules.wording.WORDING`."""

    def __init__(self, code: str, place: int, limit: int) -> None:
        self.code, self.place, self.limit = code, place, limit
        super().__init__(code)


class _LostError(Exception):
    """This is not TOML."""


class Scanner:
    """Walks over a text once; `names` and `values` then hold where each begins."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.names: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self._lists: dict[Path, int] = {}  # [[name]] headings: how many there were
        self._parts = 0

    def scan(self) -> None:
        """The whole text, or up to where it is not TOML; raises `TooMuch`."""
        block: Path = ()
        try:
            while True:
                self.at = _end(_BLANK, self.text, self.at)
                if self.at >= len(self.text):
                    return
                if self.text[self.at] == "[":
                    block = self._heading()
                else:
                    self._pair(block)
        except (_LostError, ValueError, IndexError):
            return

    def _heading(self) -> Path:
        """`[name]` or `[[name]]`; of a list of blocks, the last one is meant."""
        is_list = self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        path = self._key((), through_lists=True)
        if is_list:
            self._lists[path] = self._lists.get(path, -1) + 1
            path = (*path, self._lists[path])
        elif path in self._lists:
            raise _LostError
        self.at = self.text.index("]", self.at) + (2 if is_list else 1)
        return path

    def _pair(self, block: Path) -> None:
        """One `name = value`."""
        found = _BARE_PAIR.match(self.text, self.at)
        if found:  # nearly every line of a policy
            path, place = block, self.at
            for part in found[1].split("."):
                self._count(place, len(path))
                path = (*path, part)
                self.names.setdefault(path, place)
                place += len(part) + 1
            self.at = found.end()
        else:
            path = self._key(block)
            if self.text[self.at] != "=":
                raise _LostError
            self.at = _end(_SPACE, self.text, self.at + 1)
        self._value(path)

    def _key(self, path: Path, through_lists: bool = False) -> Path:
        """A dotted name; every prefix gets the place where it is first written."""
        text, names = self.text, self.names
        while True:
            start = _end(_SPACE, text, self.at)
            self._count(start, len(path))
            found = _KEY.match(text, start)
            if found:
                part, self.at = found[0], found.end()
            else:
                part = self._quoted(start)
            path = (*path, part)
            names.setdefault(path, start)
            self.at = _end(_SPACE, text, self.at)
            if text[self.at] != ".":
                return path
            self.at += 1
            if through_lists and path in self._lists:
                path = (*path, self._lists[path])

    def _value(self, path: Path) -> None:
        """Any value; lists and inline tables are entered."""
        self._count(self.at, len(path))
        self.values[path] = self.at
        first = self.text[self.at]
        if first in "[{":
            self._group(path, "]" if first == "[" else "}")
        elif first in "\"'":
            self._string()
        else:
            self.at = _end(_BARE, self.text, self.at)

    def _group(self, path: Path, end: str) -> None:
        """A list or an inline table."""
        text, index = self.text, 0
        self.at = _end(_BLANK, text, self.at + 1)
        while text[self.at] != end:
            if end == "]":
                self._value((*path, index))
            else:
                self._pair(path)
            index += 1
            self.at = _end(_BLANK, text, self.at)
            if text[self.at] == ",":
                self.at = _end(_BLANK, text, self.at + 1)
            elif text[self.at] != end:
                raise _LostError
        self.at += 1

    def _string(self) -> str:
        """A string of any of the four kinds, as it is written."""
        found = _STRING.match(self.text, self.at)
        if not found:
            raise _LostError
        if found.end() - self.at > MAX_STRING:
            raise TooMuch("text_far_too_long", self.at, MAX_STRING)
        self.at = found.end()
        return found[0]

    def _quoted(self, start: int) -> str:
        """A name in quotes."""
        self.at = start
        written = self._string()
        if "\\" not in written:
            return written[1:-1]
        self._parts += 20  # a call of the parser costs as much as so many plain names
        name: str = tomllib.loads(f"k = {written}")["k"]
        return name

    def _count(self, place: int, depth: int) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise TooMuch("too_many_parts", place, MAX_PARTS)
        if depth > MAX_DEPTH:
            raise TooMuch("too_deep", place, MAX_DEPTH)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
