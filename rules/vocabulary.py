"""The facts and effects of Entracte (design, section 7; needs 3.1)."""

from __future__ import annotations

from rules.schema import Combine, Effect, EffectType, Fact, FactType, Scope, Vocabulary

#: What may be known of a day, also of a day to come.
DAY_FACTS = (
    Fact(
        "weekday",
        FactType.WEEKDAY,
        "the day of the week",
        "le jour de la semaine",
        scope=Scope.DAY,
        aliases=("day_of_week", "jour", "jour_de_semaine"),
    ),
    Fact(
        "date",
        FactType.DATE,
        "the date of the working day",
        "la date de la journée de travail",
        scope=Scope.DAY,
        aliases=("day", "jour_du_mois"),
    ),
    Fact(
        "season",
        FactType.TEXT,
        "the season that the day lies in: the name of a [season.<name>]",
        "la saison où tombe le jour : le nom d'une [season.<nom>]",
        scope=Scope.DAY,
        aliases=("saison",),
    ),
    Fact(
        "days_since_season",
        FactType.COUNT,
        "1 on the first day after a season, then 2, 3...; unknown later than 31 days",
        "1 le premier jour après une saison, puis 2, 3... ; inconnu au-delà de 31 jours",
        unit="days",
        low=1,
        high=31,
        scope=Scope.DAY,
        aliases=("jours_depuis_la_saison",),
    ),
    Fact(
        "energy",
        FactType.COUNT,
        "the day's check-in, 1 (empty) to 5 (full); unknown until it is made",
        "le point du jour, de 1 (à plat) à 5 (en forme) ; inconnu tant qu'il n'est pas fait",
        low=1,
        high=5,
        scope=Scope.DAY,
        aliases=("energie", "forme"),
    ),
    Fact(
        "ramp_day",
        FactType.COUNT,
        "1 on the first open day back after an absence, then 2, 3...; 0 outside a return",
        "1 le premier jour ouvert du retour après une absence, puis 2, 3... ; 0 hors reprise",
        high=31,
        scope=Scope.DAY,
        aliases=("jour_de_reprise",),
    ),
    Fact(
        "worked_days_in_a_row",
        FactType.COUNT,
        "days worked just before this one, without a rest day in between",
        "jours travaillés juste avant celui-ci, sans jour de repos entre eux",
        unit="days",
        scope=Scope.DAY,
        aliases=("jours_travailles_de_suite",),
    ),
    Fact(
        "night_rest",
        FactType.DURATION,
        "from your last action of the day before to your first of this day",
        "de votre dernière action de la veille à la première de ce jour",
        scope=Scope.DAY,
        aliases=("repos_de_nuit",),
    ),
)

#: What may be known of a moment.
MOMENT_FACTS = (
    Fact(
        "time",
        FactType.TIME,
        "the local time of day",
        "l'heure locale",
        scope=Scope.MOMENT,
        aliases=("hour", "heure"),
    ),
    Fact(
        "answers_today",
        FactType.COUNT,
        "answers already given today",
        "réponses déjà données aujourd'hui",
        unit="answers",
        scope=Scope.MOMENT,
        aliases=("reponses_du_jour",),
    ),
    Fact(
        "minutes_today",
        FactType.COUNT,
        "minutes already spent answering today",
        "minutes déjà passées à répondre aujourd'hui",
        unit="min",
        scope=Scope.MOMENT,
        aliases=("minutes_du_jour",),
    ),
    Fact(
        "looks_today",
        FactType.COUNT,
        "how often the dashboard was opened outside the windows today",
        "combien de fois le tableau a été ouvert hors des fenêtres aujourd'hui",
        unit="looks",
        scope=Scope.MOMENT,
        aliases=("peeks_today", "coups_d_oeil_du_jour"),
    ),
    Fact(
        "unavailable",
        FactType.FLAG,
        "you are unavailable",
        "vous êtes indisponible",
        scope=Scope.MOMENT,
        aliases=("indisponible",),
    ),
)

