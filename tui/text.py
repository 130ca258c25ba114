"""The only door for foreign text: what a customer wrote becomes harmless, and never markup."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, set_cell_size
from textual.content import Content

MARKS_A_BASE = 4
ELLIPSIS = "…"

# ECMA-48, sections 5.3 to 5.6. A sequence without an end goes to the end of its line, as a
# terminal would have swallowed it; the next lines of an honest message stay readable.
_ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])"  # OSC, DCS, SOS, PM, APC ...
    r"(?:[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|[^\n]*)"  # ... to their end
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x1b[ -/]*[0-~]?"  # every other escape
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_GONE = frozenset({"Cc", "Cf", "Cs"})  # controls, bidi and zero-width, lone surrogates
_MARKS = frozenset({"Mn", "Me"})


def clean(text: str, newlines: bool = False, cells: int | None = None) -> str:
    """Foreign text without anything that a terminal could obey.

    Escape sequences are dropped whole; of controls only line ends are kept, and only with
    `newlines`. At most 4 combining marks a character; at most `cells` terminal cells, ending
    with an ellipsis when cut.
    """
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text)).replace("\t", " ")
    if not newlines:
        text = text.replace("\n", " ")
    text = _few_marks(unicodedata.normalize("NFC", "".join(filter(_harmless, text))))
    return text if cells is None else _cut(text, cells)


def content(text: str, newlines: bool = False, cells: int | None = None) -> Content:
    """Foreign text ready for a widget: clean, and literal whatever brackets it has."""
    return Content(clean(text, newlines, cells))


def _harmless(char: str) -> bool:
    return char == "\n" or unicodedata.category(char) not in _GONE


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks <= MARKS_A_BASE:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, cells - 1).rstrip() + ELLIPSIS if cells > 0 else ""
