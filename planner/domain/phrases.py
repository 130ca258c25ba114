"""Word lists that can be read: how a list of phrases is looked for in what somebody wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """A text as the lists are written: lower case, straight apostrophes, single spaces."""
    return " ".join(text.casefold().replace("’", "'").split())


def bare(text: str) -> str:
    """The words of a text alone: without accents, capitals, signs; single spaces between them."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in letters if not unicodedata.combining(c))))


def said(phrases: Iterable[str], text: str) -> frozenset[str]:
    """The phrases that stand in a text as whole words, whatever accents and capitals."""
    words = f" {bare(text)} "
    return frozenset(phrase for phrase in phrases if f" {bare(phrase)} " in words)


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of these phrases, as whole words.

    `*` at the end of one stands for any ending; an apostrophe there joins the next word.
    """
    return rf"(?<!\w)(?:{'|'.join(_one(phrase) for phrase in phrases)})"


def _one(phrase: str) -> str:
    body = re.escape(phrase.removesuffix("*"))
    if phrase.endswith("*"):
        return rf"{body}\w*"
    return body if phrase.endswith("'") else rf"{body}(?!\w)"
