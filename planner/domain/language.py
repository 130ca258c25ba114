"""In which of the shop's languages was this written? A guess by visible word lists.

Measured against a trained model on short customer messages (tests/domain/test_language.py):
on those the lists are as good, and they abstain on languages the shop does not speak, which is what
an acknowledgement needs. They also load in no time and can be read.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FRENCH = _words(
    """
    a-t-il ai aie ailleurs allo allô alors annuler appeler après as assez au aujourd'hui aussi
    autre autres aux avant avec avez avis avoir avons beaucoup besoin bien bientôt bjr bonjour
    bonne bonsoir bcp ça ca car ce ceci cela celle celui ces cet cette chez chose coloris colis
    combien commande comme comment commander cordialement côté coucou coup d'accord dans de délai
    delai demain depuis dernier derrière des désolé désolée dire dispo disponible disponibles dois
    donc dommage du elle elles en encore entre envoi envoyer est et etait était êtes etes eu euros
    facture faire fais fait faites faut fille fils fois font gros heure heures hier ici il ils
    jamais je jeudi jour jours jusque juste la là le les leur livraison livrez loin lors lui lundi
    ma magasin mais maintenant mal mari mardi marche matin me même mercredi merci mes midi mieux
    moi moins mois mon monsieur madame ne ni noir nom non nos notre nous nouveau on or ou où
    oublié oui panne par parce parfait pas passer peu peut peux plus plutôt pour pourquoi pourrais
    pourrait pourriez pouvez pouvoir prendre prends près presque prix problème promis puis puisque
    quand que quel quelle quelles quels quelqu'un quelque qui quoi rdv rébonjour rechercher reçu
    recu recevoir remboursement renseignement répondre réponse reponse rien robe sa sais salut
    samedi sans savoir se semaine semaines ses seulement si slt soir sommes son sont sous souhaite
    souhaiterais stp suis sur svp ta taille tant tard te tel tes toi toujours tous tout toute
    toutes très trop trouve trouvé tu un une va vais vendredi vers veut veux viens voici voilà
    voir vos votre voudrais vouloir vous vrai vraiment
    """
)
ENGLISH = _words(
    """
    a able about after again all also always am an and another answer any anybody anyone anything
    anyway are arrived as asap ask at available away back bad be because been before between big
    bit blue both but buy by call can can't cannot cheers colour could day days dear did didn't do
    does doesn't don't done else enough even ever every few for found free friday from get give go
    going good got great had has have haven't he hello help her here hers hey hi him his hope how
    i i'd i'll i'm i've if in into is isn't it it's its just keep kind know large last later least
    left like long look love lovely made make many may maybe me mean mind missing monday more
    morning most much must my need never new news next nice no nobody not nothing now of off ok
    one only open or order other our out over paid parcel perfect please pls postage price
    probably received refund regards reply see sent she ship shipping shop should since size small
    so some someone something soon sorry still stock such sunday sure take tell than thank thanks
    that that's the their them then there these they thing think this those thought through
    thursday time to today tomorrow tonight too try tuesday two under until up us use very wait
    waiting want was way we wednesday week weeks well were what when where which while who why
    will with without won't work works would wrong yes yesterday yet you your yours
    """
)
# Words of neighbours' languages that are in neither list above: with them we abstain.
ELSEWHERE = _words(
    """
    aber ancora auch bedankt beschikbaar bestellen bitte bonita buenos buongiorno che ciao como
    cosa dag danke das dat deze della disponibile een ein eine el ella está esta ésta estoy
    gracias grazie groeten groß größe guten haben hallo heb het hola hoe ich ik ist jurk kan kleid
    las los mag maat mehr mi mijn mit muy naar nicht niet noch nog obrigado oder ook para pero per
    por porque posso prego quando quanto questo schon sehr sie sind sono todavía tienen todavia
    und uno usted van veel voor vorrei wann wanneer wat welke wie wir zijn zu è ¿
    """
)
# "ok", "on", "me" and the like are said in both worlds: they never decide.
BOTH = frozenset({"a", "as", "on", "or", "but", "par", "ok", "me", "has", "photo"})

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|¿")
_FRENCH_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|puisqu|lorsqu)'\w{2}")
_ENGLISH_TAIL = re.compile(r"\w(?:'(?:s|m|re|ve|ll|d)|n't)$")
_FRENCH_SHAPE = re.compile(r"(?:\w[êçœù]\w|\w{2}(?:ez|ées?|eux|euses?|ette|ement|ière|oire?)$)")
_ENGLISH_SHAPE = re.compile(r"\w{2}(?:ing|ings|ould|ght|tch|shed|ness|lly|wn|ck)$")


def guess(text: str, fallback: str) -> str:
    """The language of a customer's text: `fr`, `en`, or the fallback when it cannot be told.

    Another language also gives the fallback: the shop has no texts in it. Never raises (B-10).
    """
    french = english = elsewhere = 0
    for match in _WORD.finditer(text[:4000].casefold().replace("’", "'")):
        word = match.group()
        if word in ELSEWHERE:
            elsewhere += 2
        french += _french(word)
        english += _english(word)
    if elsewhere > max(french, english) or french == english:
        return fallback
    return "fr" if french > english else "en"


def _french(word: str) -> int:
    if word in BOTH:
        return 0
    if word in FRENCH or _FRENCH_ELISION.match(word):
        return 2
    stem, hyphen, rest = word.partition("-")
    if hyphen and stem in FRENCH and rest:  # "avez-vous", "est-elle"
        return 2
    return 1 if _FRENCH_SHAPE.search(word) else 0


def _english(word: str) -> int:
    if word in BOTH:
        return 0
    if word in ENGLISH or _ENGLISH_TAIL.search(word):
        return 2
    return 1 if _ENGLISH_SHAPE.search(word) else 0
