"""One neutral line in place of a folded message: the mood, its subject, and the request kept."""

from __future__ import annotations

import re

from planner.domain.tone import READ, hurtful, read_tone, without_insults

_LIMIT = 60  # characters of the request in the line

# What the anger is about: the first that is seen. Stems, matched at the start of a word.
_CAUSES: tuple[tuple[str, str, str], ...] = (
    ("cassé abîm défaut déchir broken damaged faulty torn", "l'état de l'article", "the item"),
    ("prix cher facture rembours price expensive refund invoice charged", "le prix", "the price"),
    ("promis promes promise", "une promesse", "a promise"),
    (
        "délai attend attente réponse répond retard semaine silence toujours "
        "wait delay answer reply response late week still",
        "le délai",
        "the delay",
    ),
)
_CLAUSES = 100  # a request comes before that many sentences
_MOODS = {
    "fr": {"annoyed": "agacement", "hostile": "colère"},
    "en": {"annoyed": "annoyed", "hostile": "angry"},
}
_WORDS = {
    "fr": {
        "about": " ({})",
        "join": " ; ",
        "asks": "demande : {}",
        "none": "aucune demande claire",
    },
    "en": {
        "about": " about {}",
        "join": "; ",
        "asks": "asks: {}",
        "none": "no clear request",
    },
}
_CLAUSE = re.compile(r"[^.!?;\n]+[.!?;]*")
_ASKING = re.compile(
    r"\b(?:avez-vous|avez vous|vous avez|pouvez|pourriez|voudrais|veux|souhaite|aimerais|est-ce|"
    r"est-elle|est-il|dispo\w*|tailles?|pointures?|combien|quand|où|livrez|commande|colis|robe|"
    r"do you|can you|could you|would like|i want|i need|is it|is the|available|sizes?|how much|"
    r"when|where|ship|order|parcel|dress)\b"
)
_GREETING = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|hello|hi|hey|madame|monsieur|alors|et|and|so|but|mais)\b[\s,:]*)+",
    re.IGNORECASE,
)


def summary(text: str, language: str) -> str:
    """A neutral line about a message, in the reader's language: never an insult in it (G-01, G-02).

    `angry about the delay; asks: size 10 dress`. The request is in the customer's own words, with
    the listed insults taken out and at most 60 characters long. Foreign text: clean it for screens.
    """
    text = text[:READ]
    spoken = "en" if language == "en" else "fr"
    words = _WORDS[spoken]
    request = _request(text)
    asks = words["asks"].format(request) if request else words["none"]
    level = max((read_tone(text, tongue).level for tongue in ("fr", "en")), key=_strength)
    if level == "calm":
        return asks
    cause = _cause(text, spoken)
    mood = _MOODS[spoken][level] + (words["about"].format(cause) if cause else "")
    return mood + words["join"] + asks


def _strength(level: str) -> int:
    return ("calm", "annoyed", "hostile").index(level)


def _cause(text: str, spoken: str) -> str:
    told = text.casefold()
    for stems, french, english in _CAUSES:
        if re.search(rf"\b(?:{'|'.join(stems.split())})", told):
            return french if spoken == "fr" else english
    return ""


def _request(text: str) -> str:
    """The clause that asks something most clearly, without insults; "" when there is none."""
    clauses = [c.group().strip() for c in _CLAUSE.finditer(text.replace("’", "'"))][:_CLAUSES]
    best, best_score = "", 0
    for clause in clauses:
        calm = _calmed(clause)
        score = _score(clause, calm)
        if score > best_score:
            best, best_score = calm, score
    if len(best) <= _LIMIT:
        return best
    return best[: _LIMIT - 1].rsplit(" ", 1)[0] + "…"


def _score(clause: str, calm: str) -> int:
    if not any(c.isalpha() for c in calm):
        return 0
    asking = 4 * bool(_ASKING.search(calm.casefold())) + 2 * ("?" in clause)
    return asking + (not hurtful(clause)) if asking else 0


def _calmed(clause: str) -> str:
    if clause.isupper():
        clause = clause.lower()
    told = _GREETING.sub("", without_insults(clause)).strip(" ,.;:!?-")
    return "" if hurtful(told) else told