#: What may be known of a request.
REQUEST_FACTS = (
    Fact(
        "via",
        FactType.TEXT,
        "the kind of channel the request came by: mail, phone, shop...",
        "le type de canal par lequel la demande est arrivée : mail, phone, shop...",
        aliases=("channel", "canal"),
    ),
    Fact(
        "tone",
        FactType.CHOICE,
        "how the request sounds",
        "le ton de la demande",
        choices=("calm", "annoyed", "hostile"),
        aliases=("ton",),
        choice_aliases={"calme": "calm", "agacé": "annoyed"},
    ),
    Fact(
        "urgent",
        FactType.FLAG,
        "you marked the request as urgent",
        "vous avez marqué la demande comme urgente",
    ),
    Fact(
        "waiting",
        FactType.DURATION,
        "how long the person has been waiting",
        "depuis combien de temps la personne attend",
        aliases=("attente",),
    ),
    Fact(
        "ready_to_buy",
        FactType.FLAG,
        "the person seems ready to buy",
        "la personne semble prête à acheter",
        aliases=("pret_a_acheter",),
    ),
    Fact(
        "asks",
        FactType.WORDS,
        "what the message asks about",
        "ce que le message demande",
        choices=("availability", "shipping", "size", "price", "pickup", "hours"),
        aliases=("demande",),
        choice_aliases={
            "disponible": "availability",
            "available": "availability",
            "livraison": "shipping",
            "envoi": "shipping",
            "taille": "size",
            "prix": "price",
            "retrait": "pickup",
            "horaires": "hours",
        },
    ),
    Fact(
        "says",
        FactType.WORDS,
        "words of the message: whole words, whatever their accents and capitals",
        "des mots du message : des mots entiers, quels que soient accents et majuscules",
        aliases=("dit", "words", "mots"),
    ),
    Fact(
        "earlier_requests",
        FactType.COUNT,
        "how many requests of this person were answered before",
        "combien de demandes de cette personne ont déjà reçu une réponse",
        unit="requests",
        aliases=("demandes_precedentes",),
    ),
)

FACTS = (*DAY_FACTS, *MOMENT_FACTS, *REQUEST_FACTS)


def _limit(
    name: str,
    unit: str,
    description: str,
    description_fr: str,
    high: int,
    *aliases: str,
    scope: Scope = Scope.DAY,
) -> Effect:
    """A ceiling: of several, the strictest holds."""
    return Effect(
        name,
        EffectType.COUNT,
        Combine.MIN,
        description,
        description_fr,
        unit=unit,
        high=high,
        scope=scope,
        aliases=aliases,
    )


def _grant(
    name: str,
    unit: str,
    description: str,
    description_fr: str,
    high: int,
    *aliases: str,
    scope: Scope = Scope.DAY,
) -> Effect:
    """Something given: of several, the largest holds."""
    return Effect(
        name,
        EffectType.COUNT,
        Combine.MAX,
        description,
        description_fr,
        unit=unit,
        high=high,
        scope=scope,
        aliases=aliases,
    )


def _switch(
    name: str, description: str, description_fr: str, scope: Scope, *aliases: str
) -> Effect:
    """Something that is on when one rule says so."""
    return Effect(
        name,
        EffectType.FLAG,
        Combine.ANY,
        description,
        description_fr,
        scope=scope,
        aliases=aliases,
    )


