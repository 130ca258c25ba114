"""Facts that an acknowledgement may carry: they may close the question at once (B-06).

Chosen by visible words, never by meaning: the owner can read here, and say in her settings, which
word brings which line. The promise of her own answer stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from planner.domain.phrases import any_of, plain

#: So many lines at most in one acknowledgement.
MOST_LINES = 2
#: Characters of one line.
LONGEST = 90

#: The words of the facts that have a name of their own; a star stands for any ending.
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "shipping": (
            *("envoi*", "envoy*", "expédi*", "livr*", "la poste", "colissimo", "frais de port"),
            *("ship*", "deliver*", "postage", "by post", "mail order"),
        ),
        "hours": (
            *("horaire*", "ouvert*", "ouvrez", "fermé*", "fermez", "quelle heure"),
            *("open", "opening*", "closed", "closing", "what time"),
        ),
        "sizes": ("taille*", "pointure*", "mesures", "size*", "sizing", "measurements"),
        "price": ("prix", "tarif*", "combien", "coût*", "price*", "how much", "cost*"),
        "returns": ("retourner", "échang*", "rembours*", "return*", "exchang*", "refund*"),
        "pickup": ("retrait", "retirer", "venir chercher", "pick up", "pickup", "collect*"),
        "payment": ("payer", "paiement*", "carte", "virement", "pay", "payment*", "card"),
        "address": ("adresse", "où êtes", "où se trouve", "address", "where are you"),
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line a language, and the words (lower case, `*` for any ending) that bring it."""

    name: str
    words: tuple[str, ...]
    lines: Mapping[str, str]


def fitting(facts: Sequence[Fact], text: str, language: str) -> tuple[str, ...]:
    """The lines for a text in its language, in the order of the settings; at most two."""
    told = plain(text)
    lines = (
        fact.lines[language]
        for fact in facts
        if language in fact.lines and fact.words and _pattern(fact.words).search(told)
    )
    return tuple(lines)[:MOST_LINES]


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(word.casefold() for word in words))
