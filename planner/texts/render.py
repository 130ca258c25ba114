"""Filling a text's slots."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.texts.cut import clean, cut
from planner.texts.shipped import (
    SLOT,
    Overrides,
    TextError,
    nearest,
    slots_in,
    slots_of,
    template,
)

LIMIT = 320  # characters of a whole text with realistic slots (needs.md 3.2)
SUBJECT_LIMIT = 50

# How `seul·e` is written: the owner speaks of herself or himself.
_FORMS = {"mid-dot": r"\1·\2", "feminine": r"\1\2", "masculine": r"\1"}
_MID_DOT = re.compile(r"(\w)·(\w+)")
_FROM_CUSTOMERS = frozenset({"subject", "item", "request", "purchase"})


def render(
    key: str,
    language: str,
    slots: Mapping[str, str],
    *,
    forms: str = "mid-dot",
    overrides: Overrides | None = None,
) -> str:
    """The text to send, on one line, every slot filled.

    A slot's value is data: braces in it stay as they are, line breaks become spaces, a customer's
    words are cut at 50 characters. `forms` is `mid-dot`, `feminine` or `masculine`. A slot of the
    shipped text that the owner's own version leaves out may be given. Raises TextError for an
    unknown key, language or form, and for a slot that is empty, missing or unknown (H-09).
    """
    text = in_forms(template(key, language, overrides), forms)
    filled = {name: _value(name, value) for name, value in slots.items()}
    _check(key, slots_in(text), slots_of(key, language), filled)
    return SLOT.sub(lambda slot: filled[slot.group(1)], text)


def in_forms(text: str, forms: str) -> str:
    """A text in the owner's form: `seul·e`, `seule` or `seul`. Raises TextError for another one."""
    if forms not in _FORMS:
        raise TextError(f"There is no form {forms!r}.", do=nearest(forms, _FORMS))
    return _MID_DOT.sub(_FORMS[forms], text)


def _value(name: str, value: str) -> str:
    words = clean(value)
    return cut(words, SUBJECT_LIMIT) if name in _FROM_CUSTOMERS else words


def _check(
    key: str, wanted: frozenset[str], shipped: frozenset[str], filled: Mapping[str, str]
) -> None:
    where = f"text {key!r}"
    for name in sorted(wanted):
        if not filled.get(name):
            raise TextError(
                f"The slot {{{name}}} is not filled.",
                where=where,
                do="Fill it before sending.",
            )
    for name in sorted(filled.keys() - wanted - shipped):
        raise TextError(
            f"It has no slot {{{name}}}.", where=where, do=nearest(name, wanted | shipped)
        )
