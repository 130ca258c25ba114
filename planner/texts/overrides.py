"""The owner's own texts, over the shipped ones: `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from planner.texts.shipped import (
    AUTOMATIC,
    LANGUAGES,
    Overrides,
    TextError,
    nearest,
    shipped,
    slots_in,
    stray_brace,
)

# Without its date a message would make no promise, and the promise no message (invariant 4).
_DATES = frozenset({"when", "day", "dates"})


def load_overrides(text: str, name: str) -> Overrides:
    """Read the content of a `texts.toml`; `name` is how errors call the file.

    A table a language, `key = "text"` in it. Raises TextError naming the key and the nearest valid
    one: for TOML that cannot be read, an unknown language, key or slot, a stray brace, an empty
    text, one that lost the date it has to carry, or that leaves by itself and hides it (B-05).
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"This is not valid TOML: {error}.", where=name) from error
    return MappingProxyType({lang: _language(lang, table, name) for lang, table in tables.items()})


def _language(language: str, table: object, name: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        raise TextError(
            f"There is no language {language!r}.", where=name, do=nearest(language, LANGUAGES)
        )
    if not isinstance(table, dict):
        raise TextError(f"{language!r} is not a table.", where=name, do=f"Write [{language}].")
    return MappingProxyType(
        {key: _text(language, key, value, name) for key, value in table.items()}
    )


def _text(language: str, key: str, value: object, name: str) -> str:
    where, known = f"{name}: [{language}] {key}", shipped(language)
    if key not in known:
        raise TextError("There is no text of this name.", where=where, do=nearest(key, known))
    if not isinstance(value, str) or not value.strip():
        raise TextError("It is not a text.", where=where, do="Remove the line, or write a text.")
    if stray_brace(value):
        raise TextError(
            "A brace belongs to no slot.", where=where, do="Slots are written {when}, in braces."
        )
    allowed, used = slots_in(known[key]), slots_in(value)
    for slot in sorted(used - allowed):
        raise TextError(f"It has no slot {{{slot}}}.", where=where, do=nearest(slot, allowed))
    for slot in sorted((allowed & _DATES) - used):
        raise TextError(f"The date {{{slot}}} is missing.", where=where, do=f"Add {{{slot}}}.")
    if key in AUTOMATIC and "automati" not in value.casefold():
        say = "(message automatique)" if language == "fr" else "(automatic note)"
        raise TextError(
            "It leaves by itself and does not say so.", where=where, do=f"Add for instance {say}."
        )
    return value.strip()
