"""What a message is inside a conversation, and what answering it is expected to take."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from planner.domain.phrases import plain
from planner.domain.request import HEAVY, NORMAL, Effort

Kind = Literal["question", "thanks", "nudge", "found_elsewhere", "away", "text"]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# Phrases are looked for anywhere, in lower case; words must make up the whole message.
_ELSEWHERE = (
    *("trouvé ailleurs", "trouvée ailleurs", "acheté ailleurs", "achetée ailleurs"),
    *("commandé ailleurs", "trouvé mon bonheur ailleurs", "plus besoin", "laissez tomber"),
    *("annulez ma demande", "n'est plus d'actualité", "plus la peine"),
    *("found it elsewhere", "found one elsewhere", "bought it elsewhere", "got it elsewhere"),
    *("bought one elsewhere", "no longer need", "don't need it anymore"),
    *("never mind", "nevermind", "forget it", "no longer interested"),
)
_NUDGES = (
    *("toujours pas de réponse", "toujours pas de nouvelle", "toujours rien", "des nouvelles"),
    *("vous avez vu mon message", "vous avez reçu mon message", "avez-vous vu mon message"),
    *("avez-vous reçu mon message", "tu as reçu mon message", "j'attends toujours", "je relance"),
    *("petite relance", "je me permets de relancer", "sans réponse de votre part"),
    *("any news", "any update", "still waiting", "did you get my message", "still no answer"),
    *("did you see my message", "have you seen my message", "just following up", "following up"),
    *("still no reply", "anyone there", "anybody there", "is anyone there"),
)
_THANKS = (
    *("merci", "remercie", "parfait", "super", "génial", "top", "nickel"),
    *("ok", "d'accord", "entendu", "c'est noté", "bien reçu", "ça marche"),
    *("thanks", "thank you", "thx", "cheers", "perfect", "great", "brilliant", "lovely"),
    *("noted", "got it", "sounds good", "okay"),
)
_YES = frozenset({"oui", "ouais", "volontiers", "yes", "yep", "please", "toujours", "still"})
_NO = frozenset({"non", "no", "plus", "pas", "not"})
# What only a machine says, wherever its headers were lost; then what stands in an absence note.
_MACHINE = re.compile(
    r"^(?:réponse automatique|message automatique|message d'absence|automatic reply|auto-?reply|"
    r"automated (?:reply|response)|automatic response|out of (?:the )?office)\b"
    r"|\b(?:ceci est une? (?:message|réponse|courriel) automatique|"
    r"this is an auto(?:matic|mated)[ -](?:reply|response|message|email))\b"
)
_ABSENCE = re.compile(
    r"\b(?:absente? du bureau|en mon absence|pendant mon absence|durant mon absence|"
    r"out of (?:the )?office|in my absence|during my absence)\b"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Said around thanks, nudges and found-elsewhere without adding anything. No yes and no no: they may
# be the answer to a question of the owner's.
_SMALL = _words(
    """
    a about aide all also am and answer anyway au aucune aussi avec beaucoup belle bien bientôt
    bises bon bonjour bonne bonnes bonsoir bravo bye c'est ce ciao cordialement day de dear
    demain des du en encore end et evening fin for good grand have hello help hey hi i i'm
    infiniment it's je jour journée kind la les lot ma madame many marche message mille mon
    monsieur much my même nice of ok okay on ouf part pour quand quick rapide regards reply
    réponse salut sans see semaine service so soir soirée soon sur svp that's the this to
    tomorrow tout très un une very vite vos votre vous week weekend well wonderful you your à ça
    """
)
_CALLING = frozenset(
    {"allo", "allô", "hello", "hey", "hi", "oh", "ho", "bonjour", "bonsoir", "coucou", "up"}
)
# The rest of the message may ask for something else: then it is read by a person.
_TURN = re.compile(r"\b(?:mais|but|par contre|en revanche|plutôt|instead|rather|however)\b")
_FIRST_PICTURE = 0x2190  # arrows, hearts, faces: everything above is no word here
_LONGEST = 40  # words of a thank-you or a nudge
_READ = 10_000  # characters
_SHORT = 12  # words of a message that does nothing but end its request

_ASKING = re.compile(
    r"^(?:est-ce|est-il|est-elle|avez|pouvez|peut-on|combien|quand|quel\w*|où|comment|pourquoi|"
    r"qui|faites|livrez|is|are|do|does|did|can|could|would|will|what|which|when|where|how|who|why|"
    r"have|has|any)\b"
)
_HEAVY = re.compile(
    r"\b(?:r[ée]clam\w+|plainte|rembours\w+|d[ée]fectueu\w+|cass[ée]e?s?|ab[îi]m[ée]\w*|d[ée]fauts?|"
    r"d[ée]chir[ée]\w*|retouch\w+|raccourci\w*|rallong\w+|ourlets?|sur[- ]mesure|personnalis\w+|"
    r"grav(?:er|ure)\w*|ajuster|r[ée]par\w+|devis|v[ée]rifi\w+|colis (?:jamais|perdu|pas)|"
    r"jamais reçue?|complain\w*|"
    r"refund\w*|faulty|broken|damaged|defect\w*|torn|alter(?:ed|ation\w*)?|"
    r"shorten\w*|lengthen\w*|hem(?:med|ming)?|custom[- ]?made|made to measure|bespoke|engrav\w+|"
    r"repair\w*|quote for|check (?:if|whether|the|for)|never (?:arrived|received)|lost parcel|"
    r"personali[sz]ed?)\b"
)


def kind_of(reply_text: str, language: str) -> Kind:  # noqa: ARG001 - see below
    """What a message is: `question`, `thanks`, `nudge`, `found_elsewhere`, `away` or plain `text`.

    `reply_text` is the message without quotations. `thanks` does not reopen a request, a `nudge`
    ("???", "any news?") asks nothing new (A-03), `found_elsewhere` ends it (E-02), `away` is the
    person's own absence note, which is no answer and no question (autoreply.md). A message that
    says more than that is a question or a text, so that no request is ever lost in a thank-you.
    Both languages are read whatever `language` says: people mix them in two-word messages.
    """
    told = plain(reply_text[:_READ])
    words = _WORD.findall(told)
    asks = "?" in told or bool(_ASKING.match(told))
    if not words:
        return "nudge" if "?" in told or "!" in told else _wordless(told)
    if _MACHINE.search(told) or (not asks and _ABSENCE.search(told) and not _TURN.search(told)):
        return "away"
    if len(words) > _LONGEST:
        return "question" if asks else "text"
    if _only(told, words, _NUDGES) or set(words) <= _CALLING:
        return "nudge"
    if not asks and len(words) <= _SHORT and _ends(told):
        return "found_elsewhere"
    if not asks and _only(told, words, _THANKS):
        return "thanks"
    return "question" if asks else "text"


def still_wanted(reply_text: str) -> bool | None:
    """What a short reply says to "is it still of use?": yes, no, or nothing of the kind."""
    told = plain(reply_text[:_READ])
    words = set(_WORD.findall(told))
    if "?" in told or len(words) > _SHORT:
        return None
    if words & _NO:
        return False
    return True if words & _YES else None


def effort_of(text: str, language: str) -> Effort:  # noqa: ARG001 - both are read, as above
    """HEAVY for a complaint, a check, an alteration or custom work, NORMAL otherwise.

    A guess the owner can correct; a heavy request counts three (needs.md 3.1).
    """
    return HEAVY if _HEAVY.search(text[:_READ].casefold()) else NORMAL


def _ends(told: str) -> bool:
    return any(phrase in told for phrase in _ELSEWHERE) and not _TURN.search(told)


def _wordless(told: str) -> Kind:
    """Signs alone: a heart or a thumb is a thank-you; dots and an empty text are a nudge."""
    smile = told in (":)", ":-)", ";)") or any(ord(c) >= _FIRST_PICTURE for c in told)
    return "thanks" if smile else "nudge"


def _only(told: str, words: list[str], phrases: tuple[str, ...]) -> bool:
    """Whether the message says one of the phrases and, besides, only small words."""
    said = _any_of(phrases).findall(told)
    spent = {word for phrase in said for word in _WORD.findall(phrase)}
    return bool(said) and all(word in _SMALL or word in spent for word in words)


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})")
