"""Reading a story's TOML: where things stand in the file, and values of the wished type."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from planner.errors import StoryError

_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_HEADER = re.compile(r"^[ \t]*\[\[?[ \t]*([\w.-]+)[ \t]*\]", re.MULTILINE)
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class Source:
    """Where things stand in the file: TOML values carry no position, an error needs one."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        # Strings and comments are blanked, so that what they contain is never taken for a key.
        self._bare = _STRINGS_AND_COMMENTS.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        self._newlines = [m.start() for m in re.finditer("\n", text)]
        # From each table to the next; `[event.message]` belongs to the event above it.
        headers = [
            (m[1], m.start())
            for m in _HEADER.finditer(self._bare)
            if not m[1].startswith(("event.", "shop.", "expect."))
        ]
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for (found, start), (_, end) in pairwise([*headers, ("", len(text))]):
            self._spans.setdefault(found, []).append((start, end))

    @property
    def whole(self) -> tuple[int, int]:
        """The span of the file."""
        return (0, len(self._bare))

    @property
    def last_line(self) -> int:
        """The number of the last line, counted from 1 like every line here."""
        return len(self._newlines) + 1

    def line(self, offset: int) -> int:
        """The line that holds a character."""
        return bisect_left(self._newlines, offset) + 1

    def key_line(self, key: str, span: tuple[int, int]) -> int:
        """The line of a key inside a span; the span's own line when it cannot be seen."""
        found = re.compile(rf"(?<![\w-]){re.escape(key)}\s*[.=]").search(self._bare, *span)
        return self.line(found.start() if found else span[0])

    def span(self, name: str, index: int = 0) -> tuple[int, int]:
        """From the header of a table to the next one; the whole file when written inline."""
        spans = self._spans.get(name, [])
        return spans[index] if index < len(spans) else self.whole

    def error(self, line: int | str, what: str, do: str) -> StoryError:
        """A problem at a line (or line:column) of this file."""
        return StoryError(what, where=f"{self.name}:{line}", do=do)


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table with its place: every wish about a value ends in a value or a StoryError."""

    values: Mapping[str, object]
    title: str
    source: Source
    span: tuple[int, int]

    def error(self, key: str, what: str, do: str) -> StoryError:
        """A problem at a key of this table."""
        return self.source.error(self.source.key_line(key, self.span), what, do)

    def unknown(self, key: str, known: Iterable[str]) -> StoryError:
        """The problem of a key that means nothing, with the nearest one that does."""
        return self.error(key, f"{self.title} has no `{key}`.", suggest(key, known))

    def only(self, *known: str) -> None:
        """Refuse every other key."""
        for key in self.values:
            if key not in known:
                raise self.unknown(key, known)

    def text(self, key: str, default: str = "") -> str:
        """The text of a key."""
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        raise self._mistyped(key, value, "text", f'Write {key} = "...".')

    def choice(self, key: str, default: str, choices: Sequence[str]) -> str:
        """The text of a key that has to be one of a few words."""
        value = self.text(key, default)
        if value in choices:
            return value
        raise self.error(key, f"`{key}` cannot be {value!r}.", suggest(value, choices))

    def table(self, key: str) -> Mapping[str, object]:
        """The table of a key; empty when absent."""
        value = self.values.get(key, {})
        if isinstance(value, Mapping):
            return value
        raise self._mistyped(key, value, "a table", f"Write it as a table: {key} = {{ ... }}.")

    def table_or_path(self, key: str) -> Mapping[str, object] | str | None:
        """A table, or the path of a file that holds it, or None."""
        value = self.values.get(key)
        if value is None or isinstance(value, (str, Mapping)):
            return value
        raise self._mistyped(key, value, "a table or a path", f'Write {key} = "file.toml".')

    def _mistyped(self, key: str, value: object, wanted: str, do: str) -> StoryError:
        return self.error(key, f"`{key}` has to be {wanted}, not {kind_of(value)}.", do)


def kind_of(value: object) -> str:
    """What a TOML value is, in the owner's words."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "a table"}
    return names.get(type(value), "a date or a time")


def suggest(word: str, known: Iterable[str]) -> str:
    """What to write instead: the nearest name, or all of them."""
    choices = sorted(known)
    near = get_close_matches(word, choices, 1)
    return f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(choices)}."


def read_toml(text: str, source: Source) -> Mapping[str, object]:
    """The values of the file; raises StoryError at file:line:column."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise source.error(1, "This is nested too deeply.", "Write it flatter.") from None
    except ValueError as problem:
        found = _TOML_PLACE.search(str(problem))
        place = f"{found[1]}:{found[2]}" if found and found[1] else str(source.last_line)
        what = f"This is not TOML: {_TOML_PLACE.sub('', str(problem))}."
        raise source.error(place, what, "Look at this line and the one before it.") from None
