"""The small words around a customer's subject: the subject line, quoting, several subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.texts.cut import clean, cut
from planner.texts.shipped import check_language

_NAMELESS = {"fr": "votre demande", "en": "your request"}
_NO_SUBJECT = {"fr": "votre message", "en": "your message"}
_QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}
_AND = {"fr": " et ", "en": " and "}
_COLON = {"fr": " : ", "en": ": "}


def subject_line(original: str, language: str, limit: int = 100) -> str:
    """The subject of an automatic mail: `Auto: ` and the original, or a fixed phrase for none.

    `original` is decoded; `limit` counts code points of the whole line (RFC 3834 section 3.1.5).
    Raises TextError for an unknown language.
    """
    check_language(language)
    return cut(f"Auto: {clean(original) or _NO_SUBJECT[language]}", limit)


def subject_words(subject: str, language: str, limit: int = 48) -> str:
    """A subject inside a sentence: quoted and cut, or `your request` when it has none.

    Raises TextError for an unknown language.
    """
    check_language(language)
    words = cut(clean(subject), limit - 4)
    opening, closing = _QUOTES[language]
    return f"{opening}{words}{closing}" if words else _NAMELESS[language]


def subjects_words(subjects: Iterable[str], language: str) -> str:
    """Several subjects in a sentence: `“blue dress”, “bag” and “shoes”`, each said once."""
    words = list(dict.fromkeys(subject_words(subject, language, 32) for subject in subjects))
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + _AND[language] + words[-1]


def several(dated: Sequence[tuple[str, str]], language: str) -> str:
    """The `{dates}` slot: (subject, moment in words) pairs, one date said once for all it covers.

    In the order given. Raises TextError for an unknown language.
    """
    check_language(language)
    together: dict[str, list[str]] = {}
    for subject, when in dated:
        together.setdefault(when, []).append(subject)
    semicolon = " ; " if language == "fr" else "; "
    return semicolon.join(
        f"{subjects_words(subjects, language)}{_COLON[language]}{when}"
        for when, subjects in together.items()
    )
