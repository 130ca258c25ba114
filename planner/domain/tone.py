"""How a message sounds, by rules that can be read.

A guess that folds a text says why (G-07) and never raises its place in the queue (G-03). Whether
anger is deserved is not judged here: a complaint without insults is `annoyed`, never folded.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

from planner.domain.phrases import any_of, plain

Level = Literal["calm", "annoyed", "hostile"]


@dataclass(frozen=True, slots=True)
class Tone:
    """The level, and the signs that led to it, each as `kind: what was seen`."""

    level: Level
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """The word lists of a language: whole words or phrases, in lower case, ending in * for any."""

    insults: tuple[str, ...]
    threats: tuple[str, ...]
    annoyance: tuple[str, ...]


FRENCH = Signs(
    insults=(
        *("connard*", "connasse*", "salope*", "salaud*", "pute*", "imbécile*", "abruti*"),
        *("crétin*", "débile*", "idiot*", "incapables", "êtes incapable", "incompétent*"),
        *("voleu*", "escroc*", "arnaqueu*", "menteu*", "minable*", "de merde", "ta gueule"),
        *("va te faire", "allez vous faire", "foutez", "espèce d'", "bande d'", "bon à rien"),
        *("bonne à rien", "bons à rien", "pauvre type", "pauvre fille", "enculé*", "nul à chier"),
    ),
    threats=(
        *("je vais vous détruire", "vous allez le regretter", "je sais où vous habitez"),
        *("je vous retrouverai", "couler votre boutique", "couler votre commerce"),
        *("pourrir votre page",),
    ),
    annoyance=(
        *("toujours pas", "toujours rien", "aucune réponse", "pas de réponse", "sans réponse"),
        *("aucune nouvelle", "inadmissible*", "inacceptable*", "scandale*", "quelle honte"),
        *("honte à", "une honte", "honteux", "lamentable*", "ras le bol", "ras-le-bol", "marre"),
        *("vous aviez promis", "vous m'aviez dit", "j'attends toujours", "n'importe quoi"),
        *("moque*", "foutage*", "arnaque*", "ça fait des semaines", "pas sérieu*", "plainte"),
        *("mon avocat", "mauvais avis", "mécontent*", "énervé*", "abusé", "déçu*", "putain"),
        *("merde",),
    ),
)
ENGLISH = Signs(
    insults=(
        *("idiot*", "moron*", "stupid", "bitch*", "bastard*", "asshole*", "arsehole*", "fuck*"),
        *("shitty", "bullshit", "scammer*", "crook*", "thief", "thieves", "liar*", "pathetic"),
        *("incompetent*", "screw you", "shut up", "dumb", "worthless", "piss off"),
        *("bloody fool*", "imbecile*"),
    ),
    threats=(
        *("you will regret", "you'll regret", "i know where you live", "i will destroy"),
        *("i'll destroy", "i will find you", "i'll find you", "ruin your shop", "ruin you"),
        *("trash your page",),
    ),
    annoyance=(
        *("still no", "still nothing", "no answer", "no reply", "no response", "still waiting"),
        *("unacceptable", "disgrace*", "shame on you", "ridiculous", "fed up", "you promised"),
        *("you had promised", "you said you", "is this a joke", "is a joke", "disappoint*"),
        *("sick of", "for weeks", "waste of time", "poor service", "terrible service", "scam"),
        *("appalling", "outrageous", "my lawyer", "bad review", "annoyed", "angry", "useless"),
        *("crap", "shit"),
    ),
)
# What looks like a sign and is none. The owner's own are added to these (G-07).
EXCEPTIONS = (
    *("stupid question", "dumb question", "question idiote", "question débile", "bande d'essai"),
    *("no complaint", "not angry", "not annoyed", "pas déçu", "pas énervé"),
)

HURTFUL = FRENCH.insults + FRENCH.threats + ENGLISH.insults + ENGLISH.threats

READ = 10_000  # characters; what a person writes by hand is shorter

_SHOUT = re.compile(r"[^\W\d_]{3,}")
_MARKS = re.compile(r"[!?]{3,}")
_POINTING = (
    r"(?:\b(?:you(?:'re| are)?|vous êtes|tu es|t'es|bunch of|such)"
    r"\s+(?:an?\s+|des?\s+|une?\s+)?)?"
)


def read_tone(text: str, language: str, exceptions: Collection[str] = ()) -> Tone:
    """How a text sounds in a language (`fr` or `en`); insults of both count.

    One insult or threat is `hostile`; capitals or marks alone are at most `annoyed`, and `???`
    alone is only somebody waiting: `calm`. `exceptions` are phrases the owner said are no signs.
    The first 10,000 characters are read.
    """
    text = text[:READ]
    told = _plain(text, exceptions)
    listed = ENGLISH if language == "en" else FRENCH
    strong = [f"insult: {seen}" for seen in _seen(FRENCH.insults + ENGLISH.insults, told)]
    strong += [f"threat: {seen}" for seen in _seen(FRENCH.threats + ENGLISH.threats, told)]
    mild = [f"words: {seen}" for seen in _seen(listed.annoyance, told)]
    mild += _shouting(text, bool(strong or mild))
    if strong:
        return Tone("hostile", tuple(strong + mild))
    return Tone("annoyed", tuple(mild)) if mild else Tone("calm")


def hurtful(text: str) -> bool:
    """Whether a piece of text has an insult or a threat, in either language."""
    return bool(_pattern(HURTFUL).search(_plain(text)))


def without_insults(text: str) -> str:
    """The text with the listed insults and threats taken out, with the "you" before them."""
    return " ".join(_pointed(HURTFUL).sub(" ", text).split())


def _plain(text: str, exceptions: Collection[str] = ()) -> str:
    told = plain(text)
    for phrase in (*EXCEPTIONS, *exceptions):
        told = told.replace(" ".join(phrase.casefold().split()), " ")
    return told


def _seen(listed: tuple[str, ...], text: str) -> list[str]:
    """What of a list is in the text, each once, in the order of the text; at most five."""
    return list(dict.fromkeys(_pattern(listed).findall(text)))[:5]


@cache
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(listed))


@cache
def _pointed(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_POINTING + any_of(listed), re.IGNORECASE)


def _shouting(text: str, already: bool) -> list[str]:
    """Capitals and marks. `!!!` alone is as often joy: beside another sign it counts."""
    words = _SHOUT.findall(text)
    loud = [word for word in words if word.isupper()]
    signs = []
    if len(loud) >= 3 and len(loud) * 2 > len(words):
        signs.append("capitals: most words")
    marks = _MARKS.search(text)
    if words and marks and (already or signs or "?" in marks.group()):
        signs.append(f"marks: {marks.group()[:5]}")
    return signs
