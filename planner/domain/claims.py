"""Words that promise more than is known: "surely in stock", "sans faute" (C-07).

Visible lists, looked for in the owner's own text before it leaves. What they find is a question to
her, once, and never stops her.
"""

from __future__ import annotations

import re
from functools import cache

from planner.domain.phrases import any_of

#: In lower case; a star stands for any ending.
FRENCH = (
    *("sûrement", "surement", "certainement", "sans faute", "sans problème", "sans aucun doute"),
    *("c'est sûr", "c'est certain", "à coup sûr", "garanti", "garantis", "promis juré"),
    *("aucun souci", "toujours en stock", "forcément", "absolument sûr*", "je vous le promets"),
)
ENGLISH = (
    *("surely", "certainly", "for sure", "for certain", "definitely", "without fail", "guaranteed"),
    *(
        "no problem at all",
        "no doubt",
        "always in stock",
        "i guarantee",
        "i promise",
        "absolutely certain",
    ),
    *("bound to be",),
)
#: What may be said instead, in the language of the text.
INSTEAD = {"fr": "je vérifie et je vous le dis", "en": "I will check and tell you"}

_READ = 10_000  # characters


def claims(text: str) -> tuple[str, ...]:
    """The phrases that claim more than is known, as they are written, each once; both languages."""
    found: dict[str, str] = {}
    for phrase in _pattern().findall(" ".join(text[:_READ].replace("’", "'").split())):
        found.setdefault(phrase.casefold(), phrase)
    return tuple(found.values())


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(FRENCH + ENGLISH), re.IGNORECASE)
