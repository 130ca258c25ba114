"""Sentences about tables and the meaning of rules, in English and French, by their code."""

from __future__ import annotations

from types import MappingProxyType

ON_MEANING = MappingProxyType(
    {
        # tables
        "bad_columns": (
            "'{key}' must be a list of different names, like {example}",
            "« {key} » doit être une liste de noms différents, comme {example}",
        ),
        "bad_rows": (
            "'rows' must be a list of rows, each a list of {count} values",
            "« rows » doit être une liste de lignes, chacune une liste de {count} valeurs",
        ),
        "row_length": (
            "values in this row: {found}; needed: {count} ({columns})",
            "valeurs dans cette ligne : {found} ; il en faut {count} ({columns})",
        ),
        "rows_overlap": (
            "rows on lines {first} and {second} both fit {place}",
            "les lignes {first} et {second} conviennent toutes deux à {place}",
        ),
        "rows_gap": (
            "no row fits {place}",
            "aucune ligne ne convient à {place}",
        ),
        "words_column": (
            "'{name}' cannot be a column: several of its words may be there at once, and then two "
            "rows would fit; write a [rule.<name>] for each",
            "« {name} » ne peut pas être une colonne : plusieurs de ses mots peuvent être là "
            "ensemble, et deux lignes conviendraient ; écrivez une [rule.<nom>] pour chacun",
        ),
        # meaning
        "never_applies": (
            "the rule '{name}' can never apply: "
            "unless.{fact} takes away all that when.{fact} allows",
            "la règle « {name} » ne s'applique jamais : "
            "unless.{fact} retire tout ce que when.{fact} permet",
        ),
        "false_does_nothing": (
            "{name} = false does nothing here; only an exception can lift it",
            "{name} = false n'a pas d'effet ici ; seule une exception peut le lever",
        ),
        "never_in_season": (
            "the rule '{name}' can never apply: no day of the season {season} is in its 'date'",
            "la règle « {name} » ne s'applique jamais : aucun jour de la saison {season} n'est "
            "dans sa « date »",
        ),
        "scope_day": (
            "'{name}' is decided for a whole day and cannot depend on '{fact}', which changes "
            "within it; ask about {facts}, or set another effect: {effects}",
            "« {name} » est décidé pour un jour entier et ne peut pas dépendre de « {fact} », qui "
            "change dans le jour ; partez de {facts}, ou réglez un autre effet : {effects}",
        ),
        "scope_moment": (
            "'{name}' is decided for all requests at once and cannot depend on '{fact}', which "
            "differs between them; ask about {facts}, or set another effect: {effects}",
            "« {name} » est décidé pour toutes les demandes à la fois et ne peut pas dépendre de "
            "« {fact} », propre à chacune ; partez de {facts}, "
            "ou réglez un autre effet : {effects}",
        ),
        "exception_to_nothing": (
            "'{name}' is an exception, but no normal rule sets {effect} when it applies; "
            'remove {effect} here, or write kind = "normal"',
            "« {name} » est une exception, mais aucune règle normale ne règle {effect} quand elle "
            's\'applique ; retirez {effect} ici, ou écrivez kind = "normal"',
        ),
        "exception_to_protection": (
            "'{name}' is an exception, but only the protection '{guard}' sets {effect} when it "
            "applies, and a protection cannot be lifted; change '{guard}' itself",
            "« {name} » est une exception, mais seule la protection « {guard} » règle {effect} "
            "quand elle s'applique, et rien ne lève une protection ; changez « {guard} » elle-même",
        ),
        "conflict_house": (
            "'{second}' and the built-in rule '{first}' can apply together but set {effect} "
            "differently; make '{second}' an exception",
            "« {second} » et la règle intégrée « {first} » peuvent s'appliquer ensemble mais "
            "règlent {effect} autrement ; faites de « {second} » une exception",
        ),
        "conflict": (
            "'{second}' and '{first}' (line {line}) can apply together but set {effect} "
            "differently; make one of them an exception",
            "« {second} » et « {first} » (ligne {line}) peuvent s'appliquer ensemble mais "
            "règlent {effect} autrement ; faites de l'une une exception",
        ),
    }
)
