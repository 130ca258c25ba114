"""What a message asks for, by word lists that can be read: the reflex questions of a shop's door.

Two uses (needs.md A-05, A-06): who asks the same may be answered with one draft, and who is about
to buy is dealt before general talk of the same window. Both are guesses the owner can correct;
neither ever wakes her.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from planner.domain.phrases import plain
from planner.domain.reply import kind_of


class Question(StrEnum):
    """What is asked again and again."""

    AVAILABILITY = "availability"
    SHIPPING = "shipping"
    SIZE = "size"
    PRICE = "price"
    PICKUP = "pickup"
    HOURS = "hours"


#: Who asks one of these has the money in hand.
BUYING = frozenset({Question.AVAILABILITY, Question.SIZE, Question.PRICE, Question.PICKUP})
#: The answer depends on the article: these are the same question only about the same one.
ABOUT_AN_ARTICLE = BUYING


@dataclass(frozen=True, slots=True)
class Words:
    """`sure` phrases ask by themselves; `topics` count in a sentence that asks.

    Whole words, in lower case; `*` at the end of a word stands for any ending, `~` for at most four
    words, `#` for a clothes or shoe size.
    """

    sure: tuple[str, ...]
    topics: tuple[str, ...]


WORDS: Mapping[Question, Words] = MappingProxyType(
    {
        Question.AVAILABILITY: Words(
            sure=(
                *("encore dispo*", "toujours dispo*", "tjs dispo*", "encore en vente"),
                *("toujours en vente", "toujours à vendre", "encore à vendre", "reste-t-il"),
                *("elle est encore là", "il est encore là", "elle est toujours là"),
                *("il est toujours là", "est-elle ~ là", "est-il ~ là", "vous en reste"),
                *("il en reste", "still available", "still for sale", "in stock", "any left"),
                *("is ~ available", "is ~ still there", "are they ~ still there", "still have"),
                *("sold out", "still got"),
            ),
            topics=(
                *("disponible*", "disponibilité*", "dispo", "stock", "en vente", "avez-vous un*"),
                *("avez-vous des", "avez-vous cette", "avez-vous ce", "avez-vous la"),
                *("avez-vous le", "avez-vous encore", "avez-vous toujours", "vous avez encore"),
                *("vous avez toujours", "l'avez-vous", "vous l'avez", "en avez-vous"),
                *("vous en avez", "auriez-vous", "vous auriez", "vous vendez", "available"),
                *("availability", "do you have", "have you got", "do you sell"),
            ),
        ),
        Question.SHIPPING: Words(
            sure=(
                *("livrez-vous", "vous livrez", "expédiez-vous", "vous expédiez"),
                *("envoyez-vous", "vous faites l'envoi", "faites-vous l'envoi"),
                *("faites-vous des envois", "frais de port", "frais d'envoi"),
                *("frais de livraison", "do you ship", "do you deliver", "do you post"),
                *("can you ship", "can you deliver", "can you post", "shipping cost*"),
                *("delivery cost*", "postage"),
            ),
            topics=(
                *("livraison*", "livrer", "envoi", "envois", "expédier", "expédition*"),
                *("envoyer", "par la poste", "par colis", "point relais", "mondial relay"),
                *("ship", "shipping", "deliver", "delivery", "by post"),
            ),
        ),
        Question.SIZE: Words(
            sure=("quelle* taille*", "quelle* pointure*", "what size*", "which size*"),
            topics=(
                *("taille*", "pointure*", "en #", "un #", "du #", "le #", "size*", "sizing"),
                *("in #", "in a #", "a #", "dimensions", "measurements", "mesures"),
            ),
        ),
        Question.PRICE: Words(
            sure=(
                *("c'est combien", "combien coûte*", "combien ça", "combien pour", "à combien"),
                *("combien est-ce", "combien vaut", "quel prix", "quel est le prix"),
                *("quel est son prix", "quels sont les prix", "quel tarif", "quels tarifs"),
                *("how much", "what price", "what's the price", "what is the price"),
            ),
            topics=("combien", "prix", "tarif*", "coût*", "coûte*", "price*", "cost", "costs"),
        ),
        Question.PICKUP: Words(
            sure=(
                *("passer la chercher", "passer le chercher", "venir la chercher"),
                *("venir le chercher", "passer la prendre", "passer le prendre"),
                *("retrait en boutique", "retrait sur place", "click and collect"),
                *("click & collect", "pick it up", "pick them up", "collect it", "collect them"),
            ),
            topics=(
                *("retirer", "retrait", "récupérer", "venir chercher", "passer chercher"),
                *("passer à la boutique", "passer à l'atelier", "réserver", "mettre de côté"),
                *("mettez de côté", "la garder", "le garder", "pick up", "pickup", "collect"),
                *("come and get", "put it aside", "put aside", "hold it", "reserve"),
            ),
        ),
        Question.HOURS: Words(
            sure=("vos horaires", "heures d'ouverture", "opening hours", "opening times"),
            topics=("horaire*", "ouvert*", "fermé*", "ouvrez", "fermez", "open", "close"),
        ),
    }
)
#: Said with no hurry: what is asked is answered, and nothing is promoted (A-07).
MUSING = (
    *("je réfléchis", "j'y réfléchis", "j'hésite", "curiosité", "rien ne presse", "pas pressé*"),
    *("aucune urgence", "pas urgent*", "juste une idée", "un jour peut-être", "je regarde juste"),
    *("thinking about it", "just thinking", "just browsing", "just curious", "no hurry"),
    *("no rush", "not urgent", "some day maybe", "maybe one day"),
)
#: What is bought already: a sentence about it does not ask to buy.
BOUGHT = (
    *("ma commande", "mon colis", "mon envoi", "ma livraison", "mon achat", "j'ai reçu"),
    *("j'ai commandé", "j'ai acheté", "my order", "my parcel", "my package", "my delivery"),
    *("i received", "i bought", "i ordered"),
)
#: What looks like a sign and is none.
EXCEPTIONS = (
    *("avez-vous des nouvelles", "avez-vous une réponse", "avez-vous un retour"),
    *("avez-vous le temps", "combien de temps", "combien de jours", "combien de semaines"),
    *("vous avez toujours mon", "prix d'ami", "how much longer", "how much time"),
    *("do you have time", "do you have news", "do you have any news", "do you have an answer"),
)
#: A sentence asks with a question mark, or with one of these.
ASKING = (
    *("est-ce", "je cherche", "je voudrais", "j'aimerais", "je souhaite*", "me dire"),
    *("dites-moi", "donnez-moi", "pouvez-vous", "pourriez-vous", "peut-on", "avez-vous"),
    *("auriez-vous", "il me faudrait", "i'm looking for", "i am looking for", "i'd like"),
    *("i would like", "tell me", "can you", "could you", "can i", "could i", "do you"),
)

READ = 4_000  # characters; what a person asks stands at the beginning
_SHORT = 300  # characters of a message that only wants news
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_SIZES = (*map(str, range(32, 59)), "xxs", "xs", "xl", "xxl", "xxxl")
_WORD = re.compile(r"[^\W_]+")
_STEM = 4  # letters
_COMMON = frozenset({"vous", "elle", "est", "il", "they", "are", "en", "is"})  # tell nothing
_WILD = re.compile(r"(~ |[*#])")
_ANY = {
    "~ ": r"(?:[\w'-]+ ){0,4}?",
    "*": r"\w*",
    "#": f"(?:{'|'.join(_SIZES)})",
}


def signs(text: str) -> Mapping[Question, str]:
    """What is asked in a text, each with the words that say so; French and English are both read.

    The first 4,000 characters are read.
    """
    told = text[:READ].casefold().replace("’", "'")
    if len(told) <= _SHORT and kind_of(told, "") == "nudge":
        return {}  # "do you have news?" asks for nothing else
    found: dict[Question, str] = {}
    for sentence in _SENTENCE.findall(told):
        likely = _likely(sentence)
        if not likely:
            continue
        plain = _pattern(EXCEPTIONS).sub(" ", " ".join(sentence.split()))
        if _pattern(BOUGHT).search(plain):
            continue
        asks = "?" in sentence or bool(_pattern(ASKING).search(plain))
        for question in likely:
            words = WORDS[question]
            listed = (*words.sure, *words.topics) if asks else words.sure
            seen = _pattern(listed).search(plain)
            if seen and question not in found:
                found[question] = seen.group()
    return found


def questions(text: str) -> frozenset[Question]:
    """What a text asks (A-05)."""
    return frozenset(signs(text))


def ready_to_buy(text: str, asked: Collection[Question] | None = None) -> bool:
    """Whether a text asks what somebody asks who is about to buy, and is in no doubt (A-06).

    `asked` are its questions where they are known already.
    """
    if not BUYING.intersection(questions(text) if asked is None else asked):
        return False
    return not _pattern(MUSING).search(plain(text[:READ]))


def read(named: str) -> frozenset[Question]:
    """Questions from their names with commas, as they are kept; unknown names are left out."""
    known = {str(question): question for question in Question}
    return frozenset(known[name] for name in named.split(",") if name in known)


def written(asked: Iterable[Question]) -> str:
    """The names of questions with commas, in one order."""
    return ",".join(sorted(asked))


def _likely(sentence: str) -> list[Question]:
    """The questions of which a telling word stands in a sentence: most have none, at no cost."""
    stems = _stems()
    found = {q for word in _WORD.findall(sentence) for q in stems.get(word[:_STEM], ())}
    return [question for question in WORDS if question in found]


@cache
def _stems() -> Mapping[str, frozenset[Question]]:
    """The beginning of each phrase's most telling word, with the questions it may belong to."""
    stems: dict[str, set[Question]] = {}
    for question, words in WORDS.items():
        for phrase in (*words.sure, *words.topics):
            for word in _SIZES if "#" in phrase else (_telling(phrase),):
                stems.setdefault(word[:_STEM], set()).add(question)
    return {stem: frozenset(asked) for stem, asked in stems.items()}


def _telling(phrase: str) -> str:
    words: list[str] = _WORD.findall(phrase)
    return max((word for word in words if word not in _COMMON), key=len)


@cache
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_one(entry) for entry in listed)})(?!\w)")


def _one(entry: str) -> str:
    parts = _WILD.split(entry)
    return "".join(_ANY.get(part) or re.escape(part) for part in parts)
