"""Words compared as people mean them: without capitals, accents and odd spaces."""

from __future__ import annotations

import unicodedata

_NO_BREAK = str.maketrans("\u00a0\u202f", "  ")
_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"})


def normal(text: str) -> str:
    """Small letters, no accents, single spaces, straight apostrophes: "Où  ÇA" becomes "ou ca".

    Phrases of a policy and words of a message are both compared in this form; twice is once.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_JOINED)
    plain = unicodedata.normalize("NFKD", plain)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def folded(name: str) -> str:
    """A name of a fact, effect or choice as it is looked up: "Énergie-du jour": energie_du_jour."""
    return normal(name).replace("-", "_").replace(" ", "_")


def is_plain(text: str) -> bool:
    """Is it free of control characters and line breaks? French no-break spaces are fine."""
    return text.isprintable() or text.translate(_NO_BREAK).isprintable()


def show_raw(raw: object) -> str:
    """A value as the owner wrote it, shortened."""
    text = str(raw).lower() if isinstance(raw, bool) else str(raw)
    if not is_plain(text):
        text = "".join(letter if is_plain(letter) else "?" for letter in text[:41])
    return text if len(text) <= 40 else text[:39] + "…"