EFFECTS = (
    _switch(
        "closed",
        "no answering at this moment; a window is cut there",
        "pas de réponses à ce moment ; une fenêtre y est coupée",
        Scope.MOMENT,
        "ferme",
    ),
    _limit(
        "answers_at_most",
        "answers",
        "answers a day",
        "réponses par jour",
        1000,
        "reponses_au_plus",
    ),
    _limit("minutes_at_most", "min", "minutes a day", "minutes par jour", 1440, "minutes_au_plus"),
    _limit(
        "window_answers_at_most",
        "answers",
        "answers a window",
        "réponses par fenêtre",
        1000,
        "reponses_par_fenetre_au_plus",
    ),
    _limit(
        "portion_at_most",
        "requests",
        "requests dealt at a time",
        "demandes par portion",
        100,
        "portion_au_plus",
    ),
    _limit(
        "fill_percent_at_most",
        "%",
        "how full a day is planned",
        "jusqu'où un jour est rempli",
        100,
        "remplissage_au_plus",
    ),
    _limit(
        "day_percent_at_most",
        "%",
        "how much of its usual size a day has",
        "quelle part de sa taille habituelle un jour garde",
        100,
        "part_du_jour_au_plus",
    ),
    _grant(
        "reserve_percent",
        "%",
        "how much of a day is kept for new requests",
        "quelle part d'un jour est gardée pour les nouvelles demandes",
        100,
        "reserve",
    ),
    _limit(
        "hostile_at_most",
        "requests",
        "hostile requests a day",
        "demandes hostiles par jour",
        100,
        "hostiles_au_plus",
    ),
    _limit(
        "portion_hostile_at_most",
        "requests",
        "hostile requests a portion",
        "demandes hostiles par portion",
        100,
        "hostiles_par_portion_au_plus",
    ),
    _limit(
        "urgent_answers_at_most",
        "answers",
        "urgent answers a day beyond the day's limit",
        "réponses urgentes par jour au-delà de la limite du jour",
        100,
        "reponses_urgentes_au_plus",
    ),
    _limit(
        "peeks_at_most",
        "peeks",
        "how often a day the peek answers whether something is urgent",
        "combien de fois par jour le coup d'œil dit si quelque chose presse",
        50,
        "coups_d_oeil_au_plus",
    ),
    _limit(
        "notifications_at_most",
        "notifications",
        "notifications a day",
        "notifications par jour",
        50,
        "notifications_au_plus",
    ),
    _switch(
        "hold_notifications",
        "notifications wait until this ends",
        "les notifications attendent la fin",
        Scope.MOMENT,
        "retenir_les_notifications",
    ),
    _switch(
        "hold_notices",
        "automatic words that move a date wait until this ends",
        "les messages automatiques qui déplacent une date attendent la fin",
        Scope.MOMENT,
        "retenir_les_avis",
    ),
    _switch(
        "hold_acknowledgement",
        "the automatic first word waits until this ends",
        "le premier mot automatique attend la fin",
        Scope.REQUEST,
        "retenir_l_accuse",
    ),
    _switch(
        "suggest_rest",
        "one quiet line says, once a day, that the desk can stay closed",
        "une ligne discrète dit, une fois par jour, que le bureau peut rester fermé",
        Scope.MOMENT,
        "proposer_le_repos",
    ),
    _grant(
        "later_start",
        "min",
        "a later first window on the next day is proposed, by so many minutes",
        "une première fenêtre plus tardive le lendemain est proposée, d'autant de minutes",
        600,
        "debut_plus_tard",
    ),
    _switch(
        "shield",
        "the message is folded behind a summary",
        "le message est replié sous un résumé",
        Scope.REQUEST,
        "replier",
    ),
    _switch(
        "urgent_lane",
        "the request goes on the urgent lane: first in its window, with a budget of its own",
        "la demande passe par la voie urgente : première de sa fenêtre, avec son propre budget",
        Scope.REQUEST,
        "voie_urgente",
    ),
    _grant(
        "extra_answers",
        "answers",
        "answers granted to such requests beyond the day's limit",
        "réponses accordées à ces demandes au-delà de la limite du jour",
        100,
        "reponses_en_plus",
        scope=Scope.REQUEST,
    ),
    Effect(
        "only_in_window",
        EffectType.TEXT,
        Combine.ONE,
        "the only windows that may hold the request, by their name in the settings",
        "les seules fenêtres où la demande peut être mise, par leur nom dans les réglages",
        aliases=("seulement_dans_la_fenetre",),
    ),
)

#: What the owner's file may name.
PRODUCT = Vocabulary.of(FACTS, EFFECTS)

#: What the product's own rules may name beside it.
HOUSE = Vocabulary.of(
    (
        *FACTS,
        Fact(
            "by_hand",
            FactType.FLAG,
            "you asked for fifteen more minutes",
            "vous avez demandé quinze minutes de plus",
            scope=Scope.MOMENT,
        ),
    ),
    (
        *EFFECTS,
        _switch(
            "beyond_limits",
            "the limits of the day may be passed now",
            "les limites du jour peuvent être dépassées maintenant",
            Scope.MOMENT,
        ),
    ),
)
