"""One sentence a row of the automatic-reply table, for `why`, in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "fr": {
            "U1": "Ce message ne peut pas être lu.",
            "E1": "Il vient de l'expéditeur vide : c'est un retour de courrier.",
            "E2": "Il n'a pas d'adresse à laquelle répondre.",
            "E3": "Il vient d'une de vos propres adresses.",
            "E4": "C'est une copie d'un de vos propres messages.",
            "E5": "Il vient d'une machine de messagerie ou d'une liste.",
            "E6": "Son adresse dit de ne pas répondre.",
            "E7": "Il n'est adressé à aucune de vos adresses.",
            "E8": "Il est passé par cent serveurs ou plus : c'est une boucle.",
            "H1": "Il dit avoir été envoyé automatiquement.",
            "H2": "Il vient d'une liste de diffusion.",
            "H3": "Il porte les marques d'une liste de diffusion.",
            "H4": "C'est un envoi en nombre.",
            "H5": "Il demande de ne pas recevoir de réponse automatique.",
            "H6": "C'est la réponse automatique d'un autre logiciel.",
            "H7": "Il porte une marque contre les boucles.",
            "H8": "C'est un rapport de distribution ou de lecture.",
            "H9": "Il contient un rapport de distribution ou de lecture.",
            "H10": "Il vient d'un outil d'envoi en nombre.",
            "H12": "Votre serveur l'a marqué comme indésirable.",
            "C1": "C'est un message d'absence en réponse à l'un des vôtres.",
            "C2": "Il ressemble à un retour de courrier.",
        },
        "en": {
            "U1": "This message cannot be read.",
            "E1": "It comes from the empty sender: it is returned mail.",
            "E2": "It has no address to answer to.",
            "E3": "It comes from one of your own addresses.",
            "E4": "It is a copy of one of your own messages.",
            "E5": "It comes from mail machinery or a list.",
            "E6": "Its address says not to reply.",
            "E7": "It is not addressed to any of your addresses.",
            "E8": "It passed through a hundred servers or more: it is in a loop.",
            "H1": "It says that it was sent automatically.",
            "H2": "It comes from a mailing list.",
            "H3": "It bears the marks of a mailing list.",
            "H4": "It is bulk mail.",
            "H5": "It asks for no automatic reply.",
            "H6": "It is the automatic reply of another program.",
            "H7": "It bears a mark against loops.",
            "H8": "It is a delivery or read report.",
            "H9": "It contains a delivery or read report.",
            "H10": "It comes from a tool for bulk mail.",
            "H12": "Your server marked it as spam.",
            "C1": "It is an away message in reply to one of yours.",
            "C2": "It looks like returned mail.",
        },
    }
)
