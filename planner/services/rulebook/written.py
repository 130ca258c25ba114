"""Values as an owner types them: without quotes where none are needed."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from typing import Any

from planner.toml_splice import literal
from rules.schema import Effect, EffectType, Fact, FactType

Item = Fact | Effect | None

_YES = frozenset({"true", "yes", "oui", "vrai"})
_NO = frozenset({"false", "no", "non", "faux"})
_COUNT = re.compile(r"-?\d{1,12}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def show(value: object) -> str:
    """A value of the file as it stands in a field."""
    if isinstance(value, list) and value and all(_is_plain(one) for one in value):
        return ", ".join(map(_plain, value))
    return _plain(value) if _is_plain(value) else literal(value)


def read(text: str, item: Item) -> object:
    """What is meant by the text of a field; what fits nothing stays a text, for the checks."""
    text = text.strip()
    if text[:1] in ("[", '"', "'"):
        try:
            found: Any = tomllib.loads(f"v = {text}")["v"]
        except ValueError:
            return text
        return found
    several = isinstance(item, Fact) and "," in text
    if several:
        return [_one(part.strip(), item) for part in text.split(",") if part.strip()]
    return _one(text, item)


def _one(text: str, item: Item) -> object:
    wanted = item.type if item is not None else None
    if wanted in (FactType.FLAG, EffectType.FLAG, None):
        if text.casefold() in _YES:
            return True
        if text.casefold() in _NO:
            return False
    if wanted in (FactType.COUNT, EffectType.COUNT, None) and _COUNT.fullmatch(text):
        return int(text)
    if wanted is FactType.DATE and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _is_plain(value: object) -> bool:
    if not isinstance(value, str):
        return isinstance(value, int | float | date | time)
    known = "," not in value and value[:1] not in ("[", '"', "'") and value == value.strip()
    return known and bool(value) and value.isprintable()


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | time) else str(value)
