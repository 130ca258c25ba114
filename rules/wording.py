"""Every sentence about a wrong policy file, in English and French, by its code."""

from __future__ import annotations

from types import MappingProxyType

WORDING = MappingProxyType(
    {
        # the file
        "file_too_large": (
            "the file is larger than {limit} KB",
            "le fichier dépasse {limit} Ko",
        ),
        "line_too_long": (
            "the line is longer than {limit} characters; break it after a comma",
            "la ligne dépasse {limit} caractères ; coupez-la après une virgule",
        ),
        "too_many_rules": (
            "there are {count} rules and table rows; at most {limit} are allowed",
            "il y a {count} règles et lignes de tableau ; {limit} au plus sont permises",
        ),
        # TOML
        "toml_equals": (
            "an '=' is missing after the name",
            "il manque un « = » après le nom",
        ),
        "toml_value": (
            'this value cannot be read; put times, ranges and words in quotes, like "19:00..07:00"',
            "cette valeur est illisible ; mettez heures, plages et mots entre guillemets, "
            'comme "19:00..07:00"',
        ),
        "toml_statement": (
            "this is neither 'name = value' nor a heading like [rule.my-rule]",
            "ce n'est ni « nom = valeur » ni un titre comme [rule.ma-regle]",
        ),
        "toml_heading": (
            "the heading is not closed with ']'",
            "le titre n'est pas fermé par « ] »",
        ),
        "toml_left_over": (
            "something is left over after the value; one 'name = value' a line",
            "il reste quelque chose après la valeur ; un seul « nom = valeur » par ligne",
        ),
        "toml_array": (
            "a list is not closed: a ',' or a ']' is missing",
            "une liste n'est pas fermée : il manque une « , » ou un « ] »",
        ),
        "toml_inline": (
            "a '{{' is not closed: a ',' or a '}}' is missing",
            "une accolade n'est pas fermée : il manque une « , » ou une « }} »",
        ),
        "toml_quote": (
            "a closing quote is missing, here or above",
            "il manque un guillemet fermant, ici ou plus haut",
        ),
        "toml_character": (
            "this character cannot stand here; a quote may be missing",
            "ce caractère n'a pas sa place ici ; il manque peut-être un guillemet",
        ),
        "toml_escape": (
            "write a backslash twice, or put the text in single quotes",
            "doublez la barre oblique inverse, ou mettez le texte entre apostrophes",
        ),
        "toml_twice": (
            "this name is already used in the same block; rename or remove one of the two",
            "ce nom existe déjà dans le même bloc ; renommez ou retirez l'un des deux",
        ),
        "toml_deep": (
            "lists or braces are nested far too deep",
            "les listes ou les accolades sont imbriquées bien trop profondément",
        ),
        "toml_other": (
            "this is not TOML: {reason}",
            "ce n'est pas du TOML : {reason}",
        ),
        # blocks
        "unknown_section": (
            "unknown section '{name}'; there are [rule.<name>], [table.<name>] and [test.<name>]",
            "section inconnue « {name} » ; il y a [rule.<nom>], [table.<nom>] et [test.<nom>]",
        ),
        "not_a_block": (
            "'{name}' must be a block such as [{section}.my-name]",
            "« {name} » doit être un bloc comme [{section}.mon-nom]",
        ),
        "bad_name": (
            "the name '{name}' must be 1 to 60 letters, digits, '-' or '_'",
            "le nom « {name} » doit avoir 1 à 60 lettres, chiffres, « - » ou « _ »",
        ),
        "same_name": (
            "a rule and a table are both called '{name}'",
            "une règle et un tableau s'appellent tous deux « {name} »",
        ),
        "unknown_key": (
            "unknown key '{name}' in a {section}",
            "clé inconnue « {name} » dans [{section}]",
        ),
        "missing_key": (
            "'{key}' is missing in '{name}'",
            "il manque « {key} » dans « {name} »",
        ),
        "not_a_group": (
            "'{key}' must be written as {key}.<name> = value",
            "« {key} » s'écrit {key}.<nom> = valeur",
        ),
        "bad_say": (
            "'say' must be one sentence of at most {limit} characters, or say.fr and say.en",
            "« say » doit être une phrase de {limit} caractères au plus, ou say.fr et say.en",
        ),
        "bad_kind": (
            "'{raw}' is not a kind; there are protect, exception and normal",
            "« {raw} » n'est pas un genre ; il y a protect, exception et normal",
        ),
        "unknown_fact": (
            "unknown fact '{name}'",
            "fait inconnu « {name} »",
        ),
        "unknown_effect": (
            "unknown effect '{name}'",
            "effet inconnu « {name} »",
        ),
        # values
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
            "'{sign}' cannot be used on {fact}, which is a {type}",
            "« {sign} » ne s'emploie pas avec {fact}, de type {type}",
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
        "bad_date": (
            "'{raw}' is not a date; write it like 2026-12-24",
            "« {raw} » n'est pas une date ; écrivez par exemple 2026-12-24",
        ),
        "bad_count": (
            "'{raw}' is not a whole number, which {fact} needs",
            "« {raw} » n'est pas un nombre entier, qu'il faut pour {fact}",
        ),
        "bad_duration": (
            '\'{raw}\' is not a duration; write it with its unit, like "4h", "90min" or "2d"',
            "« {raw} » n'est pas une durée ; écrivez-la avec son unité, "
            'comme "4h", "90min" ou "2j"',
        ),
        "bad_flag": (
            "'{raw}' is neither true nor false, which {fact} needs",
            "« {raw} » n'est ni true ni false, qu'il faut pour {fact}",
        ),
        "bad_word": (
            "'{raw}' is not a word in quotes, which {fact} needs",
            "« {raw} » n'est pas un mot entre guillemets, qu'il faut pour {fact}",
        ),
        "bad_choice": (
            "'{raw}' is not a {fact}; there are {choices}",
            "« {raw} » ne convient pas à {fact} ; il y a {choices}",
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
        "conflict": (
            "'{second}' and '{first}' (line {line}) can apply together but set {effect} "
            "differently; make one of them an exception",
            "« {second} » et « {first} » (ligne {line}) peuvent s'appliquer ensemble mais "
            "règlent {effect} autrement ; faites de l'une une exception",
        ),
    }
)
