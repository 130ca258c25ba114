"""The owner's own texts, over the shipped ones: `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from planner.locale import gettext as _
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
        what = _("This is not valid TOML: {what}.").format(what=error)
        raise TextError(what, where=name) from error
    return MappingProxyType({lang: _language(lang, table, name) for lang, table in tables.items()})


def _language(language: str, table: object, name: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        what = _("There is no language “{language}”.").format(language=language)
        raise TextError(what, where=name, do=nearest(language, LANGUAGES))
    if not isinstance(table, dict):
        what = _("“{language}” is not a table.").format(language=language)
        raise TextError(what, where=name, do=_("Write [{language}].").format(language=language))
    return MappingProxyType(
        {key: checked(language, key, value, name) for key, value in table.items()}
    )


def checked(language: str, key: str, value: object, name: str) -> str:
    """A wording of the owner's that may be used. Raises TextError as `load_overrides` does."""
    where, known = f"{name}: [{language}] {key}", shipped(language)

    def refuse(what: str, do: str) -> NoReturn:
        raise TextError(what, where=where, do=do)

    if key not in known:
        refuse(_("There is no text of this name."), nearest(key, known))
    if not isinstance(value, str) or not value.strip():
        refuse(_("It is not a text."), _("Remove the line, or write a text."))
    if stray_brace(value):
        refuse(_("A brace belongs to no slot."), _("Slots are written {when}, in braces."))
    allowed, used = slots_in(known[key]), slots_in(value)
    for slot in sorted(used - allowed):
        refuse(_("It has no slot {slot}.").format(slot=f"{{{slot}}}"), nearest(slot, allowed))
    for slot in sorted((allowed & _DATES) - used):
        named = f"{{{slot}}}"
        refuse(
            _("The date {slot} is missing.").format(slot=named),
            _("Add {slot}.").format(slot=named),
        )
    if key in AUTOMATIC and "automati" not in value.casefold():
        say = "(message automatique)" if language == "fr" else "(automatic note)"
        refuse(
            _("It leaves by itself and does not say so."),
            _("Add for instance {say}.").format(say=say),
        )
    return value.strip()
