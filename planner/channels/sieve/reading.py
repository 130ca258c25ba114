"""Reading a Sieve script that somebody else wrote, only as far as it must be known (RFC 5228)."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Actions that answer mail by themselves: two of them in one delivery are an error (RFC 5230
#: section 4.7, RFC 5429 section 2.2), and an error undoes what her own filters do.
ANSWERS = frozenset({"vacation", "reject", "ereject"})

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* | /\*.*?\*/ )
    | (?P<text> text: [ \t]* (?:\#[^\n]*)? \n (?:.*?\n)?? \. (?:\n|\Z) )
    | (?P<string> " (?: [^"\\] | \\. )* " )
    | (?P<word> :? [A-Za-z_][A-Za-z0-9_]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def words(script: str) -> Iterator[tuple[str, str]]:
    """Its tokens with their kind: comment, text, string, word or mark."""
    for found in _TOKEN.finditer(script.replace("\r\n", "\n")):
        kind = found.lastgroup or "mark"
        yield kind, found.group(kind)


def answers(script: str) -> bool:
    """Whether it holds an action that answers mail by itself, in whatever condition.

    The names of extensions in `require` are strings, so they do not count.
    """
    return any(kind == "word" and word.lower() in ANSWERS for kind, word in words(script))


def includes(script: str) -> tuple[str, ...]:
    """The names of the owner's own scripts that it includes (RFC 6609)."""
    found: list[str] = []
    waiting = everywhere = False
    for kind, word in words(script):
        if kind == "word":
            named = word.lower()
            if not named.startswith(":"):
                waiting, everywhere = named == "include", False
            everywhere = everywhere or named == ":global"
        elif kind == "string" and waiting:
            if not everywhere:
                found.append(re.sub(r"\\(.)", r"\1", word[1:-1]))
            waiting = False
    return tuple(found)
