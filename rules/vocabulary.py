"""The facts and effects of Entracte (design, section 7; needs 3.1)."""

from __future__ import annotations

from rules.schema import Combine, Effect, EffectType, Fact, FactType, Vocabulary

FACTS = (
    Fact("time", FactType.TIME, "the local time of day", "l'heure locale"),
    Fact("weekday", FactType.WEEKDAY, "the day of the week", "le jour de la semaine"),
    Fact("date", FactType.DATE, "the local date", "la date locale"),
    Fact(
        "energy",
        FactType.COUNT,
        "the morning check-in, 1 (empty) to 5 (full); unknown until it is made",
        "le point du matin, de 1 (à plat) à 5 (en forme) ; inconnu tant qu'il n'est pas fait",
        low=1,
        high=5,
    ),
    Fact(
        "answers_today",
        FactType.COUNT,
        "answers already given today",
        "réponses déjà données aujourd'hui",
        unit="answers",
    ),
    Fact(
        "minutes_today",
        FactType.COUNT,
        "minutes already spent answering today",
        "minutes déjà passées à répondre aujourd'hui",
        unit="min",
    ),
    Fact(
        "worked_days_in_a_row",
        FactType.COUNT,
        "days worked without a rest day in between",
        "jours travaillés sans jour de repos entre eux",
        unit="days",
    ),
    Fact(
        "tone",
        FactType.CHOICE,
        "how the request sounds",
        "le ton de la demande",
        choices=("calm", "annoyed", "hostile"),
    ),
    Fact("urgent", FactType.FLAG, "the request is urgent", "la demande est urgente"),
    Fact(
        "waiting",
        FactType.DURATION,
        "how long the person has been waiting",
        "depuis combien de temps la personne attend",
    ),
    Fact(
        "via",
        FactType.TEXT,
        "the kind of channel the request came by",
        "le type de canal par lequel la demande est arrivée",
    ),
    Fact(
        "ramp_day",
        FactType.COUNT,
        "1 on the first day back after an absence, then 2, 3...; 0 outside a ramp",
        "1 le premier jour du retour après une absence, puis 2, 3... ; 0 hors reprise",
        high=31,
    ),
    Fact("season", FactType.TEXT, "the season profile in use", "la saison en cours"),
)


def _limit(name: str, unit: str, description: str, description_fr: str, high: int) -> Effect:
    """A ceiling: of several, the strictest holds."""
    return Effect(
        name, EffectType.COUNT, Combine.MIN, description, description_fr, unit=unit, high=high
    )


def _switch(name: str, description: str, description_fr: str) -> Effect:
    """Something that is on when one rule says so."""
    return Effect(name, EffectType.FLAG, Combine.ANY, description, description_fr)


EFFECTS = (
    _switch("closed", "no answering at this moment", "pas de réponses à ce moment"),
    _limit("answers_at_most", "answers", "answers a day", "réponses par jour", 1000),
    _limit("minutes_at_most", "min", "minutes a day", "minutes par jour", 1440),
    _limit("window_answers_at_most", "answers", "answers a window", "réponses par fenêtre", 1000),
    _limit("portion_at_most", "requests", "requests dealt at a time", "demandes par portion", 100),
    _switch(
        "hold_notifications",
        "notifications wait until this ends",
        "les notifications attendent la fin",
    ),
    _limit(
        "notifications_at_most",
        "notifications",
        "notifications a day",
        "notifications par jour",
        50,
    ),
    _switch(
        "shield", "the message is folded behind a summary", "le message est replié sous un résumé"
    ),
    _limit(
        "hostile_at_most",
        "requests",
        "hostile requests a day",
        "demandes hostiles par jour",
        100,
    ),
    _limit(
        "portion_hostile_at_most",
        "requests",
        "hostile requests a portion",
        "demandes hostiles par portion",
        100,
    ),
    Effect(
        "extra_answers",
        EffectType.COUNT,
        Combine.MAX,
        "answers granted beyond the day's limit",
        "réponses accordées au-delà de la limite du jour",
        unit="answers",
        high=100,
    ),
    _limit(
        "fill_percent_at_most",
        "%",
        "how full a day is planned",
        "jusqu'où un jour est rempli",
        100,
    ),
    Effect(
        "only_in_window",
        EffectType.TEXT,
        Combine.ONE,
        "the only window that may hold the request",
        "la seule fenêtre où la demande peut être mise",
    ),
)

PRODUCT = Vocabulary.of(FACTS, EFFECTS)
