"""Sentences about a value that cannot be read, in English and French, by their code."""

from __future__ import annotations

from types import MappingProxyType

ON_VALUES = MappingProxyType(
    {
        "list_length": (
            "a list must have 1 to {limit} values",
            "une liste doit avoir 1 à {limit} valeurs",
        ),
        "text_too_long": (
            "the text is longer than {limit} characters",
            "le texte dépasse {limit} caractères",
        ),
        "never_fits": (
            "'{raw}' never fits {fact}",
            "« {raw} » ne convient jamais à {fact}",
        ),
        "no_compare": (
            "'{sign}' cannot be used on {fact}; name its values instead",
            "« {sign} » ne s'emploie pas avec {fact} ; nommez plutôt ses valeurs",
        ),
        "empty_range": (
            "the range '{raw}' is empty",
            "la plage « {raw} » est vide",
        ),
        "lone_time": (
            "'{raw}' is a single instant; write a range for {fact}, like \"19:00..07:00\"",
            '« {raw} » est un seul instant ; écrivez une plage pour {fact}, comme "19:00..07:00"',
        ),
        "lone_duration": (
            "'{raw}' is never met exactly; write a comparison for {fact}, like \"> {raw}\"",
            "« {raw} » ne tombe jamais juste ; écrivez une comparaison pour {fact}, "
            'comme "> {raw}"',
        ),
        "bad_time": (
            "'{raw}' is not a time of day; write it like \"19:00\"",
            '« {raw} » n\'est pas une heure ; écrivez par exemple "19:00"',
        ),
        "bad_weekday": (
            "'{raw}' is not a weekday",
            "« {raw} » n'est pas un jour de la semaine",
        ),
        "whole_date": (
            "'{raw}' is a day of every year; here a whole date is needed, like 2026-12-24",
            "« {raw} » revient chaque année ; il faut ici une date entière, comme 2026-12-24",
        ),
        "mixed_dates": (
            "'{raw}' mixes a day of every year with something else; write both ends alike, "
            'like "12-24..01-02" or "2026-12-24..2027-01-02"',
            "« {raw} » mêle un jour de chaque année et autre chose ; écrivez les deux bouts de "
            'la même façon, comme "12-24..01-02" ou "2026-12-24..2027-01-02"',
        ),
        "far_date": (
            "'{raw}' is too far away; dates go from {low} to {high}",
            "« {raw} » est trop loin ; les dates vont du {low} au {high}",
        ),
        "too_many_yearly": (
            "the file names more than {limit} days of every year",
            "le fichier nomme plus de {limit} jours de chaque année",
        ),
        "unknown_season": (
            "there is no season '{raw}'; add a block [season.<name>] with say, from and until",
            "il n'y a pas de saison « {raw} » ; ajoutez un bloc [season.<nom>] avec say, from "
            "et until",
        ),
        "bad_date": (
            "'{raw}' is not a date; write it like 2026-12-24",
            "« {raw} » n'est pas une date ; écrivez par exemple 2026-12-24",
        ),
        "bad_count": (
            "'{raw}' is not a whole number, which {fact} needs",
            "« {raw} » n'est pas un nombre entier, qu'il faut pour {fact}",
        ),
        "count_in_minutes": (
            "{name} is counted in minutes, without a unit; write {minutes} instead of '{raw}'",
            "{name} se compte en minutes, sans unité ; écrivez {minutes} au lieu de « {raw} »",
        ),
        "no_unit": (
            'the unit is missing after \'{raw}\'; write "{raw}h", "{raw}min" or "{raw}d"',
            'il manque l\'unité après « {raw} » ; écrivez "{raw}h", "{raw}min" ou "{raw}j"',
        ),
        "bad_duration": (
            '\'{raw}\' is not a duration; write it with its unit, like "4h", "90min" or "2d"',
            "« {raw} » n'est pas une durée ; écrivez-la avec son unité, "
            'comme "4h", "90min" ou "2j"',
        ),
        "bad_flag": (
            "{fact} needs true or false without quotes, not '{raw}'",
            "{fact} veut true ou false sans guillemets, pas « {raw} »",
        ),
        "bad_word": (
            "{fact} needs a word in quotes, not '{raw}'",
            "{fact} veut un mot entre guillemets, pas « {raw} »",
        ),
        "bad_choice": (
            "{fact} cannot be '{raw}'; there are {choices}",
            "{fact} ne peut pas valoir « {raw} » ; il y a {choix}",
        ),
        "fact_outside": (
            "'{raw}' is outside {fact}, which goes from {low} to {high}",
            "« {raw} » est hors des valeurs de {fact} (de {low} à {high})",
        ),
        "effect_outside": (
            "'{raw}' is outside {name}, which goes from 0 to {high}",
            "« {raw} » est hors des valeurs de {name} (de 0 à {high})",
        ),
        "effect_count": (
            "{name} needs a whole number ({unit}) without quotes, not '{raw}'",
            "{name} veut un nombre entier sans guillemets, pas « {raw} »",
        ),
        "effect_flag": (
            "{name} needs true or false without quotes, not '{raw}'",
            "{name} veut true ou false sans guillemets, pas « {raw} »",
        ),
        "effect_text": (
            "{name} needs a text in quotes, not '{raw}'",
            "{name} veut un texte entre guillemets, pas « {raw} »",
        ),
    }
)
