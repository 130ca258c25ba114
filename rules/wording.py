"""Every sentence about a wrong policy file, in English and French, by its code."""

from __future__ import annotations

from types import MappingProxyType

from rules.wording_meaning import ON_MEANING
from rules.wording_values import ON_VALUES

WORDING = MappingProxyType(
    {
        **ON_VALUES,
        **ON_MEANING,
        # the file
        "file_too_large": (
            "the file is larger than {limit} KB",
            "le fichier dépasse {limit} Ko",
        ),
        "file_utf16": (
            "the file is written in UTF-16; save it as UTF-8",
            "le fichier est écrit en UTF-16 ; enregistrez-le en UTF-8",
        ),
        "file_bom": (
            "the file begins with an invisible mark (BOM); save it as UTF-8 without BOM",
            "le fichier commence par une marque invisible (BOM) ; enregistrez-le en UTF-8 sans BOM",
        ),
        "file_utf8": (
            "this character is not UTF-8; save the file as UTF-8",
            "ce caractère n'est pas en UTF-8 ; enregistrez le fichier en UTF-8",
        ),
        "file_nul": (
            "there is a NUL character here: this is not a text file, or it is damaged",
            "il y a un caractère nul ici : ce n'est pas un fichier texte, ou il est abîmé",
        ),
        "line_too_long": (
            "the line is longer than {limit} characters; break it after a comma",
            "la ligne dépasse {limit} caractères ; coupez-la après une virgule",
        ),
        "too_many_rules": (
            "there are {count} rules and table rows; at most {limit} are allowed",
            "il y a {count} règles et lignes de tableau ; {limit} au plus sont permises",
        ),
        "too_many_parts": (
            "there are more than {limit} names and values up to here; the file is too large",
            "il y a plus de {limit} noms et valeurs jusqu'ici ; le fichier est trop grand",
        ),
        "text_far_too_long": (
            "this text is longer than {limit} characters",
            "ce texte dépasse {limit} caractères",
        ),
        "too_deep": (
            "dotted names, lists or braces are nested more than {limit} deep",
            "noms à points, listes ou accolades sont imbriqués sur plus de {limit} niveaux",
        ),
        # TOML
        "toml_equals": (
            "an '=' is missing after the name; a name with spaces or accents is written in quotes",
            "il manque un « = » après le nom ; un nom avec espaces ou accents s'écrit "
            "entre guillemets",
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
            "the heading is not closed with ']'; "
            "a name with spaces or accents is written in quotes",
            "le titre n'est pas fermé par « ] » ; un nom avec espaces ou accents s'écrit "
            "entre guillemets",
        ),
        "toml_left_over": (
            "something is left over after the value; put times and ranges in quotes, "
            "and write one 'name = value' a line",
            "il reste quelque chose après la valeur ; mettez heures et plages entre guillemets, "
            "et écrivez un seul « nom = valeur » par ligne",
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
            "a backslash means nothing here; write it twice, or put the text in single quotes",
            "une barre oblique inverse ne veut rien dire ici ; doublez-la, "
            "ou mettez le texte entre apostrophes",
        ),
        "toml_twice": (
            "this name is already used in the same block; rename or remove one of the two",
            "ce nom existe déjà dans le même bloc ; renommez ou retirez l'un des deux",
        ),
        "toml_other": (
            "this is not TOML: {reason}",
            "ce n'est pas du TOML : {reason}",
        ),
        # blocks
        "unknown_section": (
            "unknown section '{name}'; there are [rule.<name>], [table.<name>], [season.<name>] "
            "and [test.<name>]",
            "section inconnue « {name} » ; il y a [rule.<nom>], [table.<nom>], [season.<nom>] "
            "et [test.<nom>]",
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
        "same_twice": (
            "'{name}' and '{first}' mean the same; keep one of them",
            "« {name} » et « {first} » désignent la même chose ; gardez l'un des deux",
        ),
        "too_many_tests_together": (
            "the conditions up to here have more than {limit} values; the file is too large",
            "les conditions jusqu'ici ont plus de {limit} valeurs ; le fichier est trop grand",
        ),
        "too_many_tests": (
            "there are {count} values in the conditions of '{name}'; at most {limit} are allowed",
            "il y a {count} valeurs dans les conditions de « {name} » ; "
            "{limit} au plus sont permises",
        ),
        "unknown_fact": (
            "unknown fact '{name}'",
            "fait inconnu « {name} »",
        ),
        "unknown_effect": (
            "unknown effect '{name}'",
            "effet inconnu « {name} »",
        ),
        # seasons
        "season_end": (
            "the season '{name}' has no end; add until = \"2026-12-24\" with your date, at most "
            "{limit} days after 'from': a heavy time that does not end becomes the rule",
            'la saison « {name} » n\'a pas de fin ; ajoutez until = "2026-12-24" avec votre date, '
            "au plus {limit} jours après « from » : une période chargée sans fin devient la règle",
        ),
        "season_backwards": (
            "the season '{name}' ends before it begins ({first} to {last})",
            "la saison « {name} » finit avant de commencer (du {first} au {last})",
        ),
        "season_long": (
            "the season '{name}' lasts {count} days; at most {limit} are allowed",
            "la saison « {name} » dure {count} jours ; {limit} au plus sont permis",
        ),
        "season_twice": (
            "there is already a season '{name}'",
            "il y a déjà une saison « {name} »",
        ),
        "seasons_overlap": (
            "the seasons '{name}' and '{other}' (line {line}) both hold on {day}",
            "les saisons « {name} » et « {other} » (ligne {line}) valent toutes deux le {day}",
        ),
    }
)
