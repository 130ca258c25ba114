"""What somebody looks for: words as typed, as the words of a text that is indexed.

Nothing that is typed is a command: AND, *, :, brackets and a lone quotation mark are just signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

LONGEST = 400  # characters read of what is typed
MOST_TERMS = 12
#: From so many letters on the last word may be unfinished.
UNFINISHED = 3

_TYPED = re.compile(r'"([^"]*)"|(\S+)')
_SIGNS = re.compile(r"[\W_]+")
_MARKS = "[\u0300-\u036f]*"
#: The Latin letters that are another one with accents: looked for as that one.
_ACCENTED = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other; the last one may be `unfinished`."""

    words: tuple[str, ...]
    unfinished: bool = False


def wanted(typed: str) -> tuple[Term, ...]:
    """The terms of what was typed: each has to be there; `"in quotes"` in this order.

    The last word is unfinished unless something follows it.
    """
    typed = typed[:LONGEST]
    terms = []
    for found in _TYPED.finditer(typed):
        words = _words(found[0])
        at_end = found.end() == len(typed) and found[1] is None
        if words:
            terms.append(Term(words, at_end and len(words[-1]) >= UNFINISHED))
    return tuple(terms[:MOST_TERMS])


def folded(text: str) -> str:
    """A text for comparing: small letters without accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


def pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """Where the terms stand in a text as it was written, accents and capitals or not."""
    one = ("[\\W_]+".join(map(_spelled, term.words)) + _end(term) for term in terms)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(one)})", re.IGNORECASE)


def _words(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, _SIGNS.split(folded(typed))))


def _end(term: Term) -> str:
    return r"\w*" if term.unfinished else r"(?![^\W_])"


def _spelled(word: str) -> str:
    return "".join(f"[{letter}{_accented().get(letter, '')}]{_MARKS}" for letter in word)


@cache
def _accented() -> dict[str, str]:
    """By plain letter its accented ones."""
    found: dict[str, str] = {}
    for number in _ACCENTED:
        plain = folded(chr(number))
        if plain != chr(number) and len(plain) == 1:
            found[plain] = found.get(plain, "") + chr(number)
    return found
